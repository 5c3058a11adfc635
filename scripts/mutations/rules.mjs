/** The rules of domain/ that deserve a name. Stryker mutates everything else there automatically. */
const rule = (file, name, find, replace) => ({
  name,
  file: `domain/${file}.ts`,
  find,
  replace,
  tests: [`test/domain/${file}.test.ts`],
});

export default [
  rule('series', 'a step is due exactly at its time', 'next.dueAt <= now', 'next.dueAt < now'),
  rule('series', 'the last email copies the administrators too', ' || step === LAST_STEP', ''),
  rule(
    'series',
    'the next series begins when the settings say',
    'seriesStartedAt + plan.seriesDays * dayMs',
    'seriesStartedAt + (plan.seriesDays + 1) * dayMs',
  ),
  rule(
    'windows',
    'the gap between first emails ends',
    'Math.min(windows.firstEmailGap',
    'Math.max(windows.firstEmailGap',
  ),
  rule('recipients', 'an owner is never copied', 'id !== owner.id && !isSameEmail(email, owner.email) && ', ''),
  rule('recipients', 'a dead address is not copied', "admin.emailState === 'ok' &&", ''),
  rule('recipients', 'an email copies no more people than the provider accepts', '.slice(0, MAX_CC)', ''),
  rule(
    'ownership',
    'no one can reconnect another owner’s account',
    "if (account.ownerId !== ownerId) return { code: 'owned_by_other_owner', account, ownerId: account.ownerId };",
    '',
  ),
  rule(
    'ownership',
    'an account in a transfer can’t be reconnected',
    'if (account.inTransfer)',
    'if (account.inTransfer && false)',
  ),
  rule(
    'ownership',
    'the network’s response must include the account being reconnected',
    'named.some((account) => sameIdentity(account, target))',
    'named.length > 0',
  ),
  rule(
    'transfers',
    'what is already in a transfer can’t be moved again',
    'transferId === null ?',
    'transferId !== undefined ?',
  ),
  rule('token-checks', 'an outage is never a disconnect', "verdict === 'transient' || doubtful", 'doubtful'),
  rule(
    'token-checks',
    'unknown refusals add up',
    'consecutiveUnknowns: consecutiveUnknowns + 1 }',
    'consecutiveUnknowns: 1 }',
  ),
  rule('surge-hold', 'a surge exceeds both the share and the count', '&& reported > share', '|| reported > share'),
  rule('local-time', 'an ambiguous local time means the first one', '!shows(before) && shows(after)', 'shows(after)'),
  rule(
    'principal',
    'a Read Only administrator can’t change anything',
    'isManager(principal) && access',
    'principal.adminRole && access',
  ),
  rule(
    'principal',
    'a key that acts for someone still needs the scope',
    "if (principal.via.kind === 'key') requireScope(principal.via.scopes, access.scope);",
    '',
  ),
];
