/** What people and programs can read about disconnects. Account Owners see those of their own accounts, everyone else all. */
import { readTimeline, type TimelineEvent } from '../audit/audit-log.js';
import type { Page } from '../input/page.js';
import { EVERYONE_READS, useCase } from '../use-case.js';
import { findDisconnect, findDisconnects, type DisconnectFilter } from './queries.js';
import { findEpisode, timelineParts, type Episode } from './timeline.js';

/** @throws {Refusal} `not_found` */
export const readDisconnect = useCase(EVERYONE_READS, ({ context, archiveId, ownerId }, disconnectId: string) =>
  findDisconnect(context, archiveId, disconnectId, ownerId),
);

/** Lists disconnects, newest first; returns one extra row when there are more. */
export const listDisconnects = useCase(
  EVERYONE_READS,
  ({ context, archiveId, ownerId }, filter: DisconnectFilter, page: Page) =>
    findDisconnects(context, archiveId, { ...filter, only: ownerId }, page),
);

/** Reads the events of a disconnect, oldest first; returns one extra row when there are more. @throws {Refusal} `not_found` */
export const readDisconnectTimeline = useCase(
  EVERYONE_READS,
  async ({ context, archiveId, ownerId }, disconnectId: string, page: Page): Promise<TimelineEvent[]> => {
    await findDisconnect(context, archiveId, disconnectId, ownerId);
    return readTimeline(context.db, archiveId, disconnectId, page.after, page.limit + 1);
  },
);

/**
 * Reads a disconnect with its account and owner, and streams its events, oldest first, in chunks to limit memory use.
 * @throws {Refusal} `not_found`
 */
export const streamEpisode = useCase(
  EVERYONE_READS,
  async (
    { context, archiveId, ownerId },
    disconnectId: string,
  ): Promise<{ episode: Episode; parts: AsyncGenerator<TimelineEvent[]> }> => ({
    episode: await findEpisode(context, archiveId, disconnectId, ownerId),
    parts: timelineParts(context.db, archiveId, disconnectId),
  }),
);
