/** The defenses against taking our own app's trouble, or what a gateway says, for an account's. */
const kinds = ['test/networks/kinds-of-answers.test.ts'];
const ownApp = ['test/tokens/own-app.test.ts'];
const suspectedCodes = ['test/surge-holds/suspected-codes.test.ts'];

const defense = (file, name, find, replace, tests) => ({ name: `our app: ${name}`, file, find, replace, tests });

export default [
  defense(
    'domain/reasons.ts',
    'its trouble is no account’s',
    "['transient', 'not_a_disconnect', 'application'] as const",
    "['transient', 'not_a_disconnect'] as const",
    ownApp,
  ),
  defense(
    'networks/classify.ts',
    'a body that isn’t the network’s own proves nothing',
    "  if (body !== undefined && !json) return { verdict: 'transient' };\n",
    '',
    kinds,
  ),
  defense(
    'networks/errors/graph.ts',
    'a gateway’s JSON isn’t Meta’s',
    'return Number.isInteger(error.code) && !isHttpStatus(Number(error.code));',
    'return true;',
    kinds,
  ),
  defense(
    'networks/failures.ts',
    'an outage in the redirect back is no trouble of ours',
    "const kind = isBlameless(verdict) ? 'unavailable' : 'rejected';",
    "const kind = 'rejected';",
    kinds,
  ),
  defense(
    'networks/facebook.ts',
    'a moment’s outage doesn’t end a sign-in',
    'await despiteOutage(() => factsOf(accessToken))',
    'await factsOf(accessToken)',
    ['test/networks/outage-in-sign-in.test.ts'],
  ),
  defense(
    'services/credentials/try-auto-resolve.ts',
    'a report that says why keeps its word',
    "const explained = ours && broken.reason === 'unknown';",
    'const explained = ours;',
    ownApp,
  ),
  defense(
    'services/credentials/try-auto-resolve.ts',
    'the emails about such a report wait',
    'if (ours) return { waitMs: windows.surgeHold };',
    'if (ours) return null;',
    ownApp,
  ),
  defense(
    'services/troubles/application-troubles.ts',
    'the metric counts every refusal',
    'sql`${applicationTroubles.count} + ${n}`',
    'sql`${applicationTroubles.count} + 1`',
    ownApp,
  ),
  defense(
    'services/troubles/application-troubles.ts',
    'a storm is one line in the log',
    'if (await isNews(db, trouble))',
    'if ((await isNews(db, trouble)) || true)',
    ownApp,
  ),
  defense(
    'domain/surge-hold.ts',
    'a suspected code takes three archives',
    'archives >= SUSPICIOUS_ARCHIVES &&',
    'archives >= 1 &&',
    ['test/domain/surge-hold.test.ts'],
  ),
  defense('domain/surge-hold.ts', 'a suspected code takes ten accounts', '&& accounts >= SUSPICIOUS_ACCOUNTS', '', [
    'test/domain/surge-hold.test.ts',
  ]),
  defense(
    'services/disconnects/hold-suspected-codes.ts',
    'a code that the operator released is not suspected again',
    ' || (await isCleared(tx, context, one))',
    '',
    suspectedCodes,
  ),
  defense(
    'services/disconnects/hold-suspected-codes.ts',
    'only what came within the hour counts',
    '\n      and greatest(d.reported_at, d.reopened_at) > ${since.toISOString()}::timestamptz',
    '\n      and ${since.toISOString()}::timestamptz is not null',
    suspectedCodes,
  ),
  defense(
    'networks/errors/index.ts',
    'a code that the table lists is never suspected',
    'rawCode === undefined || tableOf(NETWORKS[network].provider).has(rawCode) ? undefined : rawCode',
    'rawCode',
    suspectedCodes,
  ),
];
