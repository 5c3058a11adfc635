/**
 * What the matrix knows about each route outside of the API's own: who may use it, and a request that works. A route without a row fails
 * the test: anyone who adds a route adds a row. The API's rows come from its declarations and from test/api/samples.ts.
 */
import type { Audience } from '../../domain/principal.js';
import type { Things } from '../api/samples.js';

export interface Row {
  /**
   * Whom a page is for. `visitors`: anyone with a session, through a link too. `anyone`: no session is needed, and what counts is a secret
   * in the request, which this one doesn't have.
   */
  people: Exclude<Audience, 'nobody'> | 'visitors' | 'anyone';
  path: (things: PageThings) => string;
  form?: (things: PageThings) => Record<string, string>;
  json?: (things: PageThings) => object;
  raw?: { type: string; body: string };
  /** An account's owner may do it too, about what they own. */
  about?: 'owned';
  /** Without a secret, a request can't work. */
  works?: false;
  /** The answer is the same for everyone; only what it changes differs. */
  alike?: true;
  /** A person who reconnects is told whose account it is, because that owner is the one to ask. */
  namesTheThing?: true;
}

export interface PageThings extends Things {
  /** Of the Primary Administrator. */
  session: string;
  inactive: string;
}

const LATER = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
const at = (path: string) => () => path;
const page = (people: Row['people'], path: string): Row => ({ people, path: at(path) });
const secret = (path: string, json: object): Row => ({
  people: 'anyone',
  path: at(path),
  json: () => json,
  works: false,
});
const webhook = (path: string): Row => ({
  people: 'anyone',
  path: at(path),
  raw: { type: 'application/json', body: '{"type":"email.bounced"}' },
  works: false,
});
const sheet = { kind: 'users', csv: 'name,email,roles\nSomebody,somebody@city.example,account_owner\n' };

