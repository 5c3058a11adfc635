/** The defenses against strangers, against mixing archives, and against deadlocks. */
const lockOrder = ['test/db/lock-order.test.ts'];
const rateLimits = ['test/api/rate-limits.test.ts'];
const lostRights = ['test/reconnect/lost-rights.test.ts'];
const otherArchives = ['test/api/other-archives.test.ts'];
const constraints = ['test/db/constraints.test.ts'];
const freshConsent = ['test/tokens/fresh-consent.test.ts'];
const simulator = ['test/networks/strictness.test.ts'];
const permissions = ['test/web/permissions.test.ts'];
const binding = ['test/reconnect/binding.test.ts'];

const defense = (file, name, find, replace, tests) => ({ name, file, find, replace, tests });

export default [
  defense(
    'web/routes/disconnect.ts',
    'a form requires the permission of the use case it calls',
    'requireSignIn(web, withdrawDisconnect)',
    'requireSignIn(web, pauseDisconnect)',
    permissions,
  ),
  defense(
    'web/parts/timeline-actions.tsx',
    'a page offers only what the person is allowed to do',
    '{permitted(withdrawDisconnect) && <Withdraw {...props} />}',
    '<Withdraw {...props} />',
    permissions,
  ),
  defense('web/limits.ts', 'pages have rate limits', 'limit: max,', 'limit: max * 1000,', rateLimits),
  defense(
    'http/hardening.ts',
    'unauthenticated requests have rate limits',
    'limit: perMinute,',
    'limit: perMinute * 1000,',
    rateLimits,
  ),
  defense(
    'api/app.ts',
    'a wrong key counts as a failed attempt',
    'if (error instanceof Refusal && statusOf(error) === 401) await countFailure(limiter, req);',
    '',
    rateLimits,
  ),
  defense(
    'services/transfers/request.ts',
    'a transfer locks accounts of its own archive only',
    '          eq(accounts.archiveId, archiveId),\n          isNull(accounts.deletedAt),',
    '          isNull(accounts.deletedAt),',
    otherArchives,
  ),
  defense(
    'services/transfers/request.ts',
    'a transfer locks Parent Profiles of its own archive only',
    'and(eq(parentProfiles.archiveId, archiveId), inArray(parentProfiles.id, [...order.parentProfileIds]))',
    'inArray(parentProfiles.id, [...order.parentProfileIds])',
    otherArchives,
  ),
  defense(
    'services/credentials/check-account.ts',
    'LinkedIn’s grace period after a consent applies to checks',
    'doubtful: fresh && rawCode',
    'doubtful: false && rawCode',
    freshConsent,
  ),
  defense(
    'services/credentials/check-account.ts',
    'LinkedIn’s grace period after a consent ends',
    'doubtful: fresh && rawCode',
    'doubtful: rawCode',
    freshConsent,
  ),
  defense(
    'networks/clients.ts',
    'production never uses the simulator, whose secret is public',
    'if (production || !simulatorUrl)',
    'if (!simulatorUrl)',
    simulator,
  ),
  defense(
    'networks/linkedin.ts',
    'LinkedIn’s grace period after a consent: the member is read again',
    "await withFreshToken('linkedin', () => memberOf(api))",
    'await memberOf(api)',
    freshConsent,
  ),
  defense(
    'networks/linkedin.ts',
    'LinkedIn’s grace period after a consent: the pages are read again',
    "withFreshToken('linkedin', () => rolesOf(api, projection))",
    'rolesOf(api, projection)',
    freshConsent,
  ),
  defense(
    'services/transfers/move.ts',
    'locks in the order of ids: moving accounts in a transfer',
    'order by a.id for no key update of a',
    'for no key update of a',
    lockOrder,
  ),
  defense(
    'services/transfers/request.ts',
    'locks in the order of ids: requesting a transfer',
    '.orderBy(asc(accounts.id))\n',
    '\n',
    lockOrder,
  ),
  defense(
    'services/transfers/consequences.ts',
    'locks in the order of ids: moving disconnects in a transfer',
    'order by d.id for update of d',
    'for update of d',
    lockOrder,
  ),
  defense(
    'services/transfers/move.ts',
    'locks in the order of ids: failing a transfer',
    '  await lockClaimed(tx, transfer);\n  await tx.execute(sql`update accounts set transfer_id',
    '  await tx.execute(sql`update accounts set transfer_id',
    lockOrder,
  ),
  defense(
    'services/disconnects/hold-surge.ts',
    'locks in the order of ids: a report that begins a surge hold',
    ".orderBy(asc(disconnects.id)).for('update')",
    ".for('update')",
    lockOrder,
  ),
  defense(
    'services/disconnects/refine-reason.ts',
    'locks in the order of ids: refining a vague reason',
    ".orderBy(asc(disconnects.id)).for('update')",
    ".for('update')",
    lockOrder,
  ),
  defense(
    'services/disconnects/close.ts',
    'locks in the order of ids: closing disconnects',
    ".orderBy(asc(disconnects.id)).for('update')",
    ".for('update')",
    lockOrder,
  ),
  defense(
    'db/lock-accounts.ts',
    'locks in the order of ids: accounts',
    '.orderBy(asc(accounts.id))\n',
    '\n',
    lockOrder,
  ),
  defense(
    'services/reconnect/complete.ts',
    'a dead link is refused before the network is called',
    'const dead = await refuseEnded(context, signIn);',
    'const dead = (await refuseEnded(context, signIn)) && null;',
    lostRights,
  ),
  defense(
    'services/reconnect/permission.ts',
    'a dead link is refused at the commit',
    'actor.userId === ownerId && (await isLinkValid(tx, windows, archiveId, actor.linkId, actor.linkEpoch));',
    'actor.userId === ownerId;',
    binding,
  ),
  defense(
    'services/access/personalized-links.ts',
    'a link’s epoch is checked',
    '        eq(personalizedLinks.epoch, epoch),\n',
    '',
    binding,
  ),
  defense(
    'services/access/personalized-links.ts',
    'a removed owner’s link opens nothing',
    '  eq(users.isAccountOwner, true),\n',
    '',
    lostRights,
  ),
  defense(
    'services/reconnect/permission.ts',
    'a reconnect in progress ends when its owner loses the role',
    'if (!owner?.isAccountOwner) return',
    'if (!owner) return',
    binding,
  ),
  defense(
    'services/reconnect/permission.ts',
    'a reconnect in progress ends when its administrator loses the role',
    'user.id === ownerId || isManagerRole(user.adminRole)',
    'user.id.length > 0 || isManagerRole(user.adminRole)',
    lostRights,
  ),
  defense(
    'services/reconnect/oauth-states.ts',
    'a sign-in can be used only once',
    '.where(and(eq(oauthStates.hash, hash), isUnused, gt(oauthStates.expiresAt, sql`now()`)))',
    '.where(and(eq(oauthStates.hash, hash), gt(oauthStates.expiresAt, sql`now()`)))',
    binding,
  ),
  defense(
    'services/reconnect/oauth-states.ts',
    'only the browser that used a sign-in sees its result again',
    'eq(oauthStates.browserHash, sha256(nonce)),',
    'undefined,',
    ['test/reconnect/again.test.ts'],
  ),
  defense(
    'http/real-visit.ts',
    'a prefetch acts on nothing',
    "if (!PURPOSES.some((name) => AHEAD.test(req.get(name) ?? ''))) return next();",
    'if (PURPOSES.length > 0) return next();',
    ['test/reconnect/again.test.ts'],
  ),
  defense(
    'services/credentials/credentials.ts',
    'a token is bound to its archive',
    "? [subject.archiveId, 'account', subject.accountId, token]",
    "? ['account', subject.accountId, token]",
    ['test/keys/bound-to-archive.test.ts'],
  ),
  defense(
    'db/migrations/0000_schema.sql',
    'an account has at most one open disconnect',
    'CREATE UNIQUE INDEX "disconnects_one_open"',
    'CREATE INDEX "disconnects_one_open"',
    constraints,
  ),
  defense(
    'db/migrations/0000_schema.sql',
    'an account and its Parent Profile have the same owner',
    'FOREIGN KEY ("archive_id","parent_profile_id","owner_id") REFERENCES "public"."parent_profiles"("archive_id","id","owner_id")',
    'FOREIGN KEY ("archive_id","parent_profile_id") REFERENCES "public"."parent_profiles"("archive_id","id")',
    constraints,
  ),
];
