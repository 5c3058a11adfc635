/**
 * The same security headers on every answer: pages, assets, the API, errors, redirects, and what isn't there. The routes are those that
 * are mounted, so a new one is asked too.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { expect, test } from '@jest/globals';
import { createApp } from '../../api/app.js';
import { startLoginSession } from '../../services/access/sessions.js';
import { serveHealth } from '../../worker.js';
import { sharedFixture } from '../rig/fixtures.js';
import { mountedRoutes } from '../rig/mounted.js';
import { aCity, createSite } from '../rig/site.js';
import { visitorOf, Visitor } from '../rig/visitor.js';

const site = sharedFixture(() => createSite());
const city = sharedFixture(() => aCity(site.context.db));

const EVERYWHERE = {
  'content-security-policy': /^default-src 'none';.*frame-ancestors 'none'/,
  'cross-origin-opener-policy': /^same-origin-allow-popups$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'origin-agent-cluster': /^\?1$/,
  'referrer-policy': /^no-referrer$/,
  'x-content-type-options': /^nosniff$/,
  'x-dns-prefetch-control': /^off$/,
  'x-download-options': /^noopen$/,
  'x-frame-options': /^DENY$/,
  'x-permitted-cross-domain-policies': /^none$/,
  'x-xss-protection': /^0$/,
  'permissions-policy': /^camera=\(\), microphone=\(\), geolocation=\(\), payment=\(\)$/,
  'x-robots-tag': /^noindex, nofollow, noarchive$/,
  'cache-control': /^no-store$/,
};
type Name = keyof typeof EVERYWHERE;

/** Which answers differ in a header, and why. */
const DIFFERENT: { header: Name; path: RegExp; value: RegExp; because: string }[] = [
  {
    header: 'cross-origin-opener-policy',
    path: /^\/(connect\/(opening|reconnect)|reconnect|oauth)(\/|$)/,
    value: /^unsafe-none$/,
    because: 'the pop-up keeps its opener',
  },
  {
    header: 'cache-control',
    path: /^\/assets\/[\w-]+\.[\w-]{12}\.\w+$/,
    value: /^public, max-age=31536000, immutable$/,
    because: 'an asset’s name has the hash of its content',
  },
  {
    header: 'x-frame-options',
    path: /^\/configure\/emails\/preview\/first$/,
    value: /^SAMEORIGIN$/,
    because: 'Configure shows the sample in a frame',
  },
  {
    header: 'content-security-policy',
    path: /^\/configure\/emails\/preview\/first$/,
    value: /^default-src 'none'; style-src 'unsafe-inline';.* sandbox$/,
    because: 'an email has inline styles',
  },
];

/** Returns what is wrong with the headers of an answer. */
function wrongHeaders(path: string, headers: Headers): string[] {
  const [plain = ''] = path.split('?');
  const wrong = (Object.keys(EVERYWHERE) as Name[]).flatMap((header) => {
    const value = headers.get(header) ?? '';
    const other = DIFFERENT.find((one) => one.header === header && one.path.test(plain));
    return (other?.value ?? EVERYWHERE[header]).test(value) ? [] : [`${header}: ${value}`];
  });
  return headers.get('x-powered-by') === null ? wrong : [...wrong, 'x-powered-by'];
}

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'];

/** Every mounted route, with a value for each parameter. */
async function routes(): Promise<{ method: string; path: string }[]> {
  const mounted = await mountedRoutes(site.context);
  return mounted.flatMap(({ method, path }) =>
    (method === 'ALL' ? METHODS : [method]).map((one) => ({ method: one, path: path.replaceAll(/:\w+/g, 'x_1') })),
  );
}

async function signedIn(): Promise<Visitor> {
  const visitor = new Visitor(site);
  const { secret } = await startLoginSession(site.context.db, { archiveId: city.archiveId, userId: city.primary });
  visitor.setCookie('relink', secret);
  return visitor;
}

