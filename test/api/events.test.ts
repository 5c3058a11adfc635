/** `GET /v1/events`: live updates of the dashboard, as server-sent events. */
import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { eq } from 'drizzle-orm';
import express from 'express';
import type { AddressInfo } from 'node:net';
import { liveEvents } from '../../api/events.js';
import { streamSlots } from '../../api/stream-slots.js';
import type { PersonPrincipal } from '../../domain/principal.js';
import { errorHandler } from '../../http/problem.js';
import { apiKeys } from '../../db/schema.js';
import { anAccount } from '../rig/builders.js';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';
import { report } from '../rig/reports.js';
import { until } from '../rig/until.js';

const api = sharedFixture(createApi);

/** Follows the events; `next` resolves with each event's data, or null at the end of the stream. */
async function follow(headers: Record<string, string>, origin = api.origin) {
  const gone = new AbortController();
  const response = await fetch(`${origin}/v1/events`, { headers, signal: gone.signal });
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

test('a stream sends the number of disconnected accounts at once and after every change, for its own archive only', async () => {
  const { db, notifier } = api.context;
  const mine = await follow(bearer(api.key));
  expect([mine.status, mine.type]).toEqual([200, 'text/event-stream; charset=utf-8']);
  expect(await mine.next()).toEqual({ disconnected: 0 });
  const theirs = await follow(bearer(api.otherKey));
  expect(await theirs.next()).toEqual({ disconnected: 0 });

  await report(api.context, api.otherCity.archiveId, await anAccount(db, api.otherCity));
  notifier.notify('workflows');
  expect(await theirs.next()).toEqual({ disconnected: 1 });
  await report(api.context, api.city.archiveId, await anAccount(db, api.city));
  notifier.notify('workflows');
  // The first event in our stream is about our archive: the other archive's report sent none.
  expect(await mine.next()).toEqual({ disconnected: 1 });
  await report(api.context, api.city.archiveId, await anAccount(db, api.city));
  notifier.notify('workflows');
  expect(await mine.next()).toEqual({ disconnected: 2 });
  mine.close();
  theirs.close();
});

test('an Account Owner’s stream counts only their own accounts', async () => {
  const { db, notifier } = api.context;
  const stream = await follow({ ...bearer(api.key), 'x-relink-acting-user': api.city.otherOwner });
  expect(await stream.next()).toEqual({ disconnected: 0 });
  await report(api.context, api.city.archiveId, await anAccount(db, api.city, { ownerId: api.city.otherOwner }));
  notifier.notify('workflows');
  expect(await stream.next()).toEqual({ disconnected: 1 });
  stream.close();
});

test('a stream ends when its key is revoked', async () => {
  const key = await api.aKey(['read']);
  const stream = await follow(bearer(key));
  await stream.next();
  await api.context.db
    .update(apiKeys)
    .set({ revokedAt: new Date() })
    .where(eq(apiKeys.hint, key.slice(-4)));
  api.context.notifier.notify('workflows');
  expect(await stream.next()).toBeNull();
});

test('a stream needs a key', async () => {
  expect((await fetch(`${api.origin}/v1/events`)).status).toBe(401);
});

describe('many streams', () => {
  const closeAll = (streams: { close(): void }[]) => streams.forEach((stream) => stream.close());
  const tryOnce = (headers: Record<string, string>, method = 'GET') =>
    fetch(`${api.origin}/v1/events`, { method, headers, signal: AbortSignal.timeout(5000) });

  test('are limited to twelve for a key and twelve for each person it acts for; closing one makes room', async () => {
    const key = await api.aKey(['read', 'act']);
    const streams = await Promise.all(Array.from({ length: 12 }, () => follow(bearer(key))));
    const refused = await tryOnce(bearer(key));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    expect(await refused.json()).toMatchObject({ code: 'too_many_streams' });
    const acting = await follow({ ...bearer(key), 'x-relink-acting-user': api.city.primary });
    expect(acting.status).toBe(200);
    streams.pop()!.close();
    await until('room for another stream', async () => {
      const again = await follow(bearer(key));
      streams.push(again);
      return again.status === 200;
    });
    closeAll([...streams, acting]);
  });

  test('do not count HEAD requests', async () => {
    const key = await api.aKey(['read']);
    for (let n = 0; n < 14; n += 1) {
      const head = await tryOnce(bearer(key), 'HEAD');
      expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    }
  });

  /** Opens the streams of a separate process, each from a different session, and counts how often the database is queried. */
  async function aProcess(inAll: number) {
    const { context, city } = api;
    let asked = 0;
    const db = new Proxy(context.db, {
      get(target, name) {
        if (name === 'select') asked += 1;
        return Reflect.get(target, name) as unknown;
      },
    });
    let sessions = 0;
    const principals = new WeakMap<express.Request, PersonPrincipal>();
    const authenticate = (req: express.Request) => {
      const principal: PersonPrincipal = principals.get(req) ?? {
        kind: 'person',
        archiveId: city.archiveId,
        userId: city.primary,
        name: 'Primary',
        adminRole: 'primary_administrator',
        isAccountOwner: false,
        via: { kind: 'login', sessionId: `session-${(sessions += 1)}`, signInAge: 0 },
      };
      principals.set(req, principal);
      return Promise.resolve(principal);
    };
    const slots = streamSlots({ ...context, db }, { perCaller: 20, perArchive: 100, total: inAll });
    const live = liveEvents({ ...context, db }, authenticate, slots);
    const app = express().get('/v1/events', live.handler).use(errorHandler(context.log));
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      origin,
      asked: () => asked,
      async close() {
        await live.close();
        await slots.close();
        server.closeAllConnections();
        server.close();
      },
    };
  }

  test('are limited for the whole process, too', async () => {
    const own = await aProcess(2);
    const streams = [await follow({}, own.origin), await follow({}, own.origin)];
    const refused = await fetch(`${own.origin}/v1/events`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
    closeAll(streams);
    await own.close();
  });

  test('with the same content share one database query', async () => {
    const own = await aProcess(50);
    const streams = await Promise.all(Array.from({ length: 20 }, () => follow({}, own.origin)));
    for (const stream of streams) await stream.next();
    const before = own.asked();
    await report(api.context, api.city.archiveId, await anAccount(api.context.db, api.city));
    api.context.notifier.notify('workflows');
    for (const stream of streams) await stream.next();
    expect(own.asked() - before).toBeLessThan(streams.length / 2);
    closeAll(streams);
    await own.close();
  });
});
