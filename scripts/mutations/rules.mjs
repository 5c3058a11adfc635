/** Rules of domain/ that are worth a name; Stryker changes everything else there by itself. */
const rule = (file, name, find, replace) => ({
  name,
  file: `domain/${file}.ts`,
  find,
  replace,
  tests: [`test/domain/${file}.test.ts`],
});

export default [
  rule('series', 'a step is due at its time, not after it', 'next.dueAt <= now', 'next.dueAt < now'),
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
  rule('recipients', 'an owner is not copied', 'id !== owner.id && !same(email, owner.email) && ', ''),
  rule('recipients', 'a dead address is not copied', "admin.emailState === 'ok' &&", ''),
  rule('recipients', 'no more are copied than the provider takes', '.slice(0, MAX_CC)', ''),
  rule(
    'ownership',
    'nobody reconnects what another owner has',
    "if (account.ownerId !== ownerId) return { code: 'owned_by_other_owner', account, ownerId: account.ownerId };",
    '',
  ),
  rule(
    'ownership',
    'an account that moves is left alone',
    'if (account.inTransfer)',
    'if (account.inTransfer && false)',
  ),
  rule(
    'ownership',
    'the account in question is among what the network named',
    'named.some((account) => sameIdentity(account, target))',
    'named.length > 0',
  ),
  rule('transfers', 'what moves already is not moved again', 'transferId === null ?', 'transferId !== undefined ?'),
  rule('token-checks', 'an outage is never a disconnect', "verdict === 'transient' || doubtful", 'doubtful'),
  rule(
    'token-checks',
    'an unknown refusal counts with those before it',
    'consecutiveUnknowns: consecutiveUnknowns + 1 }',
    'consecutiveUnknowns: 1 }',
  ),
  rule(
    'surge-hold',
    'a surge is more than the share and more than the count',
    '&& reported > share',
    '|| reported > share',
  ),
  rule('local-time', 'a time that comes twice is the first', '!shows(before) && shows(after)', 'shows(after)'),
  rule(
    'principal',
    'a Read Only administrator changes nothing',
    'isManager(principal) && access',
    'principal.adminRole && access',
  ),
  rule(
    'principal',
    'a key that acts for somebody needs its own scope',
    "if (principal.via.kind === 'key') requireScope(principal.via.scopes, access.scope);",
    '',
  ),
];
