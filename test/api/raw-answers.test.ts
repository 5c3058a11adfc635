/**
 * What Node answers by itself, before any handler sees the request: requests that it can't read, that are too large or too slow, or that
 * expect what it can't do. Their answers have the same headers as all others, on each of our servers.
 */
import { errorMonitor, once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UiGuard } from '../../dev/stack/temporal-ui.js';
import { startSimulator } from '../../dev/network-simulator/index.js';
import { createHttpServer } from '../../http/server.js';
import { serve } from '../../server.js';
import { serveHealth } from '../../worker.js';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';
import { openInbox } from '../rig/inbox.js';
import { freePort } from '../../dev/stack/ports.js';
import { until } from '../rig/until.js';

const HEADERS = {
  'content-security-policy': /frame-ancestors 'none'/,
  'cross-origin-opener-policy': /^same-origin-allow-popups$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'origin-agent-cluster': /^\?1$/,
  'referrer-policy': /^no-referrer$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'permissions-policy': /^camera=\(\)/,
  'x-robots-tag': /^noindex/,
  'cache-control': /^no-store$/,
  'x-request-id': /^[0-9a-f-]{36}$/,
  'content-type': /^application\/problem\+json/,
  connection: /^close$/,
  date: / GMT$/,
};

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Sends the pieces, and returns the only answer once the server has closed the connection. */
async function exchange(port: number, ...pieces: string[]): Promise<Answer> {
  const socket = net.connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  for (const piece of pieces) if (socket.writable) socket.write(piece);
  await once(socket, 'end');
  socket.destroy();
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { status: Number(first.split(' ')[1]), headers, body };
}

const wrongIn = ({ headers }: Answer): string[] =>
  Object.entries(HEADERS).flatMap(([name, value]) =>
    value.test(headers[name] ?? '') ? [] : [`${name}: ${headers[name]}`],
  );

