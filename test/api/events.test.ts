/** `GET /v1/events`: the dashboard live, as server-sent events. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { apiKeys } from '../../db/schema.js';
import { anAccount } from '../rig/builders.js';
import { createApi, type Api } from '../rig/api.js';
import { report } from '../rig/reports.js';

let api: Api;
beforeAll(async () => void (api = await createApi()));
afterAll(() => api.close());

/** The events as they come; `next` resolves with each one's data, null at the end of the stream. */
async function follow(headers: Record<string, string>) {
  const gone = new AbortController();
  const response = await fetch(`${api.origin}/v1/events`, { headers, signal: gone.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  async function next(): Promise<{ disconnected: number } | null> {
    for (;;) {
      const [, data] = /event: dashboard\n(?:.*\n)*?data: (.*)\n\n/.exec(text) ?? [];
      if (data !== undefined) {
        text = text.slice(text.indexOf(data) + data.length + 2);
        return JSON.parse(data) as { disconnected: number };
      }
      const { done, value } = await reader.read();
      if (done) return null;
      text += value;
    }
  }
  return { status: response.status, type: response.headers.get('content-type'), next, close: () => gone.abort() };
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

test('tells at once how many accounts are disconnected, and again whenever that changes – of this archive alone', async () => {
  const { db, waker } = api.context;
  const mine = await follow(bearer(api.key));
  expect([mine.status, mine.type]).toEqual([200, 'text/event-stream; charset=utf-8']);
  expect(await mine.next()).toEqual({ disconnected: 0 });
  const theirs = await follow(bearer(api.otherKey));
  expect(await theirs.next()).toEqual({ disconnected: 0 });

  await report(api.context, api.otherCity.archiveId, await anAccount(db, api.otherCity));
  waker.wake('workflows');
  expect(await theirs.next()).toEqual({ disconnected: 1 });
  await report(api.context, api.city.archiveId, await anAccount(db, api.city));
  await report(api.context, api.city.archiveId, await anAccount(db, api.city));
  waker.wake('workflows');
  // The first event of ours is about ours: theirs brought none.
  expect(await mine.next()).toEqual({ disconnected: 2 });
  mine.close();
  theirs.close();
});

test('an Account Owner hears of their own accounts', async () => {
  const { db, waker } = api.context;
  const stream = await follow({ ...bearer(api.key), 'x-relink-acting-user': api.city.otherOwner });
  expect(await stream.next()).toEqual({ disconnected: 0 });
  await report(api.context, api.city.archiveId, await anAccount(db, api.city, { ownerId: api.city.otherOwner }));
  waker.wake('workflows');
  expect(await stream.next()).toEqual({ disconnected: 1 });
  stream.close();
});

test('whoever lost the right hears no more', async () => {
  const key = await api.aKey(['read']);
  const stream = await follow(bearer(key));
  await stream.next();
  await api.context.db
    .update(apiKeys)
    .set({ revokedAt: new Date() })
    .where(eq(apiKeys.hint, key.slice(-4)));
  api.context.waker.wake('workflows');
  expect(await stream.next()).toBeNull();
});

test('nobody hears anything without a key', async () => {
  expect((await fetch(`${api.origin}/v1/events`)).status).toBe(401);
});
