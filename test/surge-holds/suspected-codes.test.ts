/** The hold that is always on: an unlisted error code, from several archives at once, is probably our own trouble. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { pino } from 'pino';
import { accounts, audit, disconnects, surgeHolds } from '../../db/schema.js';
import { isSuspectedOurs } from '../../domain/surge-hold.js';
import type { NetworkName } from '../../domain/networks.js';
import type { SystemPrincipal } from '../../domain/principal.js';
import { announceSuspectedCodes } from '../../services/disconnects/hold-suspected-codes.js';
import { reportDisconnects } from '../../services/disconnects/report.js';
import { listSurgeHolds, releaseSurgeHold } from '../../services/disconnects/surge-holds.js';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { runProgram } from '../rig/program.js';
import { ARCHIVE } from '../rig/reports.js';
import { FIRST, subjectsTo } from '../rig/subjects.js';
import { until } from '../rig/until.js';
import { createWorld } from '../rig/world.js';

/** First emails wait a moment for each other, as they do in reality, so that those before the threshold aren't sent yet. */
const world = sharedFixture(() => createWorld({ windows: { firstEmail: 4000 } }));

let logged: Record<string, unknown>[] = [];
beforeEach(() => {
  logged = [];
  const write = (line: string) => logged.push(JSON.parse(line) as Record<string, unknown>);
  Object.assign(world.context, { log: pino({ level: 'error' }, { write }) });
});

let codes = 900_000;
/** A code that no table lists, and no other test uses. */
const newCode = () => (codes += 1);

const bodyOf = (code: number) => JSON.stringify({ error: { message: 'Something new.', type: 'OAuthException', code } });
const principalOf = ({ archiveId }: City): SystemPrincipal => ({ kind: 'system', archiveId, actor: ARCHIVE });

interface Affected {
  city: City;
  ids: string[];
}

async function archiveWith(accountCount: number, network: NetworkName = 'facebook_page'): Promise<Affected> {
  const city = await aCity(world.context.db);
  const ids: string[] = [];
  for (let n = 0; n < accountCount; n += 1)
    ids.push(await anAccount(world.context.db, city, { network, name: `Page ${n}` }));
  return { city, ids };
}

const reportCode = async ({ city, ids }: Affected, code: number, more = {}) => {
  const networkError = { status: 400, body: bodyOf(code) };
  const reports = ids.map((accountId) => ({ accountId, networkError, ...more }));
  const results = await reportDisconnects(world.context, principalOf(city), reports);
  expect(results).toEqual(ids.map(() => expect.objectContaining({ accepted: true })));
};

const holdsOf = ({ city }: Affected) => listSurgeHolds(world.context, principalOf(city));
const firstsTo = async ({ city }: Affected) =>
  (await subjectsTo(world, city.emails.owner)).filter((subject) => subject === FIRST);
const emailed = (affected: Affected) =>
  until('the owner is emailed', async () => (await firstsTo(affected)).length > 0, 20_000);

/** Sends whatever can be sent, as if the emails had waited long enough for each other. */
async function windowsPass(all: readonly Affected[]): Promise<void> {
  for (const { city } of all) {
    await world.context.db.execute(
      sql`update due_steps set raised_at = raised_at - interval '1 minute' where archive_id = ${city.archiveId} and state = 'due'`,
    );
    await sendDueMail(world.context, city.archiveId);
  }
}

/** Three archives with ten accounts between them that got the same new code, one archive after the other. */
async function suspected(code = newCode()): Promise<{ code: number; all: Affected[] }> {
  const all = [await archiveWith(4), await archiveWith(3), await archiveWith(3)];
  for (const one of all) await reportCode(one, code);
  return { code, all };
}

it('takes at least 3 archives and 10 accounts: the rule’s own table', () => {
  for (let archives = 0; archives < 8; archives += 1)
    for (let n = 0; n < 40; n += 1) expect(isSuspectedOurs({ archives, accounts: n })).toBe(archives >= 3 && n >= 10);
});

