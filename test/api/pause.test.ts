import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { composeGroups } from '../../services/mail/delivery/compose-steps.js';
import { raiseDueSteps } from '../../services/disconnects/raise-due-steps.js';
import { disconnects, dueSteps } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { DAY_MS } from '../rig/calendar.js';
import { anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

async function aDisconnect(): Promise<{ id: string; accountId: string }> {
  const accountId = await anAccount(api.context.db, api.city);
  const { body } = await api.call('POST', '/v1/disconnects', { accountId });
  return { id: body.id, accountId };
}
const rowOf = async (id: string) => (await api.context.db.select().from(disconnects).where(eq(disconnects.id, id)))[0]!;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const timeline = async (id: string) => {
  const { body } = await api.call('GET', `/v1/disconnects/${id}/timeline`);
  return body.items as unknown as { type: string; actor: { kind: string; id: string; name: string }; detail: object }[];
};

test('a pause shows the first email due after it, and an email that was already due waits', async () => {
  const { id } = await aDisconnect();
  const start = (await rowOf(id)).seriesStartedAt.getTime();
  const until = inDays(8);
  const { status, body } = await api.call('POST', `/v1/disconnects/${id}/pause`, { until, reason: 'Elections' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ pausedUntil: until, pauseReason: 'Elections' });
  expect(Date.parse(body.nextEmailAt)).toBe(start + 12 * DAY_MS);
  const steps = await api.context.db.select().from(dueSteps).where(eq(dueSteps.disconnectId, id));
  expect(steps).toMatchObject([{ step: 0, state: 'due' }]);

  const resumed = await api.call('POST', `/v1/disconnects/${id}/resume`, {});
  expect(resumed.body.pausedUntil).toBeNull();
  expect(Date.parse(resumed.body.nextEmailAt)).toBe(start + 2 * DAY_MS);
  expect((await timeline(id)).map(({ type }) => type)).toEqual(['reported', 'paused', 'resumed']);
});

describe('a pause right after the report', () => {
  const firstStep = async (id: string) =>
    (await api.context.db.select().from(dueSteps).where(eq(dueSteps.disconnectId, id)))[0]!;
  const composeFirstStep = async (id: string) => {
    const { ownerId } = (await api.call('GET', `/v1/disconnects/${id}`)).body as unknown as { ownerId: string };
    const group = { ownerId, kind: 'series' as const, stepIds: [(await firstStep(id)).id] };
    return composeGroups(api.context, api.city.archiveId, [group]);
  };

  test('holds the email that is about to go out, and resuming releases it', async () => {
    const { id } = await aDisconnect();
    await api.call('POST', `/v1/disconnects/${id}/pause`, { until: inDays(8), reason: 'Elections' });
    expect(await composeFirstStep(id)).toBe(0);
    expect((await firstStep(id)).state).toBe('due');
    await api.call('POST', `/v1/disconnects/${id}/resume`, {});
    expect((await firstStep(id)).notBefore).toBeNull();
    expect(await composeFirstStep(id)).toBe(1);
  });

  test('delays the first email until the pause ends, even if the end is moved', async () => {
    const { id } = await aDisconnect();
    for (const days of [8, 3]) {
      await api.call('POST', `/v1/disconnects/${id}/pause`, { until: inDays(days), reason: 'Elections' });
      expect(await composeFirstStep(id)).toBe(0);
      const { notBefore } = await firstStep(id);
      expect(Math.abs(notBefore!.getTime() - Date.parse(inDays(days)))).toBeLessThan(60_000);
    }
  });

  test('also holds a first email that falls due during the pause, after a refresh', async () => {
    const { id } = await aDisconnect();
    const { archiveId } = api.city;
    await api.call('POST', `/v1/disconnects/${id}/pause`, { until: inDays(8), reason: 'Elections' });
    await api.context.db.delete(dueSteps).where(eq(dueSteps.disconnectId, id));
    await api.context.db.update(disconnects).set({ step: null, nextEmailAt: null }).where(eq(disconnects.id, id));
    await raiseDueSteps(api.context, { archiveId, disconnectId: id, now: Date.now() });
    expect(await firstStep(id)).toMatchObject({ step: 0, state: 'due' });
  });
});

test('after a pause longer than the series, the next email is a step of the series in which it ends', async () => {
  const { id } = await aDisconnect();
  const start = (await rowOf(id)).seriesStartedAt.getTime();
  const { body } = await api.call('POST', `/v1/disconnects/${id}/pause`, { until: inDays(30), reason: 'Elections' });
  // The third series would begin on day 54; this is the second series' reminder on day 27 + 7.
  expect(Date.parse(body.nextEmailAt)).toBe(start + 34 * DAY_MS);
});

test('a running workflow is woken; one that has not started needs no signal', async () => {
  const { id } = await aDisconnect();
  await api.call('POST', `/v1/disconnects/${id}/pause`, { until: inDays(1), reason: 'x' });
  expect((await rowOf(id)).workflow).toBe('to_start');
  await api.context.db.update(disconnects).set({ workflow: 'running' }).where(eq(disconnects.id, id));
  await api.call('POST', `/v1/disconnects/${id}/resume`, {});
  expect((await rowOf(id)).workflow).toBe('to_wake');
  await api.context.db.update(disconnects).set({ workflow: 'running' }).where(eq(disconnects.id, id));
  // Not paused, so there is nothing to resume.
  expect((await api.call('POST', `/v1/disconnects/${id}/resume`)).status).toBe(200);
  expect((await rowOf(id)).workflow).toBe('running');
});

test.each([
  ['in the past', () => inDays(-1)],
  ['more than a year ahead', () => inDays(367)],
])('a pause until a time %s is refused', async (_what, until) => {
  const { id } = await aDisconnect();
  const answer = await api.call('POST', `/v1/disconnects/${id}/pause`, { until: until(), reason: 'x' });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'until' }] } });
  expect((await rowOf(id)).pausedUntil).toBeNull();
});

