/** Weekly error summaries are made when they are due; level-driven like everything here, so that any number of processes may look. */
import type { Context } from '../../platform/context.js';
import { makeDueSummaries } from '../../services/mail/weekly-summaries.js';

export async function makeSummaries({ db, clock, config, notifier }: Context): Promise<void> {
  const archives = await makeDueSummaries(db, clock.now(), config.dayMs);
  notifier.notify(...archives.map((archiveId) => `mail:${archiveId}` as const));
}
