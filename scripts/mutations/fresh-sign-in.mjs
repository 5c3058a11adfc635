/** The defenses of what needs a fresh sign-in: no one would hear of it, or it can't be undone. */
const unnoticed = ['test/web/unnoticed-acts.test.ts'];

const defense = (file, name, find, replace, tests) => ({ name, file, find, replace, tests });

export default [
  defense(
    'services/people/personalized-link.ts',
    'copying a personalized link needs a fresh sign-in',
    '    requireFreshSignIn(principal);\n',
    '',
    unnoticed,
  ),
  defense(
    'services/transfers/request.ts',
    'a transfer of which no one hears needs a fresh sign-in',
    '  !notify || addsOwner;',
    '  addsOwner;',
    unnoticed,
  ),
  defense(
    'services/transfers/request.ts',
    'a transfer that adds a person needs a fresh sign-in',
    '=>\n  !notify || addsOwner;',
    '=>\n  !notify && !addsOwner;',
    unnoticed,
  ),
  defense(
    'services/people/manage.ts',
    'removing an Account Owner needs a fresh sign-in',
    "throw primaryRequired('removal');\n      requireFreshSignIn(principal);",
    "throw primaryRequired('removal');\n      if (user.adminRole) requireFreshSignIn(principal);",
    unnoticed,
  ),
  defense(
    'services/people/manage.ts',
    'turning off someone’s emails needs a fresh sign-in',
    ' || silences(before, after)',
    '',
    unnoticed,
  ),
  defense(
    'services/people/manage.ts',
    'another name or language of someone who can sign in needs a fresh sign-in',
    ' || misleads(before, after)',
    '',
    unnoticed,
  ),
  defense(
    'services/people/import-users.ts',
    'a spreadsheet that renames someone who can sign in needs a fresh sign-in',
    ' || (maySignIn(before) && before.name !== newName)',
    '',
    unnoticed,
  ),
  defense(
    'services/archives/settings.ts',
    'another sender name needs a fresh sign-in',
    "'seriesDays', 'senderName'] as const",
    "'seriesDays'] as const",
    unnoticed,
  ),
  defense(
    'services/archives/settings.ts',
    'days that silence the series need a fresh sign-in',
    "'stepDays', 'seriesDays', ",
    '',
    unnoticed,
  ),
  defense(
    'services/disconnects/surge-holds.ts',
    'withdrawing the reports on hold needs a fresh sign-in',
    '    requireFreshSignIn(principal);\n',
    '',
    unnoticed,
  ),
  defense(
    'services/access/limit-quiet-acts.ts',
    'silencing many accounts needs a fresh sign-in',
    '  if (found!.n >= QUIET_ACTS_PER_HOUR) requireFreshSignIn(principal);\n',
    '',
    unnoticed,
  ),
  defense(
    'services/access/limit-quiet-acts.ts',
    'silencing many accounts at once is counted',
    '  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`quietActs/${archiveId}/${userId}`}, 0))`);\n',
    '',
    unnoticed,
  ),
  defense(
    'services/accounts/correct-id.ts',
    'another ID of an account needs a fresh sign-in',
    '        requireFreshSignIn(call.principal);\n',
    '',
    unnoticed,
  ),
  defense(
    'web/routes/sign-in-again.ts',
    'a page isn’t unlocked by a colleague’s sign-in',
    '  if (of !== undefined && of !== session.user.id) return 0;\n',
    '',
    ['test/web/sign-in-again.test.ts'],
  ),
];
