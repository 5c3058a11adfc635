/** The inbox and a third-party Resend emulator answer the real client alike, as far as the emulator goes. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createEmulator } from 'emulate';
import { Resend } from 'resend';
import { sharedFixture } from '../rig/fixtures.js';
import { KEY, mail, openInbox } from '../rig/inbox.js';

const inbox = sharedFixture(openInbox);
const emulator = sharedFixture(async () => createEmulator({ service: 'resend', port: await freePort() }));
let clients: Resend[];
beforeAll(() => {
  clients = [inbox.client, new Resend(KEY, { baseUrl: emulator.url })];
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Makes the same call to both. Ids differ, so they are numbered in order of appearance. */
async function both(call: (client: Resend) => Promise<unknown>): Promise<unknown> {
  const [ours, theirs] = await Promise.all(clients.map(async (client) => numbered(await call(client))));
  expect(ours).toEqual(theirs);
  return ours;
}

function numbered(answer: unknown): unknown {
  const ids: string[] = [];
  const text = JSON.stringify(answer).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => {
    if (!ids.includes(id)) ids.push(id);
    return `id ${ids.indexOf(id)}`;
  });
  return JSON.parse(text) as unknown;
}

const refusal = ({ error }: { error: { name: string; statusCode: number | null } | null }) =>
  error && { name: error.name, statusCode: error.statusCode };

describe('the inbox and the emulator agree', () => {
  it('on one email', async () => {
    expect(await both(async (client) => (await client.emails.send(mail())).data)).toEqual({ id: 'id 0' });
  });

  it('on a batch', async () => {
    const answer = await both(async (client) => (await client.batch.send([mail(), mail()])).data);
    expect(answer).toEqual({ data: [{ id: 'id 0' }, { id: 'id 1' }] });
  });

  it('on looking up an email', async () => {
    const tags = [{ name: 'relink_email', value: 'eml_1' }];
    const answer = await both(async (client) => {
      const { data } = await client.emails.send(mail({ cc: ['marge@example.org'], tags }));
      const { data: found } = await client.emails.get(data!.id);
      const { object, id, from, to, cc, subject, html, text } = found!;
      return { same: id === data!.id, object, id, from, to, cc, subject, html, text };
    });
    expect(answer).toMatchObject({ same: true, object: 'email', to: ['dana@example.org'] });
  });

  it('on the same idempotency key with the same body', async () => {
    const answer = await both(async (client) => {
      const send = () => client.batch.send([mail(), mail()], { idempotencyKey: 'same' });
      return [(await send()).data, (await send()).data];
    });
    expect(answer).toEqual([{ data: [{ id: 'id 0' }, { id: 'id 1' }] }, { data: [{ id: 'id 0' }, { id: 'id 1' }] }]);
  });

  it('on the same idempotency key with another body or at another endpoint', async () => {
    const answer = await both(async (client) => {
      await client.emails.send(mail(), { idempotencyKey: 'other' });
      const body = await client.emails.send(mail({ subject: 'Other' }), { idempotencyKey: 'other' });
      const endpoint = await client.batch.send([mail()], { idempotencyKey: 'other' });
      return [refusal(body), refusal(endpoint)];
    });
    const conflict = { name: 'invalid_idempotent_request', statusCode: 409 };
    expect(answer).toEqual([conflict, conflict]);
  });

  it.each([
    ['an email without a recipient', (client: Resend) => client.emails.send({ ...mail(), to: '' })],
    ['an email without a subject', (client: Resend) => client.emails.send(mail({ subject: '' }))],
    ['an email without a sender', (client: Resend) => client.batch.send([mail(), { ...mail(), from: '' }])],
    ['101 emails', (client: Resend) => client.batch.send(Array.from({ length: 101 }, () => mail()))],
    ['a key that is too long', (client: Resend) => client.emails.send(mail(), { idempotencyKey: 'k'.repeat(257) })],
    ['an unknown id', (client: Resend) => client.emails.get('7e4cbd3f-0000-4000-8000-000000000000')],
  ])('on refusing %s', async (_what, call) => {
    const answer = await both(async (client) => refusal(await call(client)));
    expect(answer).toMatchObject({
      name: expect.stringMatching(/^(validation_error|invalid_idempotency_key|not_found)$/),
    });
  });
});
