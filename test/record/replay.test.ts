/**
 * The gap report as a model: after any history of reports, reconnects, mistakes, inactive times, transfers, authorizations, corrected ids,
 * and deletions, it says for each line what a person who kept a diary would say, for any period and any owner of the time.
 */
import { expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { recordAudit } from '../../services/audit/audit-log.js';
import { saveCredential } from '../../services/credentials/credentials.js';
import { refineVagueReason } from '../../services/disconnects/refine-reason.js';
import { moveTransfer } from '../../services/transfers/move.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import { SCOPES } from '../../domain/principal.js';
import { RELINK } from '../../domain/actor.js';
import { newId } from '../../db/ids.js';
import { disconnects } from '../../db/schema.js';
import { letTimePass } from '../rig/aging.js';
import { aCity } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { createSite } from '../rig/site.js';

const site = sharedFixture(createSite);
const db = () => site.context.db;

const HOUR = 3_600_000;
/** How long a command may take on a busy machine. Between commands, at least an hour passes. */
const TOLERANCE = 10 * 60_000;

interface Line {
  kind: string;
  from: number;
  to: number | null;
  end: string | null;
  reasons: string[];
}

interface Diary {
  id: string;
  status: 'connected' | 'disconnected' | 'inactive' | 'deleted';
  authorized: boolean;
  /** Each owner with the time from which on. */
  owners: { id: string; at: number }[];
  lines: Line[];
  /** The line that goes on for each kind. */
  open: Partial<Record<'disconnected' | 'inactive' | 'unauthorized', Line>>;
  /** Whether the authorization was deleted while the account is disconnected. */
  lost: boolean;
}

interface Model {
  /** How much time has passed since the beginning, which makes a moment of the story from a moment of the machine. */
  passed: number;
  owners: string[];
  diaries: Diary[];
}

interface Real {
  archiveId: string;
  call(method: string, path: string, body?: object): Promise<{ status: number; body: Record<string, string> }>;
}

type Command = fc.AsyncCommand<Model, Real>;
const now = (model: Model) => Date.now() + model.passed;

function begin(diary: Diary, kind: keyof Diary['open'], from: number, reasons: string[] = []) {
  const line: Line = { kind, from, to: null, end: null, reasons };
  diary.lines.push(line);
  diary.open[kind] = line;
}

function end(diary: Diary, kind: keyof Diary['open'], at: number, how: string) {
  const line = diary.open[kind];
  if (!line) return;
  Object.assign(line, { to: at, end: how });
  delete diary.open[kind];
}

/** Ends the disconnect, and notes from when on the account is captured without an authorization that was deleted meanwhile. */
function close(diary: Diary, at: number, how: string) {
  const line = diary.open.disconnected;
  end(diary, 'disconnected', at, how);
  if (how === 'withdrawn' && line) line.kind = 'withdrawn';
  if (line && diary.lost && how !== 'deleted') begin(diary, 'unauthorized', at);
  diary.lost = false;
}

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

function command(
  label: string,
  which: (diary: Diary) => boolean,
  n: number,
  run: (m: Model, r: Real, d: Diary) => Promise<void>,
): Command {
  return {
    check: (model) => model.diaries.some(which),
    async run(model, real) {
      await run(model, real, pick(model.diaries.filter(which), n));
      const ms = (1 + (n % 30)) * HOUR;
      await letTimePass(db(), real.archiveId, ms);
      model.passed += ms;
    },
    toString: () => label,
  };
}

const isIn = (status: Diary['status']) => (diary: Diary) => diary.status === status;
const lives = ({ status }: Diary) => status !== 'deleted';

const reporting = (n: number, earlier: number | null) =>
  command(`report(${n}, ${earlier})`, isIn('connected'), n, async (model, real, diary) => {
    const at = now(model);
    const lastCapturedAt = earlier === null ? undefined : new Date(Date.now() - earlier * HOUR).toISOString();
    const body = { accountId: diary.id, reason: 'unknown', lastCapturedAt };
    expect(await real.call('POST', '/v1/disconnects', body)).toMatchObject({ status: 202 });
    diary.status = 'disconnected';
    begin(diary, 'disconnected', earlier === null ? at : at - earlier * HOUR, ['unknown']);
  });

const openOf = async (real: Real, diary: Diary) => {
  const self = and(eq(disconnects.archiveId, real.archiveId), eq(disconnects.accountId, diary.id));
  const [row] = await db()
    .select()
    .from(disconnects)
    .where(and(self, eq(disconnects.status, 'open')));
  return row!;
};

const refining = (n: number) =>
  command(`refine(${n})`, isIn('disconnected'), n, async (_, real, diary) => {
    const by = { archiveId: real.archiveId, actor: RELINK };
    await db().transaction((tx) =>
      refineVagueReason(tx, by, eq(disconnects.accountId, diary.id), { reason: 'password_changed' }),
    );
    const { reasons } = diary.open.disconnected!;
    if (reasons.at(-1) === 'unknown') reasons.push('password_changed');
  });

const recovering = (n: number) =>
  command(`reconnected(${n})`, isIn('disconnected'), n, async (model, real, diary) => {
    const at = now(model);
    expect(await real.call('POST', `/v1/accounts/${diary.id}/reconnected`, {})).toMatchObject({ status: 200 });
    diary.status = 'connected';
    close(diary, at, 'reconnected');
  });

const withdrawing = (n: number) =>
  command(`withdraw(${n})`, isIn('disconnected'), n, async (model, real, diary) => {
    const at = now(model);
    const { id } = await openOf(real, diary);
    expect(await real.call('POST', `/v1/disconnects/${id}/withdraw`, { reason: 'A mistake' })).toMatchObject({
      status: 200,
    });
    diary.status = 'connected';
    close(diary, at, 'withdrawn');
  });

const inactive = (n: number) =>
  command(
    `inactive(${n})`,
    (one) => lives(one) && one.status !== 'inactive',
    n,
    async (model, real, diary) => {
      const at = now(model);
      const body = { status: 'inactive', reason: 'Closed' };
      expect(await real.call('PATCH', `/v1/accounts/${diary.id}`, body)).toMatchObject({ status: 200 });
      diary.status = 'inactive';
      close(diary, at, 'inactive');
      begin(diary, 'inactive', at);
    },
  );

const active = (n: number) =>
  command(`active(${n})`, isIn('inactive'), n, async (model, real, diary) => {
    const at = now(model);
    expect(await real.call('PATCH', `/v1/accounts/${diary.id}`, { status: 'disconnected' })).toMatchObject({
      status: 200,
    });
    diary.status = 'disconnected';
    end(diary, 'inactive', at, 'active');
    begin(diary, 'disconnected', at, ['unknown']);
  });

const transferring = (n: number, m: number) =>
  command(`transfer(${n}, ${m})`, lives, n, async (model, real, diary) => {
    const at = now(model);
    const toOwnerId = pick(model.owners, m);
    const { status, body } = await real.call('POST', '/v1/transfers', { accountIds: [diary.id], toOwnerId });
    if (diary.owners.at(-1)!.id === toOwnerId) return expect(status).toBe(409);
    await moveTransfer(site.context, { archiveId: real.archiveId, transferId: body.id! });
    diary.owners.push({ id: toOwnerId, at });
  });

/** What a sign-in at the network leaves behind. */
const authorizing = (n: number) =>
  command(
    `authorize(${n})`,
    (one) => one.status === 'connected' && !one.authorized,
    n,
    async (model, real, diary) => {
      const at = now(model);
      const { archiveId } = real;
      const consent = { authorizationId: newId('authorization'), authorizedBy: 'jane' };
      await saveCredential(
        db(),
        site.context.config.keys,
        { archiveId, accountId: diary.id },
        { accessToken: 'a' },
        consent,
      );
      const detail = { signedInAs: 'Jane' };
      await recordAudit(db(), [{ archiveId, type: 'credential_renewed', actor: RELINK, accountId: diary.id, detail }]);
      diary.authorized = true;
      end(diary, 'unauthorized', at, 'authorized');
    },
  );

const correcting = (n: number) =>
  command(`correctId(${n})`, lives, n, async (model, real, diary) => {
    const at = now(model);
    const body = { networkAccountId: String(Math.floor(at)) };
    expect(await real.call('PATCH', `/v1/accounts/${diary.id}`, body)).toMatchObject({ status: 200 });
    if (!diary.authorized) return;
    diary.authorized = false;
    if (diary.status === 'inactive') return begin(diary, 'unauthorized', at);
    diary.lost = true;
    if (diary.status !== 'connected') return;
    diary.status = 'disconnected';
    begin(diary, 'disconnected', at, ['permission_missing']);
  });

const deleting = (n: number) =>
  command(`delete(${n})`, lives, n, async (model, real, diary) => {
    const at = now(model);
    expect(await real.call('DELETE', `/v1/accounts/${diary.id}`)).toMatchObject({ status: 204 });
    close(diary, at, 'deleted');
    end(diary, 'inactive', at, 'deleted');
    end(diary, 'unauthorized', at, 'deleted');
    diary.status = 'deleted';
  });

/** Whose the account was at a line's beginning, and then from each transfer on. */
function ownersDuring({ owners }: Diary, { from, to }: Line): string[] {
  const before = owners.filter(({ at }) => at <= from);
  const during = owners.filter(({ at }) => at > from && (to === null || at <= to));
  return [...(before.length > 0 ? [before.at(-1)!] : []), ...during].map(({ id }) => id);
}

interface Reported {
  kind: string;
  accountId: string;
  from: string;
  to: string | null;
  closedAs: string | null;
  owners: { id: string }[];
  reasons: { reason: string }[];
}

const near = (reported: number, actual: number) => Math.abs(reported - actual) < TOLERANCE;

/** The part of each line that matters to a reader, in one order. */
function compare(model: Model, reported: Reported[], expected: { diary: Diary; line: Line }[]) {
  const moment = (iso: string) => Date.parse(iso) + model.passed;
  const isReported = ({ diary, line }: { diary: Diary; line: Line }, one: Reported) =>
    one.accountId === diary.id && one.kind === line.kind && near(moment(one.from), line.from);
  const describeLine = (line: { kind: string; owners: string[]; reasons: string[]; open: boolean }) =>
    JSON.stringify(line);
  const left = [...reported];
  for (const one of expected) {
    const at = left.findIndex((candidate) => isReported(one, candidate));
    expect(`${one.line.kind} of ${one.diary.id}: ${at >= 0 ? 'reported' : 'missing'}`).toBe(
      `${one.line.kind} of ${one.diary.id}: reported`,
    );
    const [found] = left.splice(at, 1);
    const { kind, to, reasons } = one.line;
    expect(
      describeLine({
        kind,
        owners: found!.owners.map(({ id }) => id),
        reasons: found!.reasons.map(({ reason }) => reason),
        open: found!.to === null,
      }),
    ).toBe(describeLine({ kind, owners: ownersDuring(one.diary, one.line), reasons, open: to === null }));
    if (to !== null) expect(near(moment(found!.to!), to)).toBe(true);
    if (kind === 'disconnected') expect(found!.closedAs).toBe(one.line.end);
  }
  expect(left).toEqual([]);
}

async function check(model: Model, real: Real, cut: readonly [number, number]) {
  const all = model.diaries.flatMap((diary) => diary.lines.map((line) => ({ diary, line })));
  const ask = async (query: Record<string, string>) => {
    const { body } = await real.call(
      'GET',
      `/v1/gaps?${new URLSearchParams({ kind: 'all', limit: '100', ...query }).toString()}`,
    );
    return body as unknown as { items: Reported[] };
  };
  const iso = (at: number) => new Date(at - model.passed).toISOString();
  const everything = { from: iso(Date.now() - 1000 * HOUR), to: iso(now(model) + HOUR) };
  compare(model, (await ask(everything)).items, all);
  // A period, with its ends between two events.
  const moments = [...new Set(all.flatMap(({ line }) => [line.from, ...(line.to === null ? [] : [line.to])]))].sort(
    (a, b) => a - b,
  );
  if (moments.length > 1) {
    const [a, b] = cut.map((n) => pick(moments, n) + HOUR / 2).sort((x, y) => x - y) as [number, number];
    const period = { from: iso(a), to: iso(b + HOUR) };
    const within = all.filter(({ line }) => line.from < b + HOUR && (line.to === null || line.to > a));
    compare(model, (await ask(period)).items, within);
    for (const owner of model.owners)
      compare(
        model,
        (await ask({ ...period, ownerId: owner })).items,
        within.filter(({ diary, line }) => ownersDuring(diary, line).includes(owner)),
      );
  }
}

async function setUp(): Promise<{ model: Model; real: Real }> {
  const city = await aCity(db());
  const { archiveId } = city;
  const { key } = await insertApiKey(db(), { archiveId, name: 'tests', scopes: SCOPES });
  const real: Real = {
    archiveId,
    async call(method, path, body) {
      const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) };
      const answer = await fetch(`${site.url}${path}`, { method, headers, body: body && JSON.stringify(body) });
      const text = await answer.text();
      return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Record<string, string> };
    },
  };
  const model: Model = { passed: 0, owners: [city.owner, city.otherOwner], diaries: [] };
  for (const authorized of [true, false, true]) {
    const at = now(model);
    const { body } = await real.call('POST', '/v1/accounts', {
      network: 'x',
      networkAccountId: String(1000 + model.diaries.length),
      name: 'Mayor',
      ownerId: city.owner,
      ...(authorized && { authorization: { accessToken: 'a' } }),
    });
    const diary: Diary = {
      id: body.id!,
      status: 'connected',
      authorized,
      owners: [{ id: city.owner, at: at - 10_000 * HOUR }],
      lines: [],
      open: {},
      lost: false,
    };
    if (!authorized) begin(diary, 'unauthorized', at);
    model.diaries.push(diary);
  }
  await letTimePass(db(), archiveId, 5 * HOUR);
  model.passed += 5 * HOUR;
  return { model, real };
}

const small = fc.nat(50);
const commands = fc.commands(
  [
    fc
      .tuple(small, fc.option(fc.integer({ min: 1, max: 60 })))
      .map(([n, earlier]) => reporting(n, earlier && earlier + 0.5)),
    fc
      .tuple(small, fc.option(fc.integer({ min: 1, max: 60 })))
      .map(([n, earlier]) => reporting(n, earlier && earlier + 0.5)),
    small.map(refining),
    small.map(recovering),
    small.map(withdrawing),
    small.map(inactive),
    small.map(active),
    fc.tuple(small, small).map(([n, m]) => transferring(n, m)),
    small.map(authorizing),
    small.map(correcting),
    small.map(deleting),
  ],
  { maxCommands: 30, size: 'max' },
);

test('after any history, the gap report says of each time what truly happened, and finds it for each owner of the time', async () => {
  await fc.assert(
    fc.asyncProperty(commands, fc.tuple(small, small), async (story, cut) => {
      const { model, real } = await setUp();
      await fc.asyncModelRun(() => ({ model, real }), story);
      await check(model, real, cut);
    }),
    { numRuns: 15, interruptAfterTimeLimit: 150_000, markInterruptAsFailure: false },
  );
});
