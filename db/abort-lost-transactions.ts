/**
 * Stops a transaction from sending anything after its connection is lost. postgres.js (3.4.9) rejects the transaction but still
 * writes what it goes on to send, including its own ROLLBACK. If the connection is closed, its socket is null, which causes an
 * uncaught TypeError that ends the process. If it is open again, the writes go into the work of whoever uses it now
 * (docs/decisions.md).
 */
import postgres from 'postgres';
import type { RepeatedStatements } from './repeated-statements.js';

type Scope = postgres.TransactionSql;
type Work = (scope: Scope) => unknown;
type Guard = <T>(send: () => PromiseLike<T>) => Promise<T>;

/** Replaces the client's `begin` for Drizzle, whose transactions use only `unsafe` and `savepoint`. */
export function abortLostTransactions(sql: postgres.Sql, repeated: RepeatedStatements): void {
  const begin = sql.begin.bind(sql) as (...args: unknown[]) => Promise<unknown>;
  const guarded = (...args: unknown[]) => {
    const work = args.pop() as Work;
    const { guard, isOver, end } = lifetime();
    const outcome = begin(...args, (scope: Scope) => runIn(scope, work, { guard, isOver, repeated }));
    outcome.then(() => end(new Error('This transaction has ended.')), end);
    return outcome;
  };
  sql.begin = guarded;
}

function lifetime() {
  let ended = false;
  let end: (reason: unknown) => void = () => undefined;
  // Never resolves. A lost connection rejects `begin` immediately, whatever the transaction's work is doing.
  const aborted = new Promise<never>((_resolve, reject) => {
    end = (reason) => {
      ended = true;
      reject(reason);
    };
  });
  aborted.catch(() => undefined);
  const guard: Guard = async (send) => {
    if (ended) return aborted;
    try {
      return await Promise.race([send(), aborted]);
    } catch (error) {
      // The statement fails before the transaction does, and the caller must not continue until the transaction has ended.
      if (isConnectionLoss(error)) return aborted;
      throw error;
    }
  };
  return { guard, isOver: () => ended, end };
}

interface Life {
  guard: Guard;
  isOver: () => boolean;
  repeated: RepeatedStatements;
}

/** Runs `work` in a scope. postgres.js ends a scope with a statement once its work settles, so a lost transaction never settles. */
function runIn(scope: Scope, work: Work, life: Life): Promise<unknown> {
  const client = {
    unsafe(...args: Parameters<Scope['unsafe']>) {
      const query = scope.unsafe(...life.repeated.prepare(args));
      return {
        // Like postgres.js's own queries: sent only when awaited, so that `values` can be called first.
        // oxlint-disable-next-line unicorn/no-thenable
        then: (...then: Parameters<Promise<unknown>['then']>) => life.guard(() => query).then(...then),
        values: () => life.guard(() => query.values()),
      };
    },
    savepoint: (inner: Work) => life.guard(() => scope.savepoint((nested) => runIn(nested, inner, life))),
  };
  return new Promise((resolve, reject) => {
    Promise.resolve(work(client as unknown as Scope)).then(
      (value) => void (life.isOver() || resolve(value)),
      (error: unknown) => void (life.isOver() || reject(error as Error)),
    );
  });
}

/** Returns whether an error comes from the socket or from postgres.js. PostgreSQL's own errors arrive over a working connection. */
function isConnectionLoss(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return (
    !(error instanceof postgres.PostgresError) &&
    typeof code === 'string' &&
    /^(CONNECTION_|CONNECT_|E[A-Z]+$)/.test(code)
  );
}
