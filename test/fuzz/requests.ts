/** Requests for everything that the server answers: pages, forms, webhooks, the networks' callbacks, and the API. */
import { sampleOf } from '../api/samples.js';
import { seconds, sign } from '../rig/resend-webhook.js';
import { signedRequest } from '../rig/network-events.js';
import type { Mounted } from '../rig/mounted.js';
import { ROUTES } from '../../api/app.js';
import type { Fields } from './forms.js';
import { organizationRequest, type OrganizationSignIns } from './organization.js';
import { encode, mutated, nasty, nastyJson, printable, type Random } from './random.js';
import type { Target } from './stage.js';

export interface Request {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** What random requests are made from. */
export interface Known extends Target {
  /** The cookies of people of every kind. */
  cookies: string[];
  forms: ReadonlyMap<string, Fields>;
  /** Paths with a secret or a state that the server gave out. */
  started: string[];
  /** Sign-ins with the organization that are under way. */
  organization: OrganizationSignIns;
}

const QUERY = ['q', 'cursor', 'after', 'done', 'who', 'from', 'to', 'kind', 'sheet', 'role', 'page', 'token', 'code'];
const MORE_QUERY = ['state', 'error', 'account', 'network', 'status', 'limit', 'dryRun', 'ownerId', 'confirm', 'iss'];
/** Bodies that the pages' own scripts send. */
const JSON_BODIES: Record<string, object> = {
  '/connect/session': { link: 'a', secret: 'b', account: 'c' },
  '/connect/new-link': { link: 'a', secret: 'b' },
  '/sign-in/open': { secret: 'a', confirmed: 'q', look: true },
  '/sign-in/archive': { secret: 'a', confirmed: 'q' },
};
const EVENT = {
  type: 'email.bounced',
  created_at: '2026-01-01T00:00:00Z',
  data: { email_id: 'x', to: ['a@b.example'] },
};
const CONSENT = { algorithm: 'HMAC-SHA256', issued_at: 1_760_000_000, user_id: '1' };
const WORST: ((n: number) => string)[] = [
  (n) => '['.repeat(n),
  (n) => '"'.repeat(n),
  (n) => `{${'"a":1,'.repeat(n / 6)}"a":1}`,
  (n) => 'a=1&'.repeat(n / 4),
  (n) => `a=${'%00'.repeat(n / 3)}`,
  (n) => `a[b]=1&${'='.repeat(n)}`,
  (n) => `"${'\\'.repeat(n)}"`,
];
const WORST_BYTES = 70_000;

export function requestFor(random: Random, { method, path }: Mounted, known: Known): Request {
  const api = path.startsWith('/v1/') && path !== '/v1/events';
  if (api && !random.isOneIn(10)) return apiRequest(random, path, known);
  const real = random.isOneIn(12) ? random.one(['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', 'DELETE']) : method;
  const chosen = real === 'ALL' ? random.one(['GET', 'POST', 'DELETE']) : real;
  const headers = pageHeaders(random, known);
  const signIn = random.isOneIn(8) ? null : organizationRequest(random, path, known.organization);
  if (signIn) {
    const cookie = `${headers.cookie}; ${signIn.headers.cookie}`;
    return { ...signIn, method, headers: { ...headers, ...signIn.headers, cookie } };
  }
  if (path.startsWith('/webhooks/') && chosen === 'POST')
    return { method: chosen, path, ...webhook(random, path, headers) };
  const started = random.isOneIn(2) ? known.started.filter((one) => one.split('/')[1] === path.split('/')[1]) : [];
  const target = started.length > 0 ? random.one(started) : withIds(random, path, known);
  if (chosen !== 'POST') return { method: chosen, path: target + query(random), headers };
  return { method: chosen, path: target, ...posted(random, path, target, headers, known) };
}

function apiRequest(random: Random, path: string, known: Known): Request {
  const declared = ROUTES.filter((route) => route.path.replaceAll(/\{(\w+)\}/g, ':$1') === path);
  const route = random.one(declared);
  const sample = sampleOf(`${route.method.toUpperCase()} ${route.path}`, known.things);
  const headers: Record<string, string> = { ...pageHeaders(random, known), authorization: `Bearer ${known.key}` };
  const as = sample.as ?? (random.isOneIn(4) ? known.city.primary : undefined);
  if (as) Object.assign(headers, { 'x-relink-acting-user': as });
  const csv = sample.csv !== undefined;
  if (sample.body !== undefined || csv) headers['content-type'] = csv ? 'text/csv' : 'application/json';
  if (random.isOneIn(6)) headers['idempotency-key'] = `k${random.below(50)}`;
  const body = csv ? `${sample.csv}${nasty(random)},${nasty(random)}\n` : JSON.stringify(mutated(random, sample.body));
  return {
    method: route.method.toUpperCase(),
    path: (random.isOneIn(6) ? withIds(random, path, known) : sample.path) + query(random),
    headers,
    body: headers['content-type'] && (random.isOneIn(40) ? random.one(WORST)(WORST_BYTES) : body),
  };
}

function pageHeaders(random: Random, { cookies }: Known): Record<string, string> {
  const more = random.isOneIn(6)
    ? `; relink-${random.one(['next', 'oidc', 'browser', 'language'])}=${printable(nasty(random))}`
    : '';
  return {
    accept: random.isOneIn(8) ? '*/*' : 'text/html',
    'sec-fetch-site': 'same-origin',
    'x-forwarded-for': `10.${random.below(256)}.${random.below(256)}.${random.below(256)}`,
    cookie: random.one(cookies) + more,
    ...(random.isOneIn(8) && { 'hx-request': 'true' }),
    ...(random.isOneIn(8) && { 'accept-language': random.one(['es', 'en;q=x', '*', ',;q=', 'xx-YY-zz']) }),
  };
}

function withIds(random: Random, path: string, { things }: Known): string {
  const ids = Object.values(things) as string[];
  return path.replaceAll(/:\w+/g, () =>
    encode(random.isOneIn(3) ? nasty(random).slice(0, 500) || 'x' : random.one(ids)),
  );
}

function query(random: Random): string {
  const count = random.one([0, 0, 1, 1, 2, 3]);
  const pairs = Array.from(
    { length: count },
    () => `${random.one([...QUERY, ...MORE_QUERY])}=${encode(nasty(random).slice(0, 1500))}`,
  );
  return count === 0 ? '' : `?${pairs.join('&')}`;
}

function posted(random: Random, path: string, target: string, headers: Record<string, string>, known: Known) {
  const json = JSON_BODIES[path] ?? (path === '/connect/reconnect' ? { accountId: known.things.account } : undefined);
  const type = json ? 'application/json' : path.endsWith('/workbook') ? 'application/octet-stream' : FORM;
  const sent = {
    ...headers,
    'content-type': random.isOneIn(20) ? random.one(['text/plain', 'application/json', FORM]) : type,
  };
  if (random.isOneIn(20)) return { headers: sent, body: random.one(WORST)(random.one([500, WORST_BYTES])) };
  if (json) return { headers: sent, body: JSON.stringify(mutated(random, json)) };
  if (type !== FORM) return { headers: sent, body: `PK\u0003\u0004${nasty(random)}` };
  const fields = known.forms.get(target) ?? [...known.forms].find(([action]) => isLike(action, path))?.[1] ?? [];
  const changed = fields.map(([name, value]) => [name, random.isOneIn(3) ? nasty(random) : value]);
  if (random.isOneIn(3)) changed.push([random.one([...QUERY, 'csv', 'id', 'name', 'csv']), nasty(random)]);
  return { headers: sent, body: changed.map(([name, value]) => `${encode(name!)}=${encode(value!)}`).join('&') };
}

const FORM = 'application/x-www-form-urlencoded';

/** Whether a form's address is one of a route's: a form is found on one thing's page and posted about others. */
const isLike = (action: string, path: string) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`).test(action);

/** Half of them are signed, because nothing behind the signature is reached otherwise. */
function webhook(random: Random, path: string, headers: Record<string, string>) {
  const isSigned = random.isOneIn(2);
  if (path === '/webhooks/resend') {
    const body = JSON.stringify(mutated(random, { ...EVENT, data: mutated(random, EVENT.data) }));
    const [id, timestamp] = [`msg_${random.below(1e9)}`, random.isOneIn(8) ? printable(nasty(random)) : seconds()];
    const signature = isSigned ? sign(id, timestamp, body) : printable(nasty(random));
    return { headers: { ...headers, 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': signature }, body };
  }
  if (path === '/webhooks/google/risc')
    return {
      headers,
      body: ['eyJhbGciOiJSUzI1NiJ9', btoa(JSON.stringify({ events: printable(nasty(random)) })), 'x'].join('.'),
    };
  const said = mutated(random, CONSENT);
  const signed = isSigned ? signedRequest(typeof said === 'string' ? said : JSON.stringify(said)) : nasty(random);
  return {
    headers: { ...headers, 'content-type': FORM },
    body: `signed_request=${encode(signed)}&x=${encode(String(nastyJson(random)))}`,
  };
}
