/**
 * No body that a page, a form, a webhook, or a network's callback takes costs more than its length: twice as much of the worst is at most
 * about twice the work. A route that no one gave its worst bodies fails.
 */
import { countWork } from '../rig/work.js';
import { request } from 'node:http';
import { expect, test } from '@jest/globals';
import { ROUTES } from '../../api/app.js';
import { MAX_BODY_BYTES } from '../../http/body-limits.js';
import { startLoginSession } from '../../services/access/sessions.js';
import { WEBHOOK_SECRET } from '../rig/api.js';
import { base64url, signedRequest } from '../rig/network-events.js';
import { sharedFixture } from '../rig/fixtures.js';
import { mountedRoutes } from '../rig/mounted.js';
import { signed } from '../rig/resend-webhook.js';
import { aBrokenAccount, aCity, createSite } from '../rig/site.js';
import { BULK, FIELDS, LONG, numbered } from '../rig/worst-bodies.js';
import { aSurgeHold } from '../rig/builders.js';
import { visitorOf } from '../rig/visitor.js';

const site = sharedFixture(() =>
  createSite({
    RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
    OIDC_ISSUER: 'https://login.city.example',
    OIDC_CLIENT_ID: 'relink',
    OIDC_CLIENT_SECRET: 'secret',
  }),
);

interface Sent {
  body?: string;
  type?: string;
  headers?: Record<string, string>;
  query?: string;
}
/** Makes a body of about `n` bytes. */
type Make = (n: number) => Sent;
interface Worst {
  kinds: Record<string, Make>;
  /** How large a body can be. */
  most: number;
}

const FORM = 'application/x-www-form-urlencoded';

const form = (...known: string[]): Worst => ({
  kinds: Object.fromEntries(
    Object.entries(FIELDS).map(([kind, make]) => [kind, (n: number) => ({ body: make(n, known), type: FORM })]),
  ),
  most: MAX_BODY_BYTES,
});

const json = (most: number, ...known: string[]): Worst => ({
  kinds: Object.fromEntries([
    ...Object.entries(BULK).map(([kind, make]) => [
      kind,
      (n: number) => ({ body: make(n / 12), type: 'application/json' }),
    ]),
    ...Object.entries(LONG).map(([kind, make]) => [kind, (n: number) => ({ body: make(n), type: 'application/json' })]),
    ...known.map((name) => [
      `a long ${name}`,
      (n: number) => ({ body: JSON.stringify({ [name]: 'a'.repeat(n - 50) }), type: 'application/json' }),
    ]),
  ]) as Record<string, Make>,
  most,
});

/** What isn't read at all, or is refused for its type. */
const nothing: Worst = { ...form(), kinds: { 'unknown fields': form().kinds['unknown fields']! } };

/** How a provider's signature makes a body worth reading. */
const webhook = (sign: (text: string) => Sent): Worst => ({
  kinds: Object.fromEntries([
    ...Object.entries(BULK).map(([kind, make]) => [kind, (n: number) => sign(make(n / 20))]),
    ...Object.entries(LONG).map(([kind, make]) => [kind, (n: number) => sign(make(n / 2))]),
  ]) as Record<string, Make>,
  most: MAX_BODY_BYTES,
});

const meta = webhook((text) => ({ body: `signed_request=${signedRequest(text)}`, type: FORM }));
const google = webhook((text) => ({
  body: `${base64url({ alg: 'RS256', typ: 'secevent+jwt', kid: 'one' })}.${base64url(text)}.AAAA`,
  type: 'application/secevent+jwt',
}));
const resend = webhook((text) => {
  const { id, timestamp, signature, body } = signed(JSON.parse(asJson(text)) as object);
  return {
    body,
    type: 'application/json',
    headers: { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': signature },
  };
});

function asJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify({ type: text });
  }
}