export const ROWS: Record<string, Row> = {
  'GET /healthz': page('anyone', '/healthz'),
  'GET /readyz': page('anyone', '/readyz'),
  // Answered only on this machine, without a proxy in between.
  'GET /metrics': { ...page('anyone', '/metrics'), works: false },
  'GET /openapi.json': page('anyone', '/openapi.json'),
  'GET /docs': page('anyone', '/docs'),
  'GET /docs.css': page('anyone', '/docs.css'),
  'POST /webhooks/resend': webhook('/webhooks/resend'),
  'POST /webhooks/meta/deauthorize': webhook('/webhooks/meta/deauthorize'),
  'POST /webhooks/meta/data-deletion': webhook('/webhooks/meta/data-deletion'),
  'POST /webhooks/threads/deauthorize': webhook('/webhooks/threads/deauthorize'),
  'POST /webhooks/threads/data-deletion': webhook('/webhooks/threads/data-deletion'),
  'POST /webhooks/google/risc': webhook('/webhooks/google/risc'),
  'GET /assets/:file': { ...page('anyone', '/assets/none.js'), works: false },
  'GET /favicon.ico': page('anyone', '/favicon.ico'),
  'GET /': page('anyone', '/'),
  'GET /help': page('anyone', '/help'),
  'GET /help/:topic': page('anyone', '/help/links'),
  'POST /language': {
    people: 'visitors',
    path: at('/language'),
    form: () => ({ locale: 'es', next: '/' }),
    alike: true,
  },

  'GET /connect': page('anyone', '/connect'),
  'GET /connect/opening': page('anyone', '/connect/opening'),
  'POST /connect/session': secret('/connect/session', { link: 'lnk_1', secret: 'x' }),
  'POST /connect/new-link': secret('/connect/new-link', { link: 'lnk_1', secret: 'x' }),
  'GET /connect/accounts': page('visitors', '/connect/accounts'),
  'GET /connect/accounts/list': page('visitors', '/connect/accounts/list'),
  'POST /connect/reconnect': {
    people: 'visitors',
    about: 'owned',
    namesTheThing: true,
    path: at('/connect/reconnect'),
    json: ({ account }) => ({ accountId: account }),
  },
  'GET /reconnect/:secret': { ...page('anyone', '/reconnect/x'), works: false },
  'GET /oauth/:provider/callback': { ...page('anyone', '/oauth/x/callback?code=x&state=x'), works: false },
  'POST /reconnect/continue': {
    people: 'managers',
    path: at('/reconnect/continue'),
    form: () => ({ pending: 'psi_1' }),
    works: false,
  },

  'GET /sign-in': page('anyone', '/sign-in'),
  'POST /sign-in': { people: 'anyone', path: at('/sign-in'), form: () => ({ email: 'nobody@city.example' }) },
  'GET /sign-in/again': page('anyone', '/sign-in/again'),
  'GET /sign-in/fresh': page('anyone', '/sign-in/fresh'),
  'GET /sign-in/open': page('anyone', '/sign-in/open'),
  'POST /sign-in/open': secret('/sign-in/open', { secret: 'x' }),
  'GET /sign-in/oidc': { ...page('anyone', '/sign-in/oidc'), works: false },
  'GET /sign-in/oidc/callback': { ...page('anyone', '/sign-in/oidc/callback?code=x&state=x'), works: false },
  'POST /sign-in/choose': {
    people: 'anyone',
    path: at('/sign-in/choose'),
    form: () => ({ archiveId: 'arc_1' }),
    works: false,
  },
  'GET /sign-in/archive': page('anyone', '/sign-in/archive'),
  'POST /sign-in/archive': secret('/sign-in/archive', { secret: 'x' }),
  'POST /sign-out': { people: 'visitors', path: at('/sign-out'), form: () => ({}), alike: true },
  'GET /preferences': page('anyone', '/preferences'),
  'POST /preferences': { people: 'anyone', path: at('/preferences'), form: () => ({ token: 'a.b.c' }), works: false },
  'GET /preferences/unsubscribe': { ...page('anyone', '/preferences/unsubscribe?token=a.b.c'), works: false },
  'POST /preferences/unsubscribe': {
    people: 'anyone',
    path: at('/preferences/unsubscribe?token=a.b.c'),
    form: () => ({}),
    works: false,
  },
  'GET /data-deletion/:code': { ...page('anyone', `/data-deletion/${'0'.repeat(32)}`), works: false },

  'GET /you': page('everyone', '/you'),
  'POST /you': { people: 'everyone', path: at('/you'), form: () => ({ locale: 'es', timeZone: '' }) },
  'POST /you/sessions/end': {
    people: 'everyone',
    path: at('/you/sessions/end'),
    form: ({ session }) => ({ id: session }),
  },

  'GET /dashboard': page('administrators', '/dashboard'),
  'GET /dashboard/history': page('administrators', '/dashboard/history'),
  'GET /dashboard/bar': page('everyone', '/dashboard/bar'),
  'GET /dashboard/notice': page('everyone', '/dashboard/notice'),
  'GET /accounts': page('administrators', '/accounts'),
  'GET /owners/:id': { people: 'everyone', about: 'owned', path: ({ owner }) => `/owners/${owner}` },
  'GET /parent-profiles': page('administrators', '/parent-profiles'),
  'GET /gaps': page('everyone', '/gaps'),
  'GET /gaps.csv': page('everyone', '/gaps.csv'),

  'GET /accounts/:id': { people: 'everyone', about: 'owned', path: ({ account }) => `/accounts/${account}` },
  'POST /accounts/:id/pause': {
    people: 'managers',
    path: ({ disconnectedAccount }) => `/accounts/${disconnectedAccount}/pause`,
    form: () => ({ until: LATER, reason: 'Holidays' }),
  },
  'POST /accounts/:id/resume': {
    people: 'managers',
    path: ({ disconnectedAccount }) => `/accounts/${disconnectedAccount}/resume`,
    form: () => ({}),
  },
  'POST /accounts/:id/check': {
    people: 'managers',
    path: ({ account }) => `/accounts/${account}/check`,
    form: () => ({}),
  },
  'POST /accounts/:id/inactive': {
    people: 'managers',
    path: ({ account }) => `/accounts/${account}/inactive`,
    form: () => ({ reason: 'Closed', confirmed: 'yes' }),
  },
  'POST /accounts/:id/active': {
    people: 'managers',
    path: ({ inactive }) => `/accounts/${inactive}/active`,
    form: () => ({}),
  },
  'POST /accounts/:id/network-id': {
    people: 'managers',
    path: ({ account }) => `/accounts/${account}/network-id`,
    form: () => ({ networkAccountId: '123456789012345' }),
  },
  'GET /accounts/:id/delete': { people: 'managers', path: ({ account }) => `/accounts/${account}/delete` },
  'POST /accounts/:id/delete': {
    people: 'managers',
    path: ({ account }) => `/accounts/${account}/delete`,
    form: () => ({ confirmed: 'yes' }),
  },

  'GET /disconnects/:id': {
    people: 'everyone',
    about: 'owned',
    path: ({ disconnect }) => `/disconnects/${disconnect}`,
  },
  'GET /disconnects/:id/timeline.csv': {
    people: 'everyone',
    about: 'owned',
    path: ({ disconnect }) => `/disconnects/${disconnect}/timeline.csv`,
  },
  'POST /disconnects/:id/pause': {
    people: 'managers',
    path: ({ disconnect }) => `/disconnects/${disconnect}/pause`,
    form: () => ({ until: LATER, reason: 'Holidays' }),
  },
  'POST /disconnects/:id/resume': {
    people: 'managers',
    path: ({ disconnect }) => `/disconnects/${disconnect}/resume`,
    form: () => ({}),
  },
  'POST /disconnects/:id/withdraw': {
    people: 'managers',
    path: ({ disconnect }) => `/disconnects/${disconnect}/withdraw`,
    form: () => ({ why: 'A mistake' }),
  },
  'GET /surge-holds/:id': { people: 'administrators', path: ({ surgeHold }) => `/surge-holds/${surgeHold}` },
  'POST /surge-holds/:id/release': {
    people: 'managers',
    path: ({ surgeHold }) => `/surge-holds/${surgeHold}/release`,
    form: () => ({}),
  },
  'POST /surge-holds/:id/withdraw': {
    people: 'managers',
    path: ({ surgeHold }) => `/surge-holds/${surgeHold}/withdraw`,
    form: () => ({ reason: 'The network was wrong' }),
  },

  'GET /transfers': page('administrators', '/transfers'),
  'GET /transfers/:id': { people: 'administrators', path: ({ transfer }) => `/transfers/${transfer}` },
  'GET /transfers/:id/now': { people: 'administrators', path: ({ transfer }) => `/transfers/${transfer}/now` },
  'GET /transfers/new': { people: 'managers', path: ({ mover }) => `/transfers/new?account=${mover}` },
  'POST /transfers/new': {
    people: 'managers',
    path: at('/transfers/new'),
    form: ({ mover, toOwner }) => ({ step: 'now', account: mover, to: toOwner }),
  },

  'GET /configure': page('managers', '/configure'),
  'GET /configure/owners': page('managers', '/configure/owners'),
  'GET /configure/administrators': page('managers', '/configure/administrators'),
  'GET /configure/people/new': page('managers', '/configure/people/new'),
  'POST /configure/people/new': {
    people: 'managers',
    path: at('/configure/people/new'),
    form: () => ({ name: 'Somebody', email: 'somebody@city.example', owner: 'on' }),
  },
  'GET /configure/people/:id': { people: 'managers', path: ({ user }) => `/configure/people/${user}` },
  'POST /configure/people/:id': {
    people: 'managers',
    path: ({ user }) => `/configure/people/${user}`,
    form: () => ({ name: 'Renamed', email: 'renamed@city.example', owner: 'on' }),
  },
  'POST /configure/people/:id/email-retry': {
    people: 'managers',
    path: ({ user }) => `/configure/people/${user}/email-retry`,
    form: () => ({}),
  },
  'GET /configure/people/:id/remove': {
    people: 'managers',
    path: ({ toOwner }) => `/configure/people/${toOwner}/remove`,
  },
  'POST /configure/people/:id/remove': {
    people: 'managers',
    path: ({ user }) => `/configure/people/${user}/remove`,
    form: () => ({}),
  },
  'GET /configure/people/:id/renew': { people: 'managers', path: ({ owner }) => `/configure/people/${owner}/renew` },
  'POST /configure/people/:id/link': {
    people: 'managers',
    path: ({ owner }) => `/configure/people/${owner}/link`,
    form: () => ({ delivery: 'email' }),
  },
  'POST /configure/people/:id/invitation': {
    people: 'managers',
    path: ({ administrator }) => `/configure/people/${administrator}/invitation`,
    form: () => ({}),
  },
  'POST /configure/people/:id/organization-unlink': {
    people: 'managers',
    path: ({ owner }) => `/configure/people/${owner}/organization-unlink`,
    form: () => ({}),
  },
  'POST /configure/people/:id/pass-on-keys': {
    people: 'managers',
    path: ({ owner }) => `/configure/people/${owner}/pass-on-keys`,
    form: ({ administrator }) => ({ userId: administrator }),
  },
  'GET /configure/import': page('managers', '/configure/import'),
  'GET /configure/import/example': page('managers', '/configure/import/example?kind=users'),
  'GET /configure/import/template': page('managers', '/configure/import/template?kind=users'),
  'POST /configure/import/workbook': {
    people: 'managers',
    path: at('/configure/import/workbook'),
    raw: { type: 'application/octet-stream', body: 'not a workbook' },
    works: false,
  },
  'POST /configure/import/edit': { people: 'managers', path: at('/configure/import/edit'), form: () => sheet },
  'POST /configure/import/columns': { people: 'managers', path: at('/configure/import/columns'), form: () => sheet },
  'POST /configure/import/preview': { people: 'managers', path: at('/configure/import/preview'), form: () => sheet },
  'POST /configure/import/save': { people: 'managers', path: at('/configure/import/save'), form: () => sheet },
  'GET /configure/series': page('managers', '/configure/series'),
  'GET /configure/series/preview': page('managers', '/configure/series/preview'),
  'POST /configure/series': { people: 'managers', path: at('/configure/series'), form: () => ({}), works: false },
  'POST /configure/series/surge-hold': {
    people: 'managers',
    path: at('/configure/series/surge-hold'),
    form: () => ({ enabled: 'on', share: '20', count: '30' }),
  },
  'POST /configure/series/defaults': {
    people: 'managers',
    path: at('/configure/series/defaults'),
    form: () => ({}),
  },
  'GET /configure/emails': page('managers', '/configure/emails'),
  'POST /configure/emails': {
    people: 'managers',
    path: at('/configure/emails'),
    form: () => ({ name: 'Renamed', timeZone: 'America/Chicago', locale: 'es' }),
  },
  'GET /configure/emails/preview/:kind': page('managers', '/configure/emails/preview/first'),
  'GET /configure/keys': page('managers', '/configure/keys'),
  'POST /configure/keys': {
    people: 'managers',
    path: at('/configure/keys'),
    form: () => ({ name: 'Capture', scopes: 'read' }),
  },
  'GET /configure/keys/:id/pass-on': { people: 'managers', path: ({ apiKey }) => `/configure/keys/${apiKey}/pass-on` },
  'POST /configure/keys/:id/pass-on': {
    people: 'managers',
    path: ({ apiKey }) => `/configure/keys/${apiKey}/pass-on`,
    form: ({ administrator }) => ({ userId: administrator }),
  },
  'GET /configure/keys/:id/revoke': { people: 'managers', path: ({ apiKey }) => `/configure/keys/${apiKey}/revoke` },
  'POST /configure/keys/:id/revoke': {
    people: 'managers',
    path: ({ apiKey }) => `/configure/keys/${apiKey}/revoke`,
    form: () => ({}),
  },
  'GET /configure/sign-in': page('managers', '/configure/sign-in'),
  'POST /configure/sign-in': {
    people: 'managers',
    path: at('/configure/sign-in'),
    form: () => ({ signInKey: '{"kty":"EC","crv":"P-256","x":"x","y":"y"}' }),
    works: false,
  },
  'GET /configure/sign-in/remove': page('managers', '/configure/sign-in/remove'),
  'POST /configure/sign-in/remove': { people: 'managers', path: at('/configure/sign-in/remove'), form: () => ({}) },
};
