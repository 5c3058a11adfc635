/**
 * Our own app's trouble at a network: counted for the operator's metric, told in the operator's log with the remedy, and shown to the
 * administrators of the archive that it was noticed for. No account is to blame, so no Account Owner hears of it.
 */
import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { applicationTroubles } from '../../db/schema.js';
import type { ProviderName } from '../../domain/networks.js';
import { troubleOf } from '../../networks/errors/index.js';
import type { Context } from '../../platform/context.js';

export interface NoticedTrouble {
  archiveId: string;
  provider: ProviderName;
  rawCode?: string;
  /** What Relink was doing. */
  during: 'report' | 'check' | 'refresh' | 'sign_in' | 'revocation';
}

/** A storm is one line in the log: all processes together write at most one per network and code in this time. */
const LOG_EVERY_MINUTES = 15;

/** Counts troubles that were noticed. Never fails: what noticed them must go on. Called after the transaction, not in it. */
export async function noteApplicationTroubles(
  { db, log }: Pick<Context, 'db' | 'log'>,
  noticed: readonly NoticedTrouble[],
): Promise<void> {
  const kinds = new Map<string, NoticedTrouble & { code: string; remedy: string; n: number }>();
  for (const one of noticed) {
    const { code, remedy } = troubleOf(one.provider, one.rawCode);
    const key = `${one.archiveId} ${one.provider} ${code}`;
    kinds.set(key, { ...one, code, remedy, n: (kinds.get(key)?.n ?? 0) + 1 });
  }
  for (const { n, remedy, ...trouble } of kinds.values()) {
    const { archiveId, provider, code, rawCode, during } = trouble;
    try {
      await count(db, trouble, n);
      if (await isNews(db, trouble))
        log.error(
          { provider, code, rawCode, during, archiveId, remedy },
          `${provider} refuses our app, not an account (${rawCode ?? code}). ${remedy}`,
        );
    } catch (error) {
      log.error({ error, provider, code, rawCode, during }, 'could not count our app’s trouble at a network');
    }
  }
}

type Trouble = Pick<typeof applicationTroubles.$inferSelect, 'archiveId' | 'provider' | 'code'>;

async function count(db: Db, { archiveId, provider, code }: Trouble, n: number): Promise<void> {
  await db
    .insert(applicationTroubles)
    .values({ archiveId, provider, code, count: n })
    .onConflictDoUpdate({
      target: [applicationTroubles.archiveId, applicationTroubles.provider, applicationTroubles.code],
      set: {
        count: sql`${applicationTroubles.count} + ${n}`,
        lastSeenAt: sql`now()`,
        since: sql`case when ${applicationTroubles.lastSeenAt} < now() - ${SHOWN_HOURS} * interval '1 hour'
          then now() else ${applicationTroubles.since} end`,
      },
    });
}

/** Returns whether the log has had no line about this code lately, from any process, and claims the line. */
async function isNews(db: Db, { archiveId, provider, code }: Trouble): Promise<boolean> {
  const claimed = await db
    .update(applicationTroubles)
    .set({ loggedAt: sql`now()` })
    .where(
      and(
        eq(applicationTroubles.archiveId, archiveId),
        eq(applicationTroubles.provider, provider),
        eq(applicationTroubles.code, code),
        sql`not exists (select from application_troubles t where t.provider = ${provider} and t.code = ${code}
          and t.logged_at > now() - ${LOG_EVERY_MINUTES} * interval '1 minute')`,
      ),
    )
    .returning({ code: applicationTroubles.code });
  return claimed.length > 0;
}

/** How long administrators see a trouble after it was last noticed: longer than from one nightly check to the next. */
const SHOWN_HOURS = 30;

export type ShownTrouble = Pick<typeof applicationTroubles.$inferSelect, 'provider' | 'since' | 'lastSeenAt'>;

const isShown = gt(applicationTroubles.lastSeenAt, sql`now() - ${SHOWN_HOURS} * interval '1 hour'`);

const LATELY = {
  since: sql<Date>`min(${applicationTroubles.since})`.mapWith(applicationTroubles.since),
  lastSeenAt: sql<Date>`max(${applicationTroubles.lastSeenAt})`.mapWith(applicationTroubles.lastSeenAt),
};

/** Finds the networks that lately refused our app while it worked for this archive, latest first. */
export async function findApplicationTroubles(db: Db, archiveId: string): Promise<ShownTrouble[]> {
  return db
    .select({ provider: applicationTroubles.provider, ...LATELY })
    .from(applicationTroubles)
    .where(and(eq(applicationTroubles.archiveId, archiveId), isShown))
    .groupBy(applicationTroubles.provider)
    .orderBy(desc(LATELY.lastSeenAt));
}

/** A trouble in all archives, for the operator. */
export interface OperatorsTrouble extends ShownTrouble {
  code: string;
  archives: number;
  remedy: string;
}

/** Finds the troubles of all archives that were lately noticed, latest first, each with its remedy. */
export async function findAllTroubles(db: Db): Promise<OperatorsTrouble[]> {
  const rows = await db
    .select({
      provider: applicationTroubles.provider,
      code: applicationTroubles.code,
      archives: sql<number>`count(*)::int`,
      ...LATELY,
    })
    .from(applicationTroubles)
    .where(isShown)
    .groupBy(applicationTroubles.provider, applicationTroubles.code)
    .orderBy(desc(LATELY.lastSeenAt));
  return rows.map((row) => ({ ...row, remedy: troubleOf(row.provider, row.code).remedy }));
}

/** Counts all troubles that were ever noticed, for the operator's metric. */
export async function countApplicationTroubles(db: Db): Promise<{ provider: ProviderName; code: string; n: number }[]> {
  return db
    .select({
      provider: applicationTroubles.provider,
      code: applicationTroubles.code,
      n: sql<number>`sum(${applicationTroubles.count})::float8`,
    })
    .from(applicationTroubles)
    .groupBy(applicationTroubles.provider, applicationTroubles.code);
}