/** A request's address can have as much as Node reads: 16 kB of it and the headers. */
const callback: Worst = {
  kinds: {
    'unknown parameters': (n) => ({
      query: Object.keys(numbered(n / 9))
        .map((key) => `${key}=1`)
        .join('&'),
    }),
    'a long code': (n) => ({ query: `state=s&code=${'c'.repeat(n)}` }),
    'a long state': (n) => ({ query: `code=c&state=${'s'.repeat(n)}` }),
    'a long error': (n) => ({ query: `state=s&error=${'%C3%A9'.repeat(n / 6)}` }),
    'the same parameter': (n) => ({ query: 'state=s&'.repeat(n / 8) }),
    'percent signs': (n) => ({ query: `state=${'%'.repeat(n)}` }),
  },
  most: 12_000,
};

/** The worst bodies of each route. Those of the import, which threads read, are in test/web/import-bodies.test.ts. */
const WORST: Record<string, Worst | 'in threads'> = {
  'POST /connect/session': json(4000, 'link', 'secret', 'account', 'confirmed'),
  'POST /connect/new-link': json(4000, 'link', 'secret'),
  'POST /connect/reconnect': json(4000, 'accountId', 'network'),
  'POST /sign-in/open': json(8000, 'link', 'secret', 'confirmed'),
  'POST /sign-in/archive': json(8000, 'token'),
  'POST /sign-in': form('email'),
  'POST /sign-in/choose': form('choice', 'archiveId', 'confirmed'),
  'POST /sign-out': form(),
  'POST /language': form('language', 'from'),
  'POST /preferences': form('link', 'secret', 'email'),
  'POST /preferences/unsubscribe': nothing,
  'POST /you': form('name', 'locale', 'timeZone'),
  'POST /you/sessions/end': form('id'),
  'POST /reconnect/continue': form('id'),
  'POST /accounts/:id/pause': form('until', 'reason'),
  'POST /accounts/:id/resume': form(),
  'POST /accounts/:id/check': form(),
  'POST /accounts/:id/inactive': form(),
  'POST /accounts/:id/active': form(),
  'POST /accounts/:id/network-id': form('networkAccountId'),
  'POST /accounts/:id/delete': form('confirmed'),
  'POST /disconnects/:id/pause': form('until', 'reason'),
  'POST /disconnects/:id/resume': form(),
  'POST /disconnects/:id/withdraw': form('reason'),
  'POST /surge-holds/:id/release': form(),
  'POST /surge-holds/:id/withdraw': form('reason'),
  'POST /transfers/new': form('account', 'parentProfile', 'toOwner', 'message', 'q'),
  'POST /configure/people/new': form('name', 'email', 'roles', 'access'),
  'POST /configure/people/:id': form('name', 'email', 'roles'),
  'POST /configure/people/:id/link': form(),
  'POST /configure/people/:id/invitation': form(),
  'POST /configure/people/:id/email-retry': form(),
  'POST /configure/people/:id/organization-unlink': form(),
  'POST /configure/people/:id/pass-on-keys': form('userId'),
  'POST /configure/people/:id/remove': form('confirmed'),
  'POST /configure/series': form('steps', 'cc', 'quietDays'),
  'POST /configure/series/surge-hold': form('percent', 'count'),
  'POST /configure/series/defaults': form(),
  'POST /configure/emails': form('senderName', 'replyTo', 'intro', 'note'),
  'POST /configure/keys': form('name', 'scopes'),
  'POST /configure/keys/:id/pass-on': form('userId'),
  'POST /configure/keys/:id/revoke': form(),
  'POST /configure/sign-in': form('key'),
  'POST /configure/sign-in/remove': form(),
  'POST /configure/import/edit': 'in threads',
  'POST /configure/import/columns': 'in threads',
  'POST /configure/import/preview': 'in threads',
  'POST /configure/import/save': 'in threads',
  'POST /configure/import/workbook': 'in threads',
  'POST /webhooks/resend': resend,
  'POST /webhooks/meta/deauthorize': meta,
  'POST /webhooks/meta/data-deletion': meta,
  'POST /webhooks/threads/deauthorize': meta,
  'POST /webhooks/threads/data-deletion': meta,
  'POST /webhooks/google/risc': google,
  'GET /oauth/:provider/callback': callback,
  'GET /sign-in/oidc/callback': callback,
};

