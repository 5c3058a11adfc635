/** API keys, and Resend's promise about idempotency keys: one answer for 24 hours. */
import { describe, expect, it } from '@jest/globals';
import { Resend } from 'resend';
import { sharedFixture } from '../rig/fixtures.js';
import { until } from '../rig/until.js';
import { DAY_MS } from '../rig/calendar.js';
import { KEY, mail, openInbox, post } from '../rig/inbox.js';

let passed = 0;
const inbox = sharedFixture(() => openInbox({ apiKey: KEY, slowMs: 150, now: () => Date.now() + passed }));

describe('an API key', () => {
  it('is required', async () => {
    const response = await post(`${inbox.url}/emails`, mail());
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ name: 'missing_api_key', statusCode: 401 });
  });

  it('must be the configured one', async () => {
    const { error } = await new Resend('re_other', { baseUrl: inbox.url }).emails.send(mail());
    expect(error).toMatchObject({ name: 'invalid_api_key', statusCode: 403 });
    expect(await inbox.messages()).toEqual([]);
  });

  it('can be anything when none is configured', async () => {
    const open = await openInbox();
    const { error } = await new Resend('re_any', { baseUrl: open.url }).emails.send(mail());
    expect(error).toBeNull();
    await open.close();
  });
});

describe('an idempotency key', () => {
  const batch = (to: string) => [mail({ to }), mail({ to: 'nobody' })];
  const options = (idempotencyKey: string) => ({ idempotencyKey, batchValidation: 'permissive' as const });

  it('returns the same response again, including errors, and sends no second email', async () => {
    const first = await inbox.client.batch.send(batch('again@example.org'), options('again'));
    const second = await inbox.client.batch.send(batch('again@example.org'), options('again'));
    expect(first.data?.errors).toHaveLength(1);
    expect(second.data).toEqual(first.data);
    expect(await inbox.messages('?to=again@example.org')).toHaveLength(1);
  });

  it('is refused with another body, at another endpoint, or with different validation', async () => {
    const conflict = { name: 'invalid_idempotent_request', statusCode: 409 };
    const only = mail({ to: 'other@example.org' });
    await inbox.client.batch.send([only], options('other'));
    const changed = await inbox.client.batch.send([mail({ to: 'changed@example.org' })], options('other'));
    const strict = await inbox.client.batch.send([only], { idempotencyKey: 'other' });
    const single = await inbox.client.emails.send(only, { idempotencyKey: 'other' });
    expect([changed.error, strict.error, single.error]).toMatchObject([conflict, conflict, conflict]);
    expect(await inbox.messages('?to=other@example.org')).toHaveLength(1);
    expect(await inbox.messages('?to=changed@example.org')).toEqual([]);
  });

  it('is refused while its request is in flight', async () => {
    await inbox.mode('slow');
    const slow = inbox.client.emails.send(mail({ to: 'flight@example.org' }), { idempotencyKey: 'flight' });
    await until('the email is stored', async () => (await inbox.messages('?to=flight@example.org')).length === 1);
    await inbox.mode('ok');
    const early = await inbox.client.emails.send(mail({ to: 'flight@example.org' }), { idempotencyKey: 'flight' });
    expect(early.error).toMatchObject({ name: 'concurrent_idempotent_requests', statusCode: 409 });
    const { data } = await slow;
    const late = await inbox.client.emails.send(mail({ to: 'flight@example.org' }), { idempotencyKey: 'flight' });
    expect(late.data).toEqual(data);
  });

  it('expires after 24 hours, not before', async () => {
    const send = () => inbox.client.emails.send(mail({ to: 'day@example.org' }), { idempotencyKey: 'day' });
    const { data } = await send();
    passed += DAY_MS - 60_000;
    expect((await send()).data).toEqual(data);
    passed += 60_000;
    expect((await send()).data).not.toEqual(data);
    expect(await inbox.messages('?to=day@example.org')).toHaveLength(2);
  });

  it('is not used up by a refused request', async () => {
    const refused = await inbox.client.emails.send(mail({ to: 'nobody' }), { idempotencyKey: 'refused' });
    expect(refused.error?.statusCode).toBe(422);
    const { error } = await inbox.client.emails.send(mail(), { idempotencyKey: 'refused' });
    expect(error).toBeNull();
  });

  it('is refused when it has 257 characters', async () => {
    const { error } = await inbox.client.emails.send(mail(), { idempotencyKey: 'k'.repeat(257) });
    expect(error).toMatchObject({ name: 'invalid_idempotency_key', statusCode: 400 });
  });
});