test('withdrawing a report leaves the account connected and tells no one', async () => {
  const { id, accountId } = await aDisconnect();
  await api.context.db
    .update(dueSteps)
    .set({ state: 'composed', emailId: 'eml_x' })
    .where(eq(dueSteps.disconnectId, id));
  const { body } = await api.call('POST', `/v1/disconnects/${id}/withdraw`, { reason: 'A mistake' });
  expect(body).toMatchObject({ status: 'closed', closedAs: 'withdrawn' });
  const account = await api.call('GET', `/v1/accounts/${accountId}`);
  expect(account.body).toMatchObject({ status: 'connected', lastReconnectedAt: null });
  const kinds = (await api.context.db.select().from(dueSteps).where(eq(dueSteps.disconnectId, id))).map(
    ({ kind }) => kind,
  );
  expect(kinds).toEqual(['step']);
  const again = await api.call('POST', `/v1/disconnects/${id}/withdraw`, { reason: 'Once more' });
  expect([again.status, again.body]).toEqual([200, body]);
  expect((await timeline(id)).map(({ type }) => type)).toEqual(['reported', 'withdrawn']);
});

test('a closed disconnect cannot be paused, resumed, or withdrawn', async () => {
  const { id, accountId } = await aDisconnect();
  await api.call('POST', `/v1/accounts/${accountId}/reconnected`, {});
  for (const [what, body] of [
    ['pause', { until: inDays(1), reason: 'x' }],
    ['resume', {}],
    ['withdraw', { reason: 'x' }],
  ] as const) {
    const answer = await api.call('POST', `/v1/disconnects/${id}/${what}`, body);
    expect([what, answer.status, answer.body.code]).toEqual([what, 409, 'disconnect_closed']);
  }
});

test('the audit names the person and the key that acted for them', async () => {
  const { id } = await aDisconnect();
  await api.call('POST', `/v1/disconnects/${id}/pause`, { until: inDays(1), reason: 'x' }, { as: api.city.primary });
  const paused = (await timeline(id)).find(({ type }) => type === 'paused');
  expect(paused?.actor).toMatchObject({ kind: 'user', id: api.city.primary });
  expect(paused?.actor.name).toMatch(/^Primary through the API key "capture engine" \(key_\w+\)$/);
});

test('a timeline pages through its events in order', async () => {
  const { id } = await aDisconnect();
  for (let i = 0; i < 3; i += 1) {
    await api.call('POST', `/v1/disconnects/${id}/pause`, { until: inDays(1), reason: `${i}` });
    await api.call('POST', `/v1/disconnects/${id}/resume`);
  }
  const whole = (await timeline(id)).map(({ type }) => type);
  const types: string[] = [];
  let cursor = '';
  do {
    const { body } = await api.call('GET', `/v1/disconnects/${id}/timeline?limit=2${cursor}`);
    types.push(...(body.items as unknown as { type: string }[]).map(({ type }) => type));
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
  } while (cursor);
  expect(types).toEqual(whole);
  expect(types).toHaveLength(7);
});
