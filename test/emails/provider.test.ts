/** The outcomes of a batch that the mailer has to tell apart: through the real client, against the inbox. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createProvider, EMAIL_TAG, type BatchOutcome, type OutgoingEmail } from '../../emails/provider.js';
import { sharedFixture } from '../rig/fixtures.js';
import { KEY, openInbox } from '../rig/inbox.js';

const inbox = sharedFixture(() => openInbox({ apiKey: KEY, slowMs: 3_000 }));
const provider = sharedFixture(() => createProvider({ apiKey: KEY, baseUrl: inbox.url, timeoutMs: 20_000 }));
afterEach(() => inbox.mode('ok'));

const email = (id: string, more: Partial<OutgoingEmail> = {}): OutgoingEmail => ({
  id,
  from: 'ArchiveSocial <relink@example.org>',
  to: `${id}@example.org`,
  cc: [],
  subject: 'Action required: Reconnect account',
  html: '<p>Hello</p>',
  text: 'Hello',
  ...more,
});
const keptTo = (id: string) => inbox.messages(`?to=${id}@example.org`);

describe('a batch', () => {
  it('is accepted with ids in the order of its emails, and null for a rejected one', async () => {
    const outcome = await provider.sendBatch(
      [email('a', { cc: ['c@d.co'] }), email('b', { to: 'nobody' }), email('c')],
      'k1',
    );
    const [[a], [c]] = [await keptTo('a'), await keptTo('c')];
    expect(outcome).toEqual({
      kind: 'accepted',
      ids: [a?.id, null, c?.id],
      rejected: [{ index: 1, message: expect.stringContaining('Invalid `to`') }],
    });
    expect(a).toMatchObject({ cc: ['c@d.co'], idempotencyKey: 'k1', html: '<p>Hello</p>', text: 'Hello' });
    const { data } = await inbox.client.emails.get(a!.id);
    expect(data?.tags).toEqual([{ name: EMAIL_TAG, value: 'a' }]);
  });

  it('has the same outcome when it is sent again unchanged, and arrives once', async () => {
    const first = await provider.sendBatch([email('same')], 'k2');
    expect(await provider.sendBatch([email('same')], 'k2')).toEqual(first);
    expect(await keptTo('same')).toHaveLength(1);
  });

  it('counts as already accepted when it is sent again with different bytes', async () => {
    await provider.sendBatch([email('bytes')], 'k3');
    const outcome = await provider.sendBatch([email('bytes', { text: 'Bye' })], 'k3');
    expect(outcome).toEqual({ kind: 'already_accepted' });
  });

  it('can be retried after the provider’s delay when it is rate limited', async () => {
    await inbox.mode('rate_limit');
    const outcome = await provider.sendBatch([email('limited')], 'k4');
    expect(outcome).toMatchObject({ kind: 'retry', afterMs: 1000, notAccepted: true });
  });

  it('can be retried after a server error, and might have been accepted', async () => {
    await inbox.mode('error');
    const outcome = await provider.sendBatch([email('error')], 'k5');
    expect(outcome).toMatchObject({ kind: 'retry', notAccepted: false });
  });

  it('is refused with a wrong API key', async () => {
    const wrong = createProvider({ apiKey: 're_wrong', baseUrl: inbox.url, timeoutMs: 20_000 });
    const outcome = await wrong.sendBatch([email('wrong')], 'k6');
    expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringContaining('invalid_api_key') });
  });

  it.each(['daily_quota_exceeded', 'monthly_quota_exceeded'])('waits when the quota is used up (%s)', async (name) => {
    const outcome = await outcomeOfResponse(429, JSON.stringify({ name, statusCode: 429, message: '' }));
    expect(outcome.kind).toBe('quota');
  });
});

/** Returns the outcome when something other than the inbox answers: a proxy in between, or a provider on its worst day. */
async function outcomeOfResponse(status: number, body: string): Promise<BatchOutcome> {
  const server = createServer((_req, res) => {
    res.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await createProvider({ apiKey: KEY, baseUrl, timeoutMs: 20_000 }).sendBatch([email('odd')], 'k7');
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('the outcome is unknown', () => {
  it('when the connection drops after the batch has arrived', async () => {
    await inbox.mode('accept_then_drop');
    expect((await provider.sendBatch([email('cut')], 'k8')).kind).toBe('unknown');
    const [kept] = await keptTo('cut');
    await inbox.mode('ok');
    expect(await provider.sendBatch([email('cut')], 'k8')).toMatchObject({ kind: 'accepted', ids: [kept?.id] });
  });

  it('when no response comes in time, and a second request waits while the first is in progress', async () => {
    await inbox.mode('slow');
    const hasty = createProvider({ apiKey: KEY, baseUrl: inbox.url, timeoutMs: 500 });
    expect((await hasty.sendBatch([email('late')], 'k9')).kind).toBe('unknown');
    expect(await keptTo('late')).toHaveLength(1);
    await inbox.mode('ok');
    const outcome = await provider.sendBatch([email('late')], 'k9');
    expect(outcome).toMatchObject({ kind: 'retry', notAccepted: false, reason: expect.stringContaining('concurrent') });
  });

  it('when the server is down', async () => {
    const gone = await openInbox();
    const dead = createProvider({ apiKey: KEY, baseUrl: gone.url, timeoutMs: 20_000 });
    await gone.close();
    expect((await dead.sendBatch([email('dead')], 'k10')).kind).toBe('unknown');
  });

  it.each([
    [502, 'null'],
    [502, '{"message":"Bad gateway"}'],
    [429, '{"message":"Slow down"}'],
    [200, 'null'],
    [200, '{}'],
    [200, '<html>'],
    [200, '{"data":[]}'],
    [200, '{"data":[{"id":"1"},{"id":"2"}]}'],
    [200, '{"data":[],"errors":[{"index":7,"message":"?"}]}'],
  ])('when the response (%i %s) is not Resend’s response to this batch', async (status, body) => {
    expect((await outcomeOfResponse(status, body)).kind).toBe('unknown');
  });
});
