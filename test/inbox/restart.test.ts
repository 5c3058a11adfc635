/** The folder outlives the process, whatever the process was doing when it ended. */
import { appendFile, readFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { freshFixture } from '../rig/fixtures.js';
import { mail, openInbox } from '../rig/inbox.js';

const inbox = freshFixture(openInbox);
let journal: string;
beforeEach(() => {
  journal = path.join(inbox.dir, 'mails.jsonl');
});

const send = (subject: string) => inbox.client.emails.send(mail({ subject }), { idempotencyKey: subject });
const batch = (subject: string) =>
  inbox.client.batch.send([mail({ subject }), mail({ subject })], { idempotencyKey: subject });
const subjects = async () => (await inbox.messages()).map(({ subject }) => subject);

describe('after a restart', () => {
  it('the emails are still there, in order', async () => {
    await send('1');
    await batch('2');
    const before = await inbox.messages();
    await inbox.restart();
    expect(await inbox.messages()).toEqual(before);
    await send('3');
    expect(await subjects()).toEqual(['3', '2', '2', '1']);
  });

  it('idempotency keys still work', async () => {
    const { data } = await batch('1');
    await inbox.restart();
    expect((await batch('1')).data).toEqual(data);
    const { error } = await inbox.client.emails.send(mail(), { idempotencyKey: '1' });
    expect(error?.name).toBe('invalid_idempotent_request');
    expect(await subjects()).toEqual(['1', '1']);
  });

  it.each(['{"mail":{"id":"x', '{', 'not JSON'])('a torn last line is dropped: %s', async (torn) => {
    await send('1');
    await inbox.stop();
    await appendFile(journal, torn);
    await inbox.restart();
    await send('2');
    await inbox.restart();
    expect(await subjects()).toEqual(['2', '1']);
  });

  it('an incomplete batch is dropped, and its key can be used again', async () => {
    await send('1');
    await batch('2');
    await inbox.stop();
    const lines = (await readFile(journal, 'utf8')).split('\n');
    // Cuts off the line that commits the batch.
    await truncate(journal, lines.slice(0, -2).join('\n').length + 1);
    await inbox.restart();
    expect(await subjects()).toEqual(['1']);
    expect((await batch('2')).error).toBeNull();
    await inbox.restart();
    expect(await subjects()).toEqual(['2', '2', '1']);
  });
});

it('5,000 emails in batches of 100 are all stored', async () => {
  const html = `<p>${'ä'.repeat(10_000)}</p>`;
  for (let n = 0; n < 50; n += 1) {
    const { error } = await inbox.client.batch.send(
      Array.from({ length: 100 }, (_, index) => mail({ to: `p${index}@example.org`, html })),
      { idempotencyKey: `many/${n}` },
    );
    expect(error).toBeNull();
  }
  expect(await inbox.messages('?to=p7@example.org')).toHaveLength(50);
});
