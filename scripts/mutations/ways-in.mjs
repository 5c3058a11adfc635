/** The defenses of the ways into a browser: what a person confirms, and how fresh a sign-in is. */
const waysIn = ['test/web/ways-in.test.ts'];
const organizationAgain = ['test/web/organization-again.test.ts'];

const defense = (file, name, find, replace, tests) => ({ name, file, find, replace, tests });

export default [
  defense(
    'services/access/enter.ts',
    'an answer counts only for the question that was asked',
    'if (browser.confirmed === question) return;',
    'if (browser.confirmed !== null) return;',
    waysIn,
  ),
  defense(
    'services/access/enter.ts',
    'an answer ends only the session that it was about',
    'digestOf([other?.id, current,',
    'digestOf([current,',
    waysIn,
  ),
  defense(
    'services/access/enter.ts',
    'of two answers given at once, only one ends the session',
    ".for('update')",
    '',
    waysIn,
  ),
  defense(
    'services/sessions/end-sessions.ts',
    'of two sign-ins of a person at once, only one session is left',
    'return row?.replacedBy ? lockNewest(tx, archiveId, row.replacedBy) : id;',
    'return row ? id : id;',
    waysIn,
  ),
  defense(
    'services/access/sign-in.ts',
    'looking at a link asks about the browser that asked for it',
    'await refuseUnasked(db, browser, link, requestElsewhere(link, browser));',
    'await refuseUnasked(db, browser, link);',
    waysIn,
  ),
  defense(
    'web/session/oidc.ts',
    'the organization must vouch that someone signed in again',
    "if (againSince && !isAgain(authenticatedAt, againSince)) return { outcome: 'not_again' };",
    '',
    organizationAgain,
  ),
  defense(
    'services/access/proven-at.ts',
    'a sign-in whose time nobody vouches for is never fresh',
    'new Date(time ?? 0)',
    'new Date(time ?? Date.now())',
    organizationAgain,
  ),
  defense(
    'web/routes/sign-in-oidc.ts',
    'what one tab offers isn’t chosen for whom another brought back',
    "if (!choice || !sameSecret(field(form, 'choice'), choiceOf(choice)))",
    'if (!choice)',
    organizationAgain,
  ),
  defense(
    'services/access/own-link.ts',
    'a link that the archive sent by itself doesn’t answer who asks',
    '? QUIET_SECONDS : SECOND_CLICK.quietSeconds',
    '? QUIET_SECONDS : QUIET_SECONDS',
    ['test/api/sign-in-requests.test.ts'],
  ),
  defense(
    'services/access/own-link.ts',
    'only what the owner asked for counts as asked',
    "->> 'askedBy' = ${BY_OWNER.askedBy}`",
    "->> 'why' = 'requested'`",
    ['test/api/sign-in-requests.test.ts'],
  ),
  defense(
    'services/access/proven-at.ts',
    'what is no time was never',
    'return isTime ? at : NEVER;',
    'return at;',
    organizationAgain,
  ),
  defense(
    'services/access/sessions.ts',
    'a session that someone else vouched for without a time isn’t fresh',
    "in ('organization', 'archive') then 'epoch'",
    "in ('organization', 'archive') then ${sessions.createdAt}",
    organizationAgain,
  ),
];
