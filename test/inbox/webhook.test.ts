/** The events that the inbox sends about an email, signed as Resend signs them and verified with Resend's own code. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '../rig/until.js';
import { listen, mail, openInbox, type Heard, type Listener, type TestInbox } from '../rig/inbox.js';

const secret = `whsec_${randomBytes(24).toString('base64')}`;
const other = `whsec_${randomBytes(24).toString('base64')}`;

let listener: Listener;
let inbox: TestInbox;
afterEach(async () => {
  await inbox.close();
  await listener.close();
});

async function begin(answer?: (heard: Heard) => number, backoffMs: readonly number[] = []): Promise<void> {
  listener = await listen(answer);
  inbox = await openInbox({ webhook: { url: listener.url, secret, backoffMs } });
}

const heard = (count: number) => until(`${count} events have arrived`, () => listener.heard.length >= count, 5_000);
const told = () => listener.heard.map(({ event }) => `${event.type} ${event.data.to.join(' ')}`);

describe('an event', () => {
  it('is signed and identifies the email with its tags', async () => {
    await begin();
    const tags = [
      { name: 'relink_email', value: 'eml_1' },
      { name: 'archive', value: 'arc_1' },
    ];
    const { data } = await inbox.client.emails.send(mail({ tags }));
    await heard(2);
    for (const { headers, body } of listener.heard) {
      const event = inbox.client.webhooks.verify({ payload: body, headers, webhookSecret: secret });
      expect(event).toMatchObject({
        data: { email_id: data?.id, subject: mail().subject, tags: { relink_email: 'eml_1', archive: 'arc_1' } },
      });
      expect(() =>
        inbox.client.webhooks.verify({ payload: body.replace('eml_1', 'eml_2'), headers, webhookSecret: secret }),
      ).toThrow();
      expect(() => inbox.client.webhooks.verify({ payload: body, headers, webhookSecret: other })).toThrow();
    }
    expect(told()).toEqual(['email.sent dana@example.org', 'email.delivered dana@example.org']);
  });

  it.each([
    ['bounce@x.example', ['email.bounced bounce@x.example']],
    ['Bounced.Dana@x.example', ['email.bounced Bounced.Dana@x.example']],
    ['suppressed@x.example', ['email.suppressed suppressed@x.example']],
    ['complain@x.example', ['email.delivered complain@x.example', 'email.complained complain@x.example']],
  ])('for %s reports how delivery ends', async (to, events) => {
    await begin();
    const { data } = await inbox.client.emails.send(mail({ to }));
    await heard(1 + events.length);
    expect(told()).toEqual([`email.sent ${to}`, ...events]);
    const { data: found } = await inbox.client.emails.get(data!.id);
    expect(`email.${found?.last_event} ${to}`).toBe(events.at(-1));
  });

  it('for a bounced cc lists the email’s own To, as Resend does, and only the mail server’s reply names the cc', async () => {
    await begin();
    await inbox.client.emails.send(mail({ cc: ['bounce@x.example', 'marge@x.example'] }));
    await heard(3);
    expect(told().slice(1)).toEqual(['email.delivered dana@example.org', 'email.bounced dana@example.org']);
    expect(listener.heard[2]?.event.data).toMatchObject({
      bounce: { type: 'Permanent', diagnosticCode: [expect.stringContaining('<bounce@x.example>')] },
    });
  });

  it.each([
    ['bounce-unnamed@x.example', { bounce: { type: 'Permanent', diagnosticCode: [] } }],
    ['bounce-undetermined@x.example', { bounce: { type: 'Undetermined' } }],
    ['bounce-full@x.example', { bounce: { type: 'Transient' } }],
    ['suppress-unnamed@x.example', { suppressed: { type: 'OnAccountSuppressionList' } }],
    ['complain@x.example', {}],
  ])('for a copied %s names no address', async (cc, detail) => {
    await begin();
    await inbox.client.emails.send(mail({ cc: [cc] }));
    await heard(3);
    expect(listener.heard[2]?.event.data).toMatchObject({ to: ['dana@example.org'], ...detail });
    expect(listener.heard[2]?.body).not.toContain(cc);
  });

  it('for bounce-once@ is a bounce until the address is taken off the suppression list', async () => {
    await begin();
    const to = 'bounce-once@x.example';
    await inbox.client.emails.send(mail({ to }));
    await heard(2);
    await inbox.client.suppressions.remove(to);
    await inbox.client.emails.send(mail({ to }));
    await heard(4);
    expect(told()).toEqual([`email.sent ${to}`, `email.bounced ${to}`, `email.sent ${to}`, `email.delivered ${to}`]);
  });

  it('is retried under the same id until it is accepted', async () => {
    let refusals = 2;
    await begin(() => ((refusals -= 1) >= 0 ? 503 : 204), [5, 5, 5]);
    await inbox.client.emails.send(mail());
    await heard(4);
    const types = listener.heard.map(({ event }) => event.type);
    expect(types).toEqual(['email.sent', 'email.sent', 'email.sent', 'email.delivered']);
    expect(new Set(listener.heard.slice(0, 3).map(({ headers }) => headers.id)).size).toBe(1);
    expect(listener.heard[3]?.headers.id).not.toBe(listener.heard[0]?.headers.id);
  });

  it('is dropped after the last attempt, and the email’s next event is still sent', async () => {
    await begin(({ event }) => (event.type === 'email.sent' ? 500 : 204), [5]);
    await inbox.client.emails.send(mail());
    await heard(3);
    expect(listener.heard.map(({ event }) => event.type)).toEqual(['email.sent', 'email.sent', 'email.delivered']);
  });

  it('is sent for each email of a batch, but not for a refused or repeated one', async () => {
    await begin();
    const batch = [mail({ to: 'a@x.example' }), mail({ to: 'nobody' }), mail({ to: 'b@x.example' })];
    const options = { idempotencyKey: 'k', batchValidation: 'permissive' as const };
    await inbox.client.batch.send(batch, options);
    await inbox.client.batch.send(batch, options);
    await inbox.client.emails.send(mail({ to: 'last@x.example' }));
    await until(
      'the last email’s delivery is reported',
      () => told().includes('email.delivered last@x.example'),
      5_000,
    );
    expect(
      told()
        .filter((one) => one.startsWith('email.delivered'))
        .sort(),
    ).toEqual(['a', 'b', 'last'].map((name) => `email.delivered ${name}@x.example`));
  });
});

it('a webhook that never responds delays neither the sender nor the shutdown', async () => {
  const seen: string[] = [];
  const deaf = createServer((req) => {
    seen.push('asked');
    req.socket.once('close', () => seen.push('left'));
  });
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const { port } = deaf.address() as AddressInfo;
  listener = await listen();
  inbox = await openInbox({ webhook: { url: `http://127.0.0.1:${port}`, secret } });
  const { error } = await inbox.client.emails.send(mail());
  expect(error).toBeNull();
  await until('the webhook was called', () => seen.includes('asked'));
  await inbox.restart();
  await until('the inbox has stopped waiting for it', () => seen.includes('left'), 5_000);
  await new Promise((resolve) => deaf.close(resolve));
});
