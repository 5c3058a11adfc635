/** Accepts reports with one statement, together with those of the same caller that arrive meanwhile. */
import { GroupCommit } from '../../platform/group-commit.js';
import type { Principal } from '../../domain/principal.js';
import type { Context } from '../../platform/context.js';
import { isWorthRetrying } from '../../platform/unit-of-work.js';
import { findArchiveOfCaller } from '../access/recent-api-keys.js';
import type { Archive } from '../archives/archives.js';
import { acceptAtOnce, canBeHeld, type ReportResult } from './accept-reports.js';
import type { Report, ReportContext } from './types.js';

/** A second group begins while PostgreSQL writes the first to its disk. A third would leave each with fewer reports. */
const LIMITS = { groups: 2, items: 500 };

interface Given {
  principal: Principal;
  reporting: ReportContext;
  report: Report;
}

interface Answered {
  archive: Archive;
  /** Null: it needs a transaction, and nothing was written. */
  result: ReportResult | null;
}

const groupsOf = new WeakMap<object, GroupCommit<Given, Answered>>();

/**
 * Returns one result per report, in order. Calls don't matter to each other: what fails for one succeeds for the others.
 * @throws {Refusal} `invalid_api_key` if the caller's key has been revoked
 */
export function acceptTogether(
  { db }: Pick<Context, 'db'>,
  principal: Principal,
  reporting: ReportContext,
  reports: readonly Report[],
): Promise<Answered[]> {
  let groups = groupsOf.get(db);
  if (!groups) {
    groups = new GroupCommit((_, given) => acceptGroup(db, given), LIMITS);
    groupsOf.set(db, groups);
  }
  const { archiveId, actor } = reporting;
  return groups.run(
    `${archiveId} ${actor.kind} ${actor.id} ${actor.through?.id}`,
    reports.map((report) => ({ principal, reporting, report })),
  );
}

async function acceptGroup(db: Context['db'], given: readonly Given[]): Promise<Answered[]> {
  const { principal, reporting } = given.at(-1)!;
  const archive = await findArchiveOfCaller(db, principal);
  const free = given.map(({ report }) => report).filter((report) => !canBeHeld(archive, report));
  const results = await acceptAtOnce(db, { ...reporting, archive }, free).catch((error: unknown) => {
    // A deadlock, or something that was deleted meanwhile. The transaction of each call is tried several times.
    if (isWorthRetrying(error)) return free.map(() => null);
    throw error;
  });
  return given.map(({ report }) => ({
    archive,
    result: canBeHeld(archive, report) ? null : (results.shift() ?? null),
  }));
}
