/**
 * What a use case writes, it writes in one unit: one transaction, and the dispatchers are notified once it has committed. A use
 * case that is called inside of another's unit takes part in that one.
 */
import { asksToRetry } from '../db/client.js';
import type { Work } from '../db/notifier.js';
import type { Context, UnitOfWork } from './context.js';

const ATTEMPTS = 4;

/** What it takes to write. */
export type DatabaseContext = Pick<Context, 'db' | 'unit' | 'notifier'>;

/** All of `work` happens, or nothing does. It is tried again after a deadlock, so it does nothing but what the transaction undoes. */
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
      if (attempt >= ATTEMPTS || !asksToRetry(error)) throw error;
    }
  }
}

/** The context for use cases that take part in a unit: what they read and write is its transaction's. */
export const joinUnitOfWork = <C extends DatabaseContext>(context: C, unit: UnitOfWork): C => ({
  ...context,
  db: unit.tx,
  unit,
});
