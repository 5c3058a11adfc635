/** Reads the steps that emails stand for, with the accounts that they are about. */
import { and, eq, type SQL } from 'drizzle-orm';
import { disconnectOfStep } from '../../db/joins.js';
import { disconnects, dueSteps } from '../../db/schema.js';
import type { Transaction } from '../../db/client.js';

export const findSteps = (tx: Transaction, archiveId: string, which: SQL | undefined) =>
  tx
    .select({ due: dueSteps, accountId: disconnects.accountId })
    .from(dueSteps)
    .innerJoin(disconnects, disconnectOfStep)
    .where(and(eq(dueSteps.archiveId, archiveId), which));
