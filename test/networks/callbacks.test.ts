/** The callbacks that the simulated Facebook, Threads, and Google send to Relink when a person removes the app, as the real ones do. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { callbackUrls } from '../../domain/network-callbacks.js';
import { sharedFixture } from '../rig/fixtures.js';
import { rig } from '../rig/networks.js';
import { until } from '../rig/until.js';

interface Received {
  path: string;
  type: string | undefined;
  body: string;
}

let received: Received[] = [];
let answers: number[] = [];
const receiver = createServer((request, response) => void receive(request, response));

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  received.push({ path: request.url ?? '', type: request.headers['content-type'], body });
  response.writeHead(answers.shift() ?? 200).end();
}

const network = sharedFixture(
  async () => {
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    return rig({ callbacks: callbackUrls(url) });
  },
  async ({ simulator }) => {
    await simulator.close();
    receiver.close();
  },
);
beforeAll(async () => {
  await network.identity({ network: 'facebook', id: '4711', name: 'Jane' });
  await network.identity({ network: 'threads', id: '4712', name: 'City' });
  await network.identity({ network: 'youtube', id: 'UC1', name: 'City TV' });
  await network.identity({ network: 'x', id: 'x1', name: 'City' });
});
beforeEach(() => {
  received = [];
  answers = [];
});

const breakIt = (of: string, id: string, more: object = {}) =>
  network.post('/api/break', { network: of, id, how: 'revoke', ...more });
const quiet = () => new Promise((resolve) => setTimeout(resolve, 300));

test.each([
  ['facebook', '4711', true, '/webhooks/meta/deauthorize'],
  ['threads', '4712', true, '/webhooks/threads/deauthorize'],
  ['facebook', '4711', 'data_deletion', '/webhooks/meta/data-deletion'],
  ['threads', '4712', 'data_deletion', '/webhooks/threads/data-deletion'],
])('%s %s with callback %j sends a request signed with the secret of its own app', async (of, id, callback, to) => {
  expect((await breakIt(of, id, { callback })).status).toBe(200);
  await until('the callback has arrived', () => received.length === 1);
  const [{ path, type, body }] = received as [Received];
  expect([path, type]).toEqual([to, 'application/x-www-form-urlencoded']);
  const [signature, payload] = new URLSearchParams(body).get('signed_request')!.split('.');
  const expected = createHmac('sha256', `simulator-secret-${of}`).update(payload!).digest('base64url');
  expect(signature).toBe(expected);
  expect(JSON.parse(Buffer.from(payload!, 'base64url').toString())).toEqual({
    algorithm: 'HMAC-SHA256',
    issued_at: expect.any(Number),
    user_id: id,
  });
});

test('Google sends a security event signed with a key from its published configuration', async () => {
  await breakIt('youtube', 'UC1', { callback: true });
  await until('the callback has arrived', () => received.length === 1);
  const [{ path, body }] = received as [Received];
  expect(path).toBe('/webhooks/google/risc');
  const configuration = `${network.simulator.url}/google/.well-known/risc-configuration`;
  const { issuer, jwks_uri: keys } = (await (await fetch(configuration)).json()) as Record<string, string>;
  const { payload, protectedHeader } = await jwtVerify(body, createRemoteJWKSet(new URL(keys!)), { issuer });
  expect(protectedHeader.typ).toBe('secevent+jwt');
  expect(payload).toMatchObject({ aud: 'simulator-google', jti: expect.any(String) });
  expect(payload.exp).toBeUndefined();
  expect(Object.values(payload.events as object)).toEqual([
    { subject: { subject_type: 'iss-sub', iss: issuer, sub: expect.stringMatching(/^\d{21}$/) } },
  ]);
});

test('a fault without the callback option sends no callback', async () => {
  await breakIt('facebook', '4711');
  await breakIt('youtube', 'UC1', { callback: false });
  await quiet();
  expect(received).toEqual([]);
});

test.each([
  ['x', 'x1', {}],
  ['facebook', '4711', { how: 'password' }],
  ['youtube', 'UC1', { callback: 'data_deletion' }],
])('refuses a callback for %s %s %j', async (of, id, more) => {
  expect((await breakIt(of, id, { callback: true, ...more })).status).toBe(422);
  await quiet();
  expect(received).toEqual([]);
});

test('the simulator’s page offers a removal with a callback, and doesn’t wait for Relink', async () => {
  const page = await (await fetch(network.simulator.url)).text();
  expect(page.match(/value="remove_app"/g)).toHaveLength(3);
  answers = [503];
  const form = new URLSearchParams({ target: 'facebook/4711', how: 'remove_app' });
  const response = await fetch(`${network.simulator.url}/break`, { method: 'POST', body: form, redirect: 'manual' });
  expect(response.status).toBe(303);
  // The first one was refused temporarily.
  await until('the callback has arrived again', () => received.length === 2);
  expect(received[0]).toEqual(received[1]);
  await fetch(`${network.simulator.url}/break`, {
    method: 'POST',
    body: new URLSearchParams({ target: 'facebook/4711', how: 'revoke' }),
  });
  await quiet();
  expect(received).toHaveLength(2);
});
