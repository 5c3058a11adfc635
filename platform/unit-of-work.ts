/**
 * A use case writes everything in one unit of work: a single transaction, after whose commit the dispatchers are notified. A use case
 * that is called within another one's unit takes part in that unit.
 */
import { isReferenceMissing, isTransactionConflict } from '../db/client.js';
import type { Work } from '../db/notifier.js';
import type { Context, UnitOfWork } from './context.js';

const ATTEMPTS = 4;

/** The parts of the context that writing needs. */
export type DatabaseContext = Pick<Context, 'db' | 'unit' | 'notifier'>;

/**
 * Whether trying again can end differently. A person or account can be deleted between the moment that a use case finds it and the moment
 * that it refers to it; the next attempt doesn't find it any more, and says so.
 */
export const isWorthRetrying = (error: unknown): boolean => isTransactionConflict(error) || isReferenceMissing(error);

/** Runs `work`, all or nothing. It's retried after a conflict, so it must have no effects that the transaction can't undo. */
export async function inUnitOfWork<T>(context: DatabaseContext, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
  if (context.unit) return work(context.unit);
  const due = new Set<Work>();
  const notify = (...works: Work[]) => works.forEach((one) => due.add(one));
  for (let attempt = 1; ; attempt += 1) {
    try {
      due.clear();
      const result = await context.db.transaction((tx) => work({ tx, notify }));
      if (due.size > 0) context.notifier.notify(...due);
      return result;
    } catch (error) {
      if (attempt >= ATTEMPTS || !isWorthRetrying(error)) throw error;
    }
  }
}

/** Returns a context for use cases that take part in a unit: they read and write in its transaction. */
export const joinUnitOfWork = <C extends DatabaseContext>(context: C, unit: UnitOfWork): C => ({
  ...context,
  db: unit.tx,
  unit,
});
