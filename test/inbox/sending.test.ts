/** Sends through Resend's own client, as Relink does, and reads what was sent, as programs do. */
import { describe, expect, it } from '@jest/globals';
import { sharedFixture } from '../rig/fixtures.js';
import { mail, openInbox, post } from '../rig/inbox.js';

const inbox = sharedFixture(openInbox);

describe('an email', () => {
  it('is stored as it was sent', async () => {
    const sent = mail({ to: ['Kept <Kept@Example.org>', 'too@example.org'], cc: 'marge@example.org' });
    const { data, error } = await inbox.client.emails.send(sent, { idempotencyKey: 'kept/1' });
    expect(error).toBeNull();
    const [kept] = await inbox.messages('?to=kept@example.org');
    expect(kept).toEqual({
      ...sent,
      id: data?.id,
      cc: ['marge@example.org'],
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      idempotencyKey: 'kept/1',
    });
  });

  it('can be looked up by its id, as with Resend', async () => {
    const tags = [{ name: 'relink_email', value: 'eml_1' }];
    const { data } = await inbox.client.emails.send(mail({ to: 'looked@example.org', replyTo: 'a@b.example', tags }));
    const { data: found } = await inbox.client.emails.get(data!.id);
    expect(found).toMatchObject({
      object: 'email',
      id: data!.id,
      to: ['looked@example.org'],
      reply_to: ['a@b.example'],
      last_event: 'delivered',
      tags,
    });
    const { error } = await inbox.client.emails.get('7e4cbd3f-0000-4000-8000-000000000000');
    expect(error).toMatchObject({ name: 'not_found', statusCode: 404 });
  });

  it.each([
    ['no sender', { from: undefined }, 'Missing `from`'],
    ['a sender that isn’t an address', { from: 'Relink' }, 'Invalid `from`'],
    ['no recipient', { to: [] }, 'Missing `to`'],
    ['a recipient that isn’t an address', { to: ['a@b.example', 'nobody'] }, 'Invalid `to`'],
    ['no subject', { subject: '' }, 'Missing `subject`'],
    ['neither HTML nor text', { html: undefined, text: undefined }, 'Missing `html` or `text`'],
    ['a space in a tag', { tags: [{ name: 'a b', value: 'c' }] }, 'Tags should only contain'],
    ['51 recipients', { cc: Array.from({ length: 50 }, (_, n) => `p${n}@example.org`) }, 'must not exceed 50'],
    ['a scheduled time', { scheduledAt: 'in 1 hour' }, 'doesn’t support `scheduled_at`'],
  ])('with %s is refused and not stored', async (_what, wrong, words) => {
    const before = (await inbox.messages()).length;
    const { data, error } = await inbox.client.emails.send({ ...mail(), ...wrong } as ReturnType<typeof mail>);
    expect(data).toBeNull();
    expect(error).toMatchObject({ name: 'validation_error', statusCode: 422 });
    expect(error?.message).toContain(words);
    expect(await inbox.messages()).toHaveLength(before);
  });

  it('is refused if it isn’t JSON', async () => {
    const response = await post(`${inbox.url}/emails`, '{"from":', { authorization: 'Bearer re_x' });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ name: 'validation_error', statusCode: 422 });
  });
});

describe('a batch', () => {
  const mixed = [mail({ to: 'one@mixed.example' }), mail({ to: 'nobody' }), mail({ to: 'two@mixed.example' })];

  it('is stored in order, and each email has the batch’s key', async () => {
    const to = (n: number) => `b${n}@batch.example`;
    const mails = Array.from({ length: 100 }, (_, n) => mail({ to: to(n) }));
    const { data } = await inbox.client.batch.send(mails, { idempotencyKey: 'batch/1' });
    const newest = (await inbox.messages('?limit=100')).toReversed();
    expect(newest.map(({ id }) => id)).toEqual(data?.data.map(({ id }) => id));
    expect(newest.map((kept) => kept.to[0])).toEqual(mails.map((_, n) => to(n)));
    expect(new Set(newest.map(({ idempotencyKey }) => idempotencyKey))).toEqual(new Set(['batch/1']));
  });

  it('is refused as a whole because of one invalid email', async () => {
    const { error } = await inbox.client.batch.send(mixed);
    expect(error).toMatchObject({ name: 'validation_error', statusCode: 422 });
    expect(await inbox.messages('?to=one@mixed.example')).toEqual([]);
  });

  it('is sent without its invalid emails in permissive mode', async () => {
    const { data } = await inbox.client.batch.send(mixed, { batchValidation: 'permissive' });
    expect(data?.data).toHaveLength(2);
    expect(data?.errors).toEqual([{ index: 1, message: expect.stringContaining('Invalid `to`') }]);
    const [one] = await inbox.messages('?to=one@mixed.example');
    const [two] = await inbox.messages('?to=two@mixed.example');
    expect([one?.id, two?.id]).toEqual(data?.data.map(({ id }) => id));
  });

  it.each([0, 101])('of %i emails is refused', async (count) => {
    const { error } = await inbox.client.batch.send(Array.from({ length: count }, () => mail()));
    expect(error).toMatchObject({ name: 'validation_error', statusCode: 422 });
  });
});

describe('the API’s list', () => {
  it('has the newest first and matches a recipient in any letter case, but not in cc', async () => {
    for (const subject of ['1', '2', '3'])
      await inbox.client.emails.send(mail({ to: 'List <list@example.org>', cc: 'copied@example.org', subject }));
    const subjects = async (query: string) => (await inbox.messages(query)).map(({ subject }) => subject);
    expect(await subjects('?to=LIST@example.ORG')).toEqual(['3', '2', '1']);
    expect(await subjects('?to=list@example.org&limit=2')).toEqual(['3', '2']);
    expect(await subjects('?to=copied@example.org')).toEqual([]);
    expect(await subjects('?to=ist@example.org')).toEqual([]);
  });

  it('is JSON, like every API response', async () => {
    for (const path of ['/api/messages', '/api/mode', '/emails/x', '/nowhere']) {
      const response = await fetch(inbox.url + path, { headers: { authorization: 'Bearer re_x' } });
      expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    }
  });

  it.each(['limit=0', 'limit=-1', 'limit=many', 'to=a@b.co&to=c@d.co'])('refuses the query %s', async (query) => {
    const response = await fetch(`${inbox.url}/api/messages?${query}`);
    expect(response.status).toBe(422);
  });
});