/** Everything that Node answers by itself, with the status and the code of our answer. */
const KINDS: [what: string, request: string, status: number, code: string][] = [
  ['what isn’t HTTP', 'GARBAGE\r\n\r\n', 400, 'bad_request'],
  ['a TLS hello', '\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\u0000', 400, 'bad_request'],
  ['the beginning of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'bad_request'],
  ['an unknown method', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'bad_request'],
  ['two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n', 400, 'bad_request'],
  ['the same host twice', 'GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n', 400, 'bad_request'],
  ['an unknown version', 'GET / HTTP/9.9\r\nHost: a\r\n\r\n', 400, 'bad_request'],
  ['a space in the address', 'GET /a b HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'bad_request'],
  ['no host', 'GET /healthz HTTP/1.1\r\n\r\n', 400, 'bad_request'],
  ['a header without a name', 'GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n', 400, 'bad_request'],
  ['a header with a NUL', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n', 400, 'bad_request'],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    400,
    'bad_request',
  ],
  ['a length that isn’t a number', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n', 400, 'bad_request'],
  ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n', 400, 'bad_request'],
  ['a long header', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`, 431, 'headers_too_large'],
  ['a long address', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431, 'headers_too_large'],
  ['many headers', `GET / HTTP/1.1\r\nHost: a\r\n${'X: a\r\n'.repeat(9000)}\r\n`, 431, 'headers_too_large'],
  ['an expectation', 'GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: coffee\r\n\r\n', 417, 'expectation_failed'],
];

const api = sharedFixture(createApi);
const inbox = sharedFixture(openInbox);
const simulator = sharedFixture(() => startSimulator({ port: 0, redirectUris: {} }));

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const closers: (() => unknown)[] = [];
const ports = new Map<string, number>();
beforeAll(async () => {
  const metricsPort = await freePort();
  const { context } = api;
  const running = await serve(
    { ...context, config: { ...context.config, host: '127.0.0.1', metricsPort } },
    { port: 0 },
  );
  const health = await serveHealth(0, false, () => true);
  const uiPort = await freePort();
  const guard = await UiGuard.prepare(uiPort);
  await guard.open();
  closers.push(
    () => running.stop(),
    () => health.close(),
    () => guard.close(),
  );
  ports
    .set('the API and the pages', running.port)
    .set('the metrics', metricsPort)
    .set('the worker’s health check', portOf(health))
    .set('the inbox', Number(new URL(inbox.url).port))
    .set('the simulator', Number(new URL(simulator.url).port))
    .set('Temporal’s Web UI', uiPort);
});
afterAll(async () => {
  await Promise.all(closers.map((close) => close()));
});

const SERVERS = [
  'the API and the pages',
  'the metrics',
  'the worker’s health check',
  'the inbox',
  'the simulator',
  'Temporal’s Web UI',
];

describe.each(SERVERS)('%s', (server) => {
  test.each(KINDS)(
    'answers %s with the headers of every answer and a problem',
    async (_what, request, status, code) => {
      const answer = await exchange(ports.get(server)!, request);
      expect([answer.status, wrongIn(answer)]).toEqual([status, []]);
      expect(JSON.parse(answer.body)).toMatchObject({ status, code, type: `urn:relink:problem:${code}` });
      expect(Number(answer.headers['content-length'])).toBe(Buffer.byteLength(answer.body));
    },
  );
});

test('the servers of the local stack have the headers on their own answers, too', async () => {
  const paths = { 'the inbox': '/', 'the simulator': '/', 'Temporal’s Web UI': '/' };
  for (const [server, path] of Object.entries(paths))
    for (const [host, what] of [
      ['localhost', path],
      ['localhost', '/nowhere'],
      ['evil.example', path],
    ]) {
      const request = `GET ${what} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
      const { headers } = await exchange(ports.get(server)!, request);
      const missing = [
        'content-security-policy',
        'x-content-type-options',
        'x-frame-options',
        'referrer-policy',
      ].filter((name) => headers[name] === undefined);
      expect([server, host, what, missing]).toEqual([server, host, what, []]);
    }
});

test('a body in broken pieces is answered once, also when a handler is already waiting for it', async () => {
  const head =
    'POST /v1/disconnects HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n';
  const auth = `Authorization: Bearer ${api.key}\r\n\r\n`;
  const port = ports.get('the API and the pages')!;
  const broken = await exchange(port, `${head}${auth}5\r\n{"a":\r\n`, 'ZZZ\r\n');
  expect([broken.status, wrongIn(broken), JSON.parse(broken.body)]).toMatchObject([400, [], { code: 'bad_request' }]);
  const long = await exchange(port, `${head}${auth}1;${'a'.repeat(20_000)}\r\n{\r\n`);
  expect([long.status, wrongIn(long), JSON.parse(long.body)]).toMatchObject([413, [], { code: 'body_too_large' }]);
});

describe('a server that gives a client little time', () => {
  let server: Server;
  const held: (() => void)[] = [];
  beforeAll(async () => {
    const times = { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 20 };
    server = createHttpServer({ secure: true, ...times }, (req, res) => {
      if (req.url === '/streams') res.write('begun');
      if (req.url !== '/reads') held.push(() => res.end('done'));
      else req.resume();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => void server.close());

  test.each([
    ['has said nothing', ''],
    ['stops within the headers', 'GET / HTTP/1.1\r\nHost: a\r\nX'],
    ['stops within the body', 'POST /reads HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc'],
  ])('tells one that %s', async (_what, request) => {
    const answer = await exchange(portOf(server), request);
    expect([answer.status, wrongIn(answer)]).toEqual([408, []]);
    expect(answer.headers['strict-transport-security']).toMatch(/^max-age=/);
    expect(JSON.parse(answer.body)).toMatchObject({ status: 408, code: 'request_timeout' });
  });

  test.each(['/streams', '/waits'])('writes nothing into another answer: %s', async (url) => {
    const socket = net.connect(portOf(server), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.write(`GET ${url} HTTP/1.1\r\nHost: a\r\n\r\n`);
    const before = held.length;
    await until('the request has arrived', () => Promise.resolve(held.length > before));
    socket.write('GARBAGE\r\n\r\n');
    await once(socket, 'close');
    held.splice(0).forEach((end) => end());
    expect(text).not.toMatch(/400 Bad Request|urn:relink/);
  });
});

describe('a client that sends requests ahead', () => {
  let server: Server;
  const waiting: ServerResponse[] = [];
  beforeAll(async () => {
    server = createHttpServer({ secure: true }, (req, res) => {
      req.resume();
      waiting.push(res);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => void server.close());

  const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
  const BODY = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';

  test.each([
    ['whose second request can’t be read to its end', BODY, false],
    ['whose first answer is complete', GET, true],
  ])('gets nothing that looks like an answer to an earlier one: one %s', async (_what, second, endsFirst) => {
    waiting.length = 0;
    const socket = net.connect(portOf(server), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.write(GET + second);
    await until('both have arrived', () => Promise.resolve(waiting.length === 2));
    if (endsFirst) {
      waiting[0]!.end('first');
      await until('the first is answered', () => Promise.resolve(text.includes('first')));
      waiting[1]!.write('begun');
      await until('the second is begun', () => Promise.resolve(text.includes('begun')));
    }
    socket.write('GARBAGE\r\n\r\n');
    await once(socket, 'close');
    expect(text).not.toMatch(/400 Bad Request|urn:relink/);
  });

  test('can break off a CONNECT, and the server goes on', async () => {
    const handed = once(server, 'connect') as Promise<[IncomingMessage, Socket]>;
    const socket = net.connect(portOf(server), '127.0.0.1');
    socket.write('CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n');
    const [, theirs] = await handed;
    // It sees errors without handling them.
    const broken = once(theirs, errorMonitor as unknown as string);
    expect(theirs.listenerCount('error')).toBeGreaterThan(0);
    socket.resetAndDestroy();
    expect(await broken).toMatchObject([{ code: 'ECONNRESET' }]);
  });
});

test('every HTTP server of ours is made in the one place that sees to this', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      /\.tsx?$/.test(file) && !/^(?:node_modules|test|dist|bench|\.)/.test(file) && !file.includes('node_modules'),
  );
  expect(sources.length).toBeGreaterThan(500);
  const making = sources.filter((file) => {
    const source = readFileSync(path.join(root, file), 'utf8');
    return /\bcreateServer\b[^;]*from 'node:https?'|\bhttps?\.createServer\(|\bapp\.listen\(/s.test(source);
  });
  expect(making).toEqual(['http/server.ts']);
});
