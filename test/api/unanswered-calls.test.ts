/** A Temporal that takes calls and never answers keeps no process from ending. */
import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { connectTemporal } from '../../temporal/client.js';

const CANCELLED = 1;
const UNAVAILABLE = 14;

function answer(stream: ServerHttp2Stream, status: number): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(status) }));
  stream.end(status === 0 ? Buffer.alloc(5) : undefined);
}

test.each([
  ['the first time', 0],
  ['when it is repeated', 1],
])('a call that isn’t answered %s is canceled when the connection is closed', async (_when, refusals) => {
  let calls = 0;
  const unanswered = Promise.withResolvers<void>();
  const server = createServer();
  server.on('session', (session) => session.unref());
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    if (headers[':path']?.endsWith('/GetSystemInfo')) return answer(stream, 0);
    calls += 1;
    if (calls <= refusals) answer(stream, UNAVAILABLE);
    else unanswered.resolve();
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const temporal = await connectTemporal({ temporal: { address, namespace: 'default' } });
  const call = temporal.client.workflowService
    .describeNamespace({ namespace: 'default' })
    .catch((error: { code?: number }) => error.code);
  await unanswered.promise;
  await temporal.close();
  expect([await call, calls]).toEqual([CANCELLED, refusals + 1]);
  server.close();
});
