/**
 * The count of what a person does about one account at a time and no one hears of. A few such acts are a clerk's daily work; many in a row
 * silence an archive as a surge's withdrawal would, so they need a fresh sign-in, too.
 */
import { and, count, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.js';
import { audit } from '../../db/schema.js';
import type { EventType } from '../../domain/audit-events.js';
import { FRESH_SIGN_IN_MINUTES, QUIET_ACTS_PER_HOUR } from '../../domain/limits.js';
import { needsFreshSignIn, requireFreshSignIn, type Principal } from '../../domain/principal.js';

const QUIET_ACTS: EventType[] = ['paused', 'withdrawn', 'account_inactive'];

const HOUR_SECONDS = 3600;
/** How far the clock of the process that wrote an event's id can be behind. */
const SKEW_SECONDS = 300;

/**
 * Call it first in the transaction of such an act: it waits for the person's others, so that none is missed. What they did while a sign-in
 * was fresh isn't counted.
 * @throws {Refusal} `fresh_sign_in_required`
 */
export async function limitQuietActs(tx: Transaction, principal: Principal): Promise<void> {
  if (principal.kind !== 'person' || principal.via.kind !== 'login' || !needsFreshSignIn(principal)) return;
  const { archiveId, userId, via } = principal;
  const seconds = Math.min(HOUR_SECONDS, via.signInAge - FRESH_SIGN_IN_MINUTES * 60);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`quietActs/${archiveId}/${userId}`}, 0))`);
  const [found] = await tx
    .select({ n: count() })
    .from(audit)
    .where(
      and(
        eq(audit.archiveId, archiveId),
        gt(audit.id, idFrom(HOUR_SECONDS + SKEW_SECONDS)),
        inArray(audit.type, QUIET_ACTS),
        gt(audit.at, sql`now() - ${seconds} * interval '1 second'`),
        sql`${audit.actor}->>'id' = ${userId} and not ${audit.actor} ? 'through'`,
        // Withdrawn with all others of a surge hold, which needs a fresh sign-in by itself.
        sql`not ${audit.detail} ? 'surgeHoldId'`,
      ),
    );
  if (found!.n >= QUIET_ACTS_PER_HOUR) requireFreshSignIn(principal);
}

/** The beginning of an id from that many seconds ago. Ids begin with their time (UUIDv7), so only the newest events are read. */
const idFrom = (secondsAgo: number): string => (Date.now() - secondsAgo * 1000).toString(16).padStart(12, '0');
