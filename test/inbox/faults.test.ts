/** A provider's bad days, on request. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { sharedFixture } from '../rig/fixtures.js';
import { mail, openInbox, post } from '../rig/inbox.js';

let luck = 0;
const inbox = sharedFixture(() => openInbox({ slowMs: 300, random: () => luck }));
afterEach(() => inbox.mode('ok'));

const send = (to: string) => inbox.client.emails.send(mail({ to }), { idempotencyKey: to });
const kept = async (to: string) => (await inbox.messages(`?to=${to}`)).length;

describe('the mode', () => {
  it('rate_limit stores nothing and says when to retry', async () => {
    await inbox.mode('rate_limit');
    const { error, headers } = await send('limited@example.org');
    expect(error).toMatchObject({ name: 'rate_limit_exceeded', statusCode: 429 });
    expect(headers?.['retry-after']).toBe('1');
    expect(await kept('limited@example.org')).toBe(0);
  });

  it('error stores nothing', async () => {
    await inbox.mode('error');
    const { error } = await send('error@example.org');
    expect(error).toMatchObject({ name: 'application_error', statusCode: 500 });
    expect(await kept('error@example.org')).toBe(0);
  });

  it('accept_then_drop stores the email without responding, and responds to the retry', async () => {
    await inbox.mode('accept_then_drop');
    const { error } = await send('dropped@example.org');
    expect(error).toMatchObject({ name: 'application_error', statusCode: null });
    expect(await kept('dropped@example.org')).toBe(1);
    await inbox.mode('ok');
    const { data } = await send('dropped@example.org');
    const [only, ...others] = await inbox.messages('?to=dropped@example.org');
    expect(data?.id).toBe(only?.id);
    expect(others).toEqual([]);
  });

  it('slow accepts the email and responds late', async () => {
    await inbox.mode('slow');
    const begun = performance.now();
    const { error } = await send('slow@example.org');
    expect(error).toBeNull();
    expect(performance.now() - begun).toBeGreaterThanOrEqual(295);
  });

  it('affects the given share of requests', async () => {
    await inbox.mode('error', 0.25);
    luck = 0.24;
    expect((await send('unlucky@example.org')).error).not.toBeNull();
    luck = 0.26;
    expect((await send('lucky@example.org')).error).toBeNull();
    luck = 0;
    await inbox.mode('error', 0);
    expect((await send('never@example.org')).error).toBeNull();
  });

  it('doesn’t affect reading', async () => {
    await inbox.mode('error');
    expect((await fetch(`${inbox.url}/api/messages`)).status).toBe(200);
  });

  it.each([{ mode: 'broken' }, {}, [], { mode: 'error', share: 2 }, { mode: 'error', share: '1' }, 'null', '{'])(
    'stays the same when %j is refused',
    async (wrong) => {
      await inbox.mode('slow', 0.5);
      const response = await post(`${inbox.url}/api/mode`, wrong);
      expect(response.status).toBe(422);
      expect(((await response.json()) as { message: string }).message).not.toBe('');
      expect(await (await fetch(`${inbox.url}/api/mode`)).json()).toEqual({ mode: 'slow', share: 0.5 });
    },
  );
});
