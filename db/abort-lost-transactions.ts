/**
 * Stops a transaction from sending anything after its connection is lost. postgres.js (3.4.9) rejects the transaction but still
 * writes what it goes on to send, including its own ROLLBACK. If the connection is closed, its socket is null, which causes an
 * uncaught TypeError that ends the process. If it is open again, the writes go into the work of whoever uses it now
 * (docs/decisions.md).
 */
import postgres from 'postgres';

type Scope = postgres.TransactionSql;
type Work = (scope: Scope) => unknown;
type Ask = <T>(send: () => PromiseLike<T>) => Promise<T>;

/** Replaces the client's `begin` for Drizzle, whose transactions use only `unsafe` and `savepoint`. */
export function abortLostTransactions(sql: postgres.Sql): void {
  const begin = sql.begin.bind(sql) as (...given: unknown[]) => Promise<unknown>;
  const guarded = (...given: unknown[]) => {
    const work = given.pop() as Work;
    const { ask, isOver, end } = lifetime();
    const outcome = begin(...given, (scope: Scope) => runIn(scope, work, { ask, isOver }));
    outcome.then(() => end(new Error('This transaction has ended.')), end);
    return outcome;
  };
  sql.begin = guarded;
}

function lifetime() {
  let ended = false;
  let end: (reason: unknown) => void = () => undefined;
  // Never resolves. A lost connection rejects `begin` immediately, whatever the transaction's work is doing.
  const over = new Promise<never>((_resolve, reject) => {
    end = (reason) => {
      ended = true;
      reject(reason);
    };
  });
  over.catch(() => undefined);
  const ask: Ask = async (send) => {
    if (ended) return over;
    try {
      return await Promise.race([send(), over]);
    } catch (error) {
      // The statement fails before the transaction does, and the caller must not continue until the transaction has ended.
      if (isLoss(error)) return over;
      throw error;
    }
  };
  return { ask, isOver: () => ended, end };
}

/** Runs `work` in a scope. postgres.js ends a scope with a statement once its work settles, so a lost transaction never settles. */
function runIn(scope: Scope, work: Work, life: { ask: Ask; isOver: () => boolean }): Promise<unknown> {
  const client = {
    unsafe(...given: Parameters<Scope['unsafe']>) {
      const query = scope.unsafe(...given);
      return {
        // Like postgres.js's own queries: sent only when awaited, so that `values` can be called first.
        // oxlint-disable-next-line unicorn/no-thenable
        then: (...then: Parameters<Promise<unknown>['then']>) => life.ask(() => query).then(...then),
        values: () => life.ask(() => query.values()),
      };
    },
    savepoint: (inner: Work) => life.ask(() => scope.savepoint((deeper) => runIn(deeper, inner, life))),
  };
  return new Promise((resolve, reject) => {
    Promise.resolve(work(client as unknown as Scope)).then(
      (value) => void (life.isOver() || resolve(value)),
      (error: unknown) => void (life.isOver() || reject(error as Error)),
    );
  });
}

/** Returns whether an error comes from the socket or from postgres.js. PostgreSQL's own errors arrive over a working connection. */
function isLoss(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return (
    !(error instanceof postgres.PostgresError) &&
    typeof code === 'string' &&
    /^(CONNECTION_|CONNECT_|E[A-Z]+$)/.test(code)
  );
}