test('every route that takes a body, and every callback, has its worst bodies', async () => {
  const api = new Set(ROUTES.map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ':$1')));
  const taking = (await mountedRoutes(site.context))
    .filter(({ path }) => !api.has(path))
    .filter(({ method, path }) => method === 'POST' || path.endsWith('/callback'))
    .map(({ method, path }) => `${method} ${path}`);
  expect(Object.keys(WORST).toSorted()).toEqual([...new Set(taking)].toSorted());
});

const town = sharedFixture(async () => {
  const city = await aCity(site.context.db);
  const account = await aBrokenAccount(site, city);
  const { secret } = await startLoginSession(site.context.db, { archiveId: city.archiveId, userId: city.primary });
  const hold = await aSurgeHold(site.context.db, city);
  const visitor = await visitorOf(site, city);
  return { city, account, hold, administrator: secret, owner: visitor.cookie('relink')! };
});

/** Somebody who may post there, about something that there is. */
const visitOf = (path: string): { path: string; session: string | null } => {
  const { city, account, hold } = town;
  const id = path.startsWith('/disconnects')
    ? account.disconnectId
    : path.startsWith('/surge-holds')
      ? hold
      : path.startsWith('/accounts')
        ? account.id
        : city.otherOwner;
  const isOwners = /^\/(connect|reconnect)/.test(path);
  const isAnyones = /^\/(webhooks|sign-in|sign-out|oauth|preferences|language)/.test(path);
  return {
    path: path.replace(':id', id).replace(':provider', 'facebook'),
    session: isAnyones ? null : isOwners ? town.owner : town.administrator,
  };
};

/** Each address of this machine has its own limits on requests, so the next one is taken before they are reached. */
let visits = 0;
const nextAddress = () => `127.0.${1 + Math.floor(visits / 250)}.${1 + (visits++ % 250)}`;

function send(method: string, at: { path: string; session: string | null }, { body, type, headers, query }: Sent) {
  const url = new URL(at.path + (query === undefined ? '' : `?${query}`), site.url);
  return new Promise<{ status: number; length: number }>((resolve, reject) => {
    const sending = request(
      url,
      {
        method,
        family: 4,
        localAddress: nextAddress(),
        headers: {
          ...(at.session !== null && { cookie: `relink=${at.session}` }),
          'sec-fetch-site': 'same-origin',
          ...(type !== undefined && { 'content-type': type }),
          ...headers,
        },
      },
      (answer) => {
        let length = 0;
        answer.on('data', (chunk: Buffer) => (length += chunk.length));
        answer.once('end', () => resolve({ status: answer.statusCode!, length }));
      },
    );
    sending.once('error', reject);
    sending.end(body);
  });
}

interface Attempt {
  status: number;
  length: number;
  work: number;
}
const least = (one: Attempt, other: Attempt) => (other.work < one.work ? other : one);

const cases = Object.entries(WORST).flatMap(([name, worst]) =>
  worst === 'in threads' ? [] : [[name, worst] as const],
);

test.each(cases)('%s does no more than linear work', async (name, { kinds, most }) => {
  const [method = '', path = ''] = name.split(' ');
  const worst: string[] = [];
  for (const [kind, make] of Object.entries(kinds)) {
    const attempt = async (n: number): Promise<Attempt> => {
      const sent = make(n);
      const answer = { status: 0, length: 0 };
      const at = visitOf(path);
      const work = await countWork(async () => Object.assign(answer, await send(method, at, sent)));
      return { ...answer, work };
    };
    let [first, second] = [await attempt(Math.floor(most / 2)), await attempt(most)];
    // The process has other work now and then, such as opening a connection. What depends on the body is there each time, so the
    // least work counts.
    for (let again = 0; again < 9 && second.work > 2.2 * first.work; again += 1) {
      first = least(first, await attempt(Math.floor(most / 2)));
      second = least(second, await attempt(most));
    }
    if (second.work > 2.2 * first.work) worst.push(`${kind}: ${first.work} → ${second.work}`);
    if (second.length > first.length + 2 * most + 20_000) worst.push(`${kind}: an answer of ${second.length} bytes`);
    for (const { status } of [first, second]) if (status >= 500 || status === 429) worst.push(`${kind}: ${status}`);
  }
  expect(worst).toEqual([]);
});
