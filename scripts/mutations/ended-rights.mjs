/** The defenses that end rights: sessions and API keys, what they began, and who is responsible for a key. */
const ended = ['test/reconnect/ended-sessions.test.ts'];
const sessions = ['test/web/sessions-end.test.ts'];
const keys = ['test/api/responsible-for-keys.test.ts'];
const fresh = ['test/web/fresh-sign-in.test.ts'];
const told = ['test/mail/passed-on-keys.test.ts'];
const identities = ['test/web/organization-identity.test.ts'];
const makers = ['test/db/key-makers-backfill.test.ts'];

const defense = (file, name, find, replace, tests) => ({ name: `ended rights: ${name}`, file, find, replace, tests });

const permission = 'services/reconnect/permission.ts';
const ending = 'services/sessions/end-sessions.ts';
const finding = 'services/access/sessions.ts';
const responsible = 'services/access/responsible-for-keys.ts';

export default [
  defense(
    permission,
    'an ended session stops its sign-in before the network is asked',
    '  return refuseEndedOrigin(db, signIn);',
    '  return null;',
    ended,
  ),
  defense(
    permission,
    'a sign-in ends with the visit or the session in which it began, at the commit',
    '  return ended;',
    '  return null;',
    ended,
  ),
  defense(permission, 'a sign-in ends with its API key', 'if (through && (await', 'if (false && (await', ended),
  defense(
    ending,
    'no session ends between check and commit',
    "lock ? query.for('share') : query",
    'lock ? query : query',
    ended,
  ),
  defense(
    'services/access/api-keys.ts',
    'no key is revoked between check and commit',
    "lock ? query.for('share') : query",
    'lock ? query : query',
    ended,
  ),
  defense(
    ending,
    'what waits for a transfer is deleted with its session',
    '  if (ids.length > 0)',
    '  if (ids.length < 0)',
    ended,
  ),
  defense(
    ending,
    'the same person’s next session goes on with the sign-in',
    'replacedBy: successorId })',
    'replacedBy: null })',
    ended,
  ),
  defense(
    ending,
    'a replaced session’s sign-in ends with the next session',
    'if (row?.revokedAt === null) return false;',
    'if (row) return row.revokedAt !== null && row.replacedBy === null;',
    ended,
  ),
  defense(
    'services/reconnect/recall-outcome.ts',
    'a result isn’t shown after signing out',
    'if (await isHidden(context, signIn, kept)) return null;',
    '',
    ended,
  ),
  defense(
    finding,
    'a session that nobody uses ends',
    "sql`${sessions.lastUsedAt} > now() - ${SESSION_IDLE_HOURS} * interval '1 hour'`,",
    '',
    sessions,
  ),
  defense(finding, 'use keeps a session alive', 'if (session && isUse && row.noteUse)', 'if (false)', sessions),
  defense(
    'web/web-context.ts',
    'an open page doesn’t keep its session alive',
    "(req.get('HX-Request') === undefined && !",
    '(true || !',
    sessions,
  ),
  defense(
    'web/web-context.ts',
    'a live stream doesn’t keep its session alive',
    "!/text\\/event-stream/.test(req.get('Accept') ?? '')",
    'true',
    sessions,
  ),
  defense(
    finding,
    'a session ends after a working day',
    '  gt(sessions.expiresAt, sql`now()`),\n  sql`${sessions.lastUsedAt}',
    '  sql`${sessions.lastUsedAt}',
    sessions,
  ),
  defense(
    'services/people/import-users.ts',
    'a spreadsheet signs out whom it takes the role from',
    "await endLogins(tx, archiveId, chunk, 'access');",
    '',
    sessions,
  ),
  defense(
    finding,
    'links for signing in end with the right to',
    '  await endSignInLinks(db, archiveId, userIds);',
    '',
    sessions,
  ),
  defense(
    'services/archives/settings.ts',
    'a replaced sign-in key ends its sessions',
    'if (columns.signInKey !== undefined)',
    'if (false)',
    sessions,
  ),
  defense(
    'services/people/manage.ts',
    'a person with keys isn’t removed',
    '      await refuseWithKeys(tx, archiveId, userId);\n      await forgetResponsible',
    '      await forgetResponsible',
    keys,
  ),
  defense(
    'services/people/manage.ts',
    'a person with keys keeps the role',
    'to.adminRole !== undefined && !isManagerRole(to.adminRole))\n',
    'false)\n',
    keys,
  ),
  defense(
    'services/people/import-users.ts',
    'a spreadsheet doesn’t take the role of a person with keys',
    'if (keys) problems.add(',
    'if (false) problems.add(',
    keys,
  ),
  defense(
    responsible,
    'only administrators with full access are responsible for keys',
    'and(isManagerIn(archiveId), eq(users.id, userId))',
    'and(eq(users.archiveId, archiveId), eq(users.id, userId))',
    keys,
  ),
  defense(
    responsible,
    'no one loses the role while getting a key',
    "    .for('share');\n  if (!user)",
    '    ;\n  if (!user)',
    keys,
  ),
  defense(
    responsible,
    'a revoked key makes no key',
    "eq(apiKeys.id, keyId), isWorking))\n    .for('share');",
    'eq(apiKeys.id, keyId)));',
    keys,
  ),
  defense(
    responsible,
    'a key’s key has the same person responsible',
    'return maker?.responsibleId ?? null;',
    'return null;',
    keys,
  ),
  defense(
    responsible,
    'passing on a key needs a fresh sign-in',
    '  ): Promise<ApiKey> => {\n    requireFreshSignIn(principal);',
    '  ): Promise<ApiKey> => {',
    fresh,
  ),
  defense(
    responsible,
    'passing on someone’s keys needs a fresh sign-in',
    '  ): Promise<NamedKey[]> => {\n    requireFreshSignIn(principal);',
    '  ): Promise<NamedKey[]> => {',
    fresh,
  ),
  defense(
    'services/access/api-keys.ts',
    'revoking a key needs a fresh sign-in',
    'id: string): Promise<void> => {\n    requireFreshSignIn(principal);',
    'id: string): Promise<void> => {',
    fresh,
  ),
  defense(responsible, 'people hear of a key that was passed on', 'keys: [describe(key)],', 'keys: [],', told),
  defense(responsible, 'people hear of all keys that were passed on', 'keys: keys.map(describe),', 'keys: [],', told),
  defense(
    'web/pages/configure/pass-on-key.tsx',
    'no one is chosen beforehand',
    "            { value: '', label: choose },\n",
    '',
    ['test/web/pass-on-keys.test.ts'],
  ),
  defense(
    'web/forms/passed-on.ts',
    'an address can’t claim that someone has a key',
    'theirs.filter(({ id }) => ids',
    '[...theirs, { id: ids, name: ids }].filter(({ id }) => ids',
    ['test/web/pass-on-keys.test.ts'],
  ),
  defense(
    'services/input/fields.ts',
    'no reason takes a link',
    'reasonText = freeText(REASON_LENGTH)',
    'reasonText = text(REASON_LENGTH)',
    ['test/api/free-text.test.ts', 'test/api/links-in-names.test.ts'],
  ),
  defense(
    'web/pages/configure/keys.tsx',
    'a key’s problem names the field as labeled',
    'labels={{ name: keys.create.name,',
    'labels={{ name: keys.create.title,',
    ['test/web/field-problems.test.ts'],
  ),
  defense(
    'web/session/oidc.ts',
    'a code that the provider gave nobody is no failure',
    "error.error === 'invalid_grant'",
    'false',
    identities,
  ),
  defense('web/session/oidc.ts', 'no parameter comes twice', 'if (more.length > 0)', 'if (false)', identities),
  defense(
    'db/migrations/0011_rights_end.sql',
    'an old key gets its maker',
    'UPDATE "api_keys" k SET "responsible_id" = u."id" FROM origins o, "users" u\n  WHERE',
    'UPDATE "api_keys" k SET "responsible_id" = u."id" FROM origins o, "users" u\n  WHERE FALSE AND',
    makers,
  ),
];
