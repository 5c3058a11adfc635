/** A web page can make its own host name resolve to this machine. Services without a password don't answer to that name. */
import { request } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';
import { openInbox } from '../rig/inbox.js';
import { startSimulator } from '../../dev/network-simulator/index.js';

const api = sharedFixture(createApi);
const inbox = sharedFixture(openInbox);
const simulator = sharedFixture(() => startSimulator({ port: 0, redirectUris: {} }));

const ask = (url: string, host: string, method = 'GET') =>
  new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    request(url, { method, headers: { host } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve({ status: response.statusCode, text }));
    })
      .once('error', reject)
      .end();
  });

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
    async (host) => expect((await ask(url(), host)).status).not.toBe(403),
  );

  test.each(['evil.example', 'evil.example:8025', 'localhost.evil.example', '127.0.0.1.evil.example', '[::2]', '::1'])(
    'refuses to answer as "%s" and says why',
    async (host) => {
      const { status, text } = await ask(url(), host);
      expect([status, text]).toEqual([403, expect.stringContaining('localhost, 127.0.0.1, or [::1]')]);
    },
  );
});

test('requests that change something are refused, too', async () => {
  expect((await ask(`${inbox.url}/api/mode`, 'evil.example', 'POST')).status).toBe(403);
  expect((await ask(`${simulator.url}/api/identities`, 'evil.example', 'POST')).status).toBe(403);
});

test('the API answers under any name: that is up to the proxy in front of it', async () => {
  expect((await ask(`${api.origin}/healthz`, 'relink.example')).status).toBe(200);
});
