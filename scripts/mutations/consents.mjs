/** The defenses of "connected means that capture works", of the wrong identity, and of what networks say by themselves. */
const consents = ['test/reconnect/consents.test.ts'];
const otherAccount = ['test/reconnect/other-account.test.ts'];
const causes = ['test/reconnect/causes.test.ts'];
const callbacks = ['test/reconnect/callbacks.test.ts'];
const again = ['test/reconnect/again.test.ts'];
const imported = ['test/api/imported-authorizations.test.ts'];

const defense = (file, name, find, replace, tests) => ({ name, file, find, replace, tests });

export default [
  defense(
    'networks/granted.ts',
    'a permission that covers only other Pages isn’t enough',
    'return targets !== undefined && !ids.some((id) => targets.includes(id));',
    'return false;',
    consents,
  ),
  defense(
    'networks/facebook.ts',
    'a person who declined is asked again',
    "parameters: { auth_type: 'rerequest' },",
    '',
    consents,
  ),
  defense(
    'services/reconnect/complete.ts',
    'access that ends within hours isn’t called connected',
    'kept.has(identityKey(account)) ? [] : [lasting]',
    'kept.has(identityKey(account)) ? [] : []',
    consents,
  ),
  defense(
    'services/credentials/credentials.ts',
    'another person’s refresh token is no reason to call an account connected',
    '        eq(credentials.authorizedBy, authorizedBy),\n',
    '',
    consents,
  ),
  defense(
    'services/credentials/credentials.ts',
    'another client’s refresh token is no reason to call an account connected',
    '        eq(credentials.clientId, clientId),\n',
    '',
    consents,
  ),
  defense(
    'services/credentials/credentials.ts',
    'another person’s refresh token isn’t kept',
    '${credentials.authorizedBy} = excluded.authorized_by and ',
    '',
    consents,
  ),
  defense(
    'services/reconnect/start.ts',
    'a retry after a refusal shows the choice of accounts',
    'chooseAccount: retryOf !== null,',
    'chooseAccount: false,',
    otherAccount,
  ),
  defense(
    'services/reconnect/start.ts',
    'a retry after the wrong identity says where to sign out',
    'retryOf && signOutUrl !== null && mayNeedOtherAccount(retryOf.code)',
    "retryOf && signOutUrl !== null && retryOf.code === ''",
    otherAccount,
  ),
  defense(
    'services/reconnect/start.ts',
    'a retry after the wrong identity stops before the network',
    'account === null || switchFrom !== null || ',
    'account === null || ',
    otherAccount,
  ),
  defense(
    'services/reconnect/refused-attempts.ts',
    'another person’s refused attempt isn’t shown',
    "and(eq(audit.type, 'reconnect_refused'), eq(audit.userId, userId))",
    "eq(audit.type, 'reconnect_refused')",
    otherAccount,
  ),
  defense(
    'domain/ownership.ts',
    '“Reconnect all” repairs what the profile manages, whichever comes first',
    'if (!isNamed && !question.together)',
    'if (!isNamed)',
    otherAccount,
  ),
  defense(
    'domain/ownership.ts',
    '“Reconnect all” names what the profile doesn’t manage',
    '...(unmanaged.length > 0 && { unmanaged }),',
    '',
    otherAccount,
  ),
  defense(
    'web/reconnect/outcome.ts',
    'a retry of what is left doesn’t start with what is connected by now',
    'if (first) return { accountId: first.id, together: true };',
    'if (first) return again;',
    otherAccount,
  ),
  defense(
    'networks/facebook-pages.ts',
    'a Page that the list leaves out is read by its id',
    'keep(await readById(graph, ids.filter((id) => !found.has(id)).slice(0, MOST_LOOKUPS)));',
    '',
    causes,
  ),
  defense(
    'networks/facebook-pages.ts',
    'a Page that the list leaves out is looked for in the portfolios',
    'const inPortfolios = await readPortfolios(graph);',
    'const inPortfolios: Page[] = [];',
    causes,
  ),
  defense(
    'networks/facebook-pages.ts',
    'an outage of the look-ups isn’t a lost Page',
    "error.verdict !== undefined && error.verdict !== 'transient') return [];",
    'true) return [];',
    causes,
  ),
  defense(
    'networks/callback-parameters.ts',
    'what a program encodes into the last parameter is taken off again',
    ".map((value) => value.replace(FRAGMENT, ''))",
    '',
    callbacks,
  ),
  defense(
    'networks/failures.ts',
    'Meta’s own code blames the app even beside “access_denied”',
    "if (verdict === 'application') throw applicationTrouble(provider, { rawCode });\n    return;",
    'return;',
    callbacks,
  ),
  defense(
    'web/routes/reconnect-callback.ts',
    'a prefetch of the callback acts on nothing',
    "'/oauth/:provider/callback', realVisitOnly, ",
    "'/oauth/:provider/callback', ",
    again,
  ),
  defense(
    'services/credentials/network-events/match-imported.ts',
    'a callback disconnects the imported accounts of the profile that it names',
    '...(under ? await',
    '...(under && !event ? await',
    imported,
  ),
  defense(
    'services/credentials/network-events/match-imported.ts',
    'a late callback leaves imported accounts with a newer consent alone',
    "=== 'after') ? 'after' : 'before';",
    "=== 'after') ? 'before' : 'before';",
    imported,
  ),
];