describe('an unlisted code, from three archives and ten accounts of one network within an hour', () => {
  it('emails no owner, not even those whose reports came first, and the operator reads the raw code once', async () => {
    const { code, all } = await suspected();
    for (const one of all)
      expect(await holdsOf(one)).toMatchObject([{ state: 'holding', code: String(code), open: one.ids.length }]);
    await windowsPass(all);
    for (const one of all) expect(await firstsTo(one)).toEqual([]);
    expect(logged).toMatchObject([{ level: 50, network: 'facebook_page', code: String(code), archives: 3 }]);
    await announceSuspectedCodes(world.context);
    expect(logged).toHaveLength(1);
    const [held] = await world.context.db
      .select()
      .from(audit)
      .where(sql`${audit.archiveId} = ${all[0]!.city.archiveId} and ${audit.type} = 'surge_held'`);
    expect(held!.detail).toMatchObject({ code: String(code) });
  });

  it('ends automatically: after two hours at most, every owner is emailed', async () => {
    const { all } = await suspected();
    const [hold] = await holdsOf(all[0]!);
    const { until: end, beganAt } = hold!;
    expect(end.getTime() - beganAt.getTime()).toBeLessThanOrEqual(world.context.config.windows.surgeHold + 5);
    await world.context.db
      .update(surgeHolds)
      .set({ until: sql`now() - interval '1 second'` })
      .where(eq(surgeHolds.code, hold!.code!));
    await windowsPass(all);
    for (const one of all) {
      await emailed(one);
      expect(await holdsOf(one)).toMatchObject([{ state: 'expired' }]);
    }
  });

  it('also keeps back an archive that gets it later, and ends there at the same time', async () => {
    const { code, all } = await suspected();
    const late = await archiveWith(1);
    await reportCode(late, code);
    const [[first], [last]] = [await holdsOf(all[0]!), await holdsOf(late)];
    expect(last!.until).toEqual(first!.until);
    await windowsPass([late]);
    expect(await firstsTo(late)).toEqual([]);
  });

  it('is one hold in each archive, with everything in it, when all report at the same moment', async () => {
    const code = newCode();
    const all = await Promise.all(Array.from({ length: 4 }, () => archiveWith(5)));
    const reports = all.flatMap(({ city, ids }) => ids.map((id) => ({ city, ids: [id] })));
    await Promise.all(reports.map((one) => reportCode(one, code)));
    for (const one of all) expect(await holdsOf(one)).toMatchObject([{ state: 'holding', disconnects: 5 }]);
    await windowsPass(all);
    for (const one of all) expect(await firstsTo(one)).toEqual([]);
  });

  it('does not wait for a row that another archive is just emailing about, and holds the others', async () => {
    const code = newCode();
    const all = [await archiveWith(4), await archiveWith(3), await archiveWith(3)];
    await reportCode(all[0]!, code);
    await reportCode(all[1]!, code);
    const busy = all[0]!.ids[0]!;
    await world.context.db.transaction(async (tx) => {
      await tx.select().from(disconnects).where(eq(disconnects.accountId, busy)).for('share');
      await reportCode(all[2]!, code);
    });
    expect(await holdsOf(all[0]!)).toMatchObject([{ disconnects: 3 }]);
    expect(await holdsOf(all[2]!)).toMatchObject([{ disconnects: 3 }]);
  });

  it('is released by the operator in all archives with one command, and isn’t suspected again that day', async () => {
    const { code, all } = await suspected();
    const [hold] = await holdsOf(all[1]!);
    const { databaseUrl } = world.context.config;
    const list = await runProgram(['relink.ts', 'surge-holds', 'list'], { DATABASE_URL: databaseUrl });
    expect(list.stdout).toMatch(new RegExp(`${hold!.id}.*facebook_page +${code} +holding`));
    const done = await runProgram(['relink.ts', 'surge-holds', 'release', hold!.id], { DATABASE_URL: databaseUrl });
    expect([done.code, done.stdout.trim()]).toEqual([0, 'The emails about 10 disconnects are being sent.']);
    await windowsPass(all);
    for (const one of all) await emailed(one);
    const again = [await archiveWith(4), await archiveWith(4), await archiveWith(4)];
    for (const one of again) await reportCode(one, code);
    for (const one of again) expect(await holdsOf(one)).toEqual([]);
  });

  it('can be decided by an archive’s own administrators, for their archive only', async () => {
    const { code, all } = await suspected();
    const [hold] = await holdsOf(all[0]!);
    await releaseSurgeHold(world.context, principalOf(all[0]!.city), hold!.id);
    await windowsPass(all);
    await emailed(all[0]!);
    expect(await firstsTo(all[1]!)).toEqual([]);
    const more = {
      city: all[0]!.city,
      ids: [await anAccount(world.context.db, all[0]!.city, { network: 'facebook_page' })],
    };
    await reportCode(more, code);
    expect((await holdsOf(all[0]!)).filter(({ state }) => state === 'holding')).toEqual([]);
  });

  it('is withdrawn by the operator in all archives: the accounts count as connected, and no one heard of it', async () => {
    const { all } = await suspected();
    const [hold] = await holdsOf(all[2]!);
    const { databaseUrl: DATABASE_URL } = world.context.config;
    const args = ['relink.ts', 'surge-holds', 'withdraw', hold!.id, '--reason', 'Our app lacked a permission'];
    expect((await runProgram(args, { DATABASE_URL })).code).toBe(0);
    await windowsPass(all);
    for (const one of all) {
      expect(await firstsTo(one)).toEqual([]);
      const rows = await world.context.db.select().from(accounts).where(eq(accounts.archiveId, one.city.archiveId));
      expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['connected']));
    }
  });
});

