/** Makes sure that every archive with mail has a mailer that looks after it. A problem with one archive doesn't delay the others. */
import type { Client } from '@temporalio/client';
import { readHold } from '../../services/mail/mail-hold.js';
import { findDeaf, findUnattended } from '../../services/mail/mailers.js';
import type { Context } from '../../platform/context.js';
import { wakeMailer } from '../client.js';
import { runConcurrently, isTemporalUnavailable } from './run-concurrently.js';

const IN_FLIGHT = 10;
/** A call takes milliseconds. An archive whose workflow doesn't answer makes the others wait no longer than this. */
const CALL_MS = 5000;
/** The delay before an archive is retried after a failure. It doubles each time. */
const RETRY_MS = 2000;
const MAX_RETRY_MS = 60_000;
/** A mailer that was woken can wait for its turn before it notes that it looks after its archive. */
const WOKEN_MS = 15_000;
const REPLACED_MS = 300_000;

export interface Mailers {
  /** Notes that there is new mail in this archive, so that its mailer is woken unless it hears that itself. */
  notify(archiveId: string): void;
  /** @throws if the database or Temporal is unavailable */
  ensure(): Promise<void>;
}

/** @param pollMs how often to look for archives whose mail nobody looks after, although no hint says so */
export function createMailers(context: Context, client: Client, pollMs: number): Mailers {
  const hinted = new Set<string>();
  const failed = new Map<string, { times: number; notBefore: number }>();
  /** Until when a mailer that was late isn't woken again, unless there is a hint. */
  const woken = new Map<string, number>();
  let lookedAt = -Infinity;

  async function wake(archiveId: string, stuck: boolean): Promise<void> {
    try {
      await client.withDeadline(Date.now() + CALL_MS, () => wakeMailer(client, archiveId, stuck));
      woken.set(archiveId, Date.now() + (stuck ? REPLACED_MS : WOKEN_MS));
      if (failed.delete(archiveId)) context.log.info({ archiveId }, 'an archive’s mailer is running again');
      else if (stuck) context.log.warn({ archiveId }, 'an archive’s mailer stood still and was replaced');
    } catch (error) {
      hinted.add(archiveId);
      if (await isTemporalUnavailable(client, error)) throw error;
      const times = (failed.get(archiveId)?.times ?? 0) + 1;
      failed.set(archiveId, { times, notBefore: Date.now() + Math.min(RETRY_MS * 2 ** (times - 1), MAX_RETRY_MS) });
      context.log[times === 1 ? 'warn' : 'debug'](
        { error, archiveId, times },
        'could not start an archive’s mailer; trying again later',
      );
    }
  }

  /** Returns the archives whose mailers must be woken, and whether a mailer is stuck. */
  async function findDue(): Promise<Map<string, boolean>> {
    const due = new Map<string, boolean>();
    const now = Date.now();
    const archives = [...hinted].filter((archiveId) => (failed.get(archiveId)?.notBefore ?? 0) <= now);
    for (const archiveId of archives) hinted.delete(archiveId);
    for (const archiveId of await findDeaf(context.db, archives)) due.set(archiveId, false);
    if (archives.length > 0 && now - lookedAt < pollMs) return due;
    lookedAt = now;
    const unattended = await findUnattended(context.db);
    const found = new Set(unattended.map(({ archiveId }) => archiveId));
    for (const archiveId of failed.keys())
      if (!found.has(archiveId) && !hinted.has(archiveId)) failed.delete(archiveId);
    for (const archiveId of woken.keys()) if (!found.has(archiveId)) woken.delete(archiveId);
    for (const { archiveId, stuck } of unattended) {
      const notBefore = Math.max(failed.get(archiveId)?.notBefore ?? 0, woken.get(archiveId) ?? 0);
      if (notBefore <= now) due.set(archiveId, stuck);
    }
    return due;
  }

  return {
    notify: (archiveId) => void hinted.add(archiveId),
    async ensure() {
      if (await readHold(context.db)) return;
      const { left, problem } = await runConcurrently([...(await findDue())], IN_FLIGHT, ([archiveId, stuck]) =>
        wake(archiveId, stuck),
      );
      for (const [archiveId] of left) hinted.add(archiveId);
      if (problem !== null) throw problem;
    },
  };
}
