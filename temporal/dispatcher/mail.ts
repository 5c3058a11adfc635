/** Makes sure that every archive with mail due has a running mailer. A problem with one archive doesn't delay the others. */
import type { Client } from '@temporalio/client';
import { findArchivesWithMail, readHold } from '../../services/mail/mail-hold.js';
import type { Context } from '../../platform/context.js';
import { ensureMailer } from '../client.js';
import { runConcurrently, isTemporalUnavailable } from './run-concurrently.js';

const IN_FLIGHT = 10;
/** A call takes milliseconds. An archive whose workflow doesn't answer makes the others wait no longer than this. */
const CALL_MS = 5000;
/** The delay before an archive is retried after a failure. It doubles each time. */
const RETRY_MS = 2000;
const MAX_RETRY_MS = 60_000;

export interface Mailers {
  /** Notes that something new is due in this archive, so that its running mailer is woken instead of left to its timer. */
  notify(archiveId: string): void;
  /** @throws if the database or Temporal is unavailable */
  ensure(): Promise<void>;
}

export function createMailers(context: Context, client: Client): Mailers {
  const toSignal = new Set<string>();
  const failed = new Map<string, { times: number; notBefore: number }>();

  async function ensure(archiveId: string): Promise<void> {
    const signal = toSignal.delete(archiveId);
    try {
      await client.withDeadline(Date.now() + CALL_MS, () => ensureMailer(client, archiveId, signal));
      if (failed.delete(archiveId)) context.log.info({ archiveId }, 'an archive’s mailer is running again');
    } catch (error) {
      if (signal) toSignal.add(archiveId);
      if (await isTemporalUnavailable(client, error)) throw error;
      const times = (failed.get(archiveId)?.times ?? 0) + 1;
      failed.set(archiveId, { times, notBefore: Date.now() + Math.min(RETRY_MS * 2 ** (times - 1), MAX_RETRY_MS) });
      context.log[times === 1 ? 'warn' : 'debug'](
        { error, archiveId, times },
        'could not start an archive’s mailer; trying again later',
      );
    }
  }

  return {
    notify: (archiveId) => void toSignal.add(archiveId),
    async ensure() {
      if (await readHold(context.db)) return;
      const withMail = new Set([...toSignal, ...(await findArchivesWithMail(context.db))]);
      for (const archiveId of failed.keys()) if (!withMail.has(archiveId)) failed.delete(archiveId);
      const now = Date.now();
      const due = [...withMail].filter((archiveId) => (failed.get(archiveId)?.notBefore ?? 0) <= now);
      const { problem } = await runConcurrently(due, IN_FLIGHT, ensure);
      if (problem !== null) throw problem;
    },
  };
}