test('every mounted route answers strangers, owners with their link, and administrators with the same headers', async () => {
  const mounted = await routes();
  expect(mounted.length).toBeGreaterThan(150);
  const wrong: string[] = [];
  const html = { accept: 'text/html' };
  for (const visitor of [new Visitor(site), await visitorOf(site, city)])
    for (const { method, path } of mounted) {
      if (path === '/v1/events' || path === '/sign-out') continue;
      const answer = await visitor.request(path, { method, headers: html });
      wrong.push(...wrongHeaders(path, answer.headers).map((what) => `${method} ${path} ${answer.status} ${what}`));
    }
  const primary = await signedIn();
  for (const { method, path } of mounted) {
    if (method !== 'GET' || path === '/v1/events') continue;
    const { headers, status } = await primary.get(path, html);
    wrong.push(...wrongHeaders(path, headers).map((what) => `${path} ${status} ${what}`));
  }
  expect(wrong).toEqual([]);
}, 120_000);

test('so do errors, redirects, assets, other methods, and addresses that lead nowhere', async () => {
  const visitor = await signedIn();
  const page = await visitor.get('/dashboard');
  const assets = [...page.text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
  expect(assets.length).toBeGreaterThan(1);
  const seen = [
    ...assets.map((path) => ({ method: 'GET', path, status: 200 })),
    { method: 'GET', path: '/assets/none.js', status: 404 },
    { method: 'GET', path: '/favicon.ico', status: 302 },
    { method: 'GET', path: '/nowhere', status: 404 },
    { method: 'GET', path: '/%E0%A4%A', status: 404 },
    { method: 'GET', path: '/v1/nowhere', status: 404 },
    { method: 'GET', path: '/configure', status: 303 },
    { method: 'GET', path: '/configure/emails/preview/first', status: 200 },
    { method: 'GET', path: '/connect/opening', status: 200 },
    { method: 'HEAD', path: '/dashboard', status: 200 },
    { method: 'OPTIONS', path: '/dashboard', status: 404 },
    { method: 'PUT', path: '/v1/users', status: 405 },
    { method: 'POST', path: '/dashboard', status: 404 },
    { method: 'GET', path: '/healthz', status: 200 },
    { method: 'GET', path: '/openapi.json', status: 200 },
    { method: 'GET', path: '/docs', status: 200 },
    { method: 'GET', path: '/docs.css', status: 200 },
    { method: 'GET', path: '/v1/users', status: 200 },
  ];
  const got = [];
  for (const { method, path } of seen) {
    const { status, headers } = await visitor.request(path, { method, headers: { accept: 'text/html' } });
    got.push({ method, path, status, wrong: wrongHeaders(path, headers) });
  }
  expect(got).toEqual(seen.map((one) => ({ ...one, wrong: [] })));
  const broken = await visitor.request('/v1/users', {
    method: 'POST',
    body: '{',
    headers: { 'content-type': 'application/json' },
  });
  expect([broken.status, wrongHeaders('/v1/users', broken.headers)]).toEqual([400, []]);
});

test('so do the live stream, the port for metrics, and the worker’s health check', async () => {
  const visitor = await signedIn();
  const cookie = `relink=${visitor.cookie('relink')}`;
  const stop = new AbortController();
  const stream = await fetch(`${site.url}/v1/events`, {
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
    signal: stop.signal,
  });
  expect([stream.status, wrongHeaders('/v1/events', stream.headers)]).toEqual([200, []]);
  stop.abort();

  const metrics = createServer(createApp(site.context).metrics).listen(0, '127.0.0.1');
  await once(metrics, 'listening');
  const health = await serveHealth(0, false, () => true);
  for (const [server, path] of [
    [metrics, '/metrics'],
    [metrics, '/nowhere'],
    [health, '/healthz'],
  ] as const) {
    const answer = await fetch(`http://127.0.0.1:${portOf(server)}${path}`);
    expect([path, wrongHeaders(path, answer.headers)]).toEqual([path, []]);
  }
  for (const server of [metrics, health]) {
    server.close();
    server.closeAllConnections();
  }
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
