/** What `npm run fuzz` fails for is seen from inside of the server, so no generated request can hide it. */
import { expect, test } from '@jest/globals';
import { sharedFixture } from '../rig/fixtures.js';
import { freePort } from '../../dev/stack/ports.js';
import { until } from '../rig/until.js';
import { startWatched } from './watched.js';

const server = sharedFixture(async () => {
  const port = await freePort();
  const environment = { PATH: process.env.PATH!, PORT: String(port) };
  const watched = await startWatched('test/fuzz/fixtures/faulty-server.ts', environment);
  return { ...watched, get: (path: string) => fetch(`http://127.0.0.1:${port}${path}`), close: () => watched.stop() };
});

test('a server that answers and doesn’t keep others waiting has nothing against it', async () => {
  await server.get('/');
  await until('the answer is counted', async () => (await server.figures()).requests > 0);
  expect(await server.figures()).toMatchObject({ requests: 1, statuses: { 200: 1 }, failures: [], stalls: [] });
});

test('an answer that is the server’s fault is named with its request', async () => {
  await server.get('/fails?a=1');
  await until('the answer is counted', async () => (await server.figures()).requests > 1);
  expect((await server.figures()).failures).toEqual(['500 GET /fails?a=1']);
});

test('whoever asks the server to compute for a second stalls everyone else, and is named', async () => {
  const computing = server.get('/computes');
  await computing;
  await until('the watch has seen it', async () => (await server.figures()).stalls.length > 0);
  expect((await server.figures()).stalls).toEqual([
    expect.stringMatching(/^\d+ ms of computing during .*GET \/computes/),
  ]);
});
