import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { archives } from './archives.js';
import { archiveId, instant } from './columns.js';

/** The live streams that are open in any process. A process renews its rows, so those of a process that died expire. */
export const liveStreams = pgTable(
  'live_streams',
  {
    archiveId: archiveId().references(() => archives.id),
    id: text().notNull(),
    /** The person or the key. */
    caller: text().notNull(),
    /** The process that serves the stream. */
    process: text().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.archiveId, t.id] }), index('live_streams_process').on(t.process)],
);
