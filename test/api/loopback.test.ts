/** A web page can make its own host name resolve to this machine. Services without a password don't answer to that name. */
import { describe, expect, test } from '@jest/globals';
import { createApi } from '../rig/api.js';
import { ask } from '../rig/ask.js';
import { sharedFixture } from '../rig/fixtures.js';
import { openInbox } from '../rig/inbox.js';
import { startSimulator } from '../../dev/network-simulator/index.js';

const api = sharedFixture(createApi);
const inbox = sharedFixture(openInbox);
const simulator = sharedFixture(() => startSimulator({ port: 0, redirectUris: {} }));

const SERVICES: [string, () => string][] = [
  ['the inbox', () => `${inbox.url}/api/messages`],
  ['the inbox’s pages', () => `${inbox.url}/`],
  ['the inbox’s assets', () => `${inbox.url}/assets/list.css`],
  ['the simulator', () => `${simulator.url}/`],
  ['the simulator’s API', () => `${simulator.url}/api/identities`],
  ['the metrics', () => `${api.origin}/metrics`],
];

describe.each(SERVICES)('%s', (_what, url) => {
  test.each(['localhost', 'LOCALHOST:80', '127.0.0.1', '127.0.0.1:8025', '[::1]', '[::1]:8025'])(
    'answers when called as %s',
    async (host) => expect((await ask(url(), { host })).status).not.toBe(403),
  );

  test.each(['evil.example', 'evil.example:8025', 'localhost.evil.example', '127.0.0.1.evil.example', '[::2]', '::1'])(
    'refuses to answer as "%s" and says why',
    async (host) => {
      const { status, text } = await ask(url(), { host });
      expect([status, text]).toEqual([403, expect.stringContaining('localhost, 127.0.0.1, or [::1]')]);
    },
  );
});

test('requests that change something are refused, too', async () => {
  expect((await ask(`${inbox.url}/api/mode`, { host: 'evil.example' }, 'POST')).status).toBe(403);
  expect((await ask(`${simulator.url}/api/identities`, { host: 'evil.example' }, 'POST')).status).toBe(403);
});

test('the API answers under any name: that is up to the proxy in front of it', async () => {
  expect((await ask(`${api.origin}/healthz`, { host: 'relink.example' })).status).toBe(200);
});

test.each([
  ['a form of another site', { 'sec-fetch-site': 'cross-site' }],
  ['a page on another port of this machine', { 'sec-fetch-site': 'same-site' }],
  ['an older browser on another site', { origin: 'https://evil.example' }],
  ['a sandboxed page', { origin: 'null' }],
])('a request that changes something is refused when it comes from %s', async (_from, headers) => {
  for (const url of [`${inbox.url}/api/mode`, `${simulator.url}/api/identities`, `${simulator.url}/identities`]) {
    const { status, text } = await ask(url, headers, 'POST');
    expect([status, text]).toEqual([403, expect.stringContaining('another site')]);
  }
});

test.each([
  ['their own pages', { 'sec-fetch-site': 'same-origin' }],
  ['programs', {}],
])('requests from %s are accepted', async (_from, headers) => {
  for (const url of [`${inbox.url}/api/mode`, `${simulator.url}/api/identities`])
    expect((await ask(url, headers, 'POST')).status).not.toBe(403);
});