describe('is emailed about as ever', () => {
  it('one archive alone, however many of its accounts got the code', async () => {
    const one = await archiveWith(25);
    await reportCode(one, newCode());
    expect(await holdsOf(one)).toEqual([]);
    await windowsPass([one]);
    await emailed(one);
    expect(logged).toEqual([]);
  });

  it.each([
    ['two archives', [10, 10], {}],
    ['nine accounts of three archives', [3, 3, 3], {}],
  ])('%s', async (_what, counts) => {
    const code = newCode();
    const all = await Promise.all(counts.map((n) => archiveWith(n)));
    for (const one of all) await reportCode(one, code);
    for (const one of all) expect(await holdsOf(one)).toEqual([]);
  });

  it('what is reported without a code, or with one that a table lists', async () => {
    const all = [await archiveWith(5), await archiveWith(5), await archiveWith(5)];
    for (const { city, ids } of all)
      await reportDisconnects(
        world.context,
        principalOf(city),
        ids.map((accountId, i) =>
          i % 2 === 0
            ? { accountId, reason: 'unknown' }
            : { accountId, networkError: { status: 400, body: bodyOf(10) } },
        ),
      );
    for (const one of all) expect(await holdsOf(one)).toEqual([]);
  });

  it('what LinkedIn itself doesn’t explain: its code is in the table, so no one needs to look it up', async () => {
    const all = [
      await archiveWith(5, 'linkedin_page'),
      await archiveWith(5, 'linkedin_page'),
      await archiveWith(5, 'linkedin_page'),
    ];
    const body = JSON.stringify({ status: 401, serviceErrorCode: 65_600, code: 'INVALID_ACCESS_TOKEN', message: 'm' });
    for (const { city, ids } of all)
      await reportDisconnects(
        world.context,
        principalOf(city),
        ids.map((accountId) => ({ accountId, networkError: { status: 401, body } })),
      );
    for (const one of all) expect(await holdsOf(one)).toEqual([]);
  });

  it('what came with different codes, or at different networks', async () => {
    const code = newCode();
    const all = [await archiveWith(5), await archiveWith(5), await archiveWith(5, 'instagram')];
    for (const one of all) await reportCode(one, code);
    const others = [await archiveWith(5), await archiveWith(5)];
    for (const one of others) await reportCode(one, newCode());
    for (const one of [...all, ...others]) expect(await holdsOf(one)).toEqual([]);
  });

  it('what came more than an hour ago', async () => {
    const code = newCode();
    const all = [await archiveWith(6), await archiveWith(6), await archiveWith(1)];
    await reportCode(all[0]!, code);
    await world.context.db
      .update(disconnects)
      .set({ reportedAt: sql`reported_at - interval '61 minutes'` })
      .where(eq(disconnects.archiveId, all[0]!.city.archiveId));
    await reportCode(all[1]!, code);
    await reportCode(all[2]!, code);
    for (const one of all) expect(await holdsOf(one)).toEqual([]);
  });
});

it.each([
  [59, 1],
  [61, 0],
])('what came %i minutes ago counts %i times', async (minutes, holds) => {
  const code = newCode();
  const all = [await archiveWith(4), await archiveWith(3), await archiveWith(3)];
  await reportCode(all[0]!, code);
  await world.context.db
    .update(disconnects)
    .set({ reportedAt: sql`reported_at - ${minutes} * interval '1 minute'` })
    .where(eq(disconnects.archiveId, all[0]!.city.archiveId));
  await reportCode(all[1]!, code);
  await reportCode(all[2]!, code);
  expect(await holdsOf(all[2]!)).toHaveLength(holds);
});

it('a reason that the archive gave doesn’t hide the unknown code', async () => {
  const code = newCode();
  const all = [await archiveWith(4), await archiveWith(3), await archiveWith(3)];
  for (const one of all) await reportCode(one, code, { reason: 'token_revoked' });
  for (const one of all) expect(await holdsOf(one)).toMatchObject([{ state: 'holding', code: String(code) }]);
});
