/**
 * A transaction whose connection is lost sends nothing any more. postgres.js (3.4.9) tells the caller, and then still writes what
 * the transaction goes on to send, its own ROLLBACK too: into the closed connection, whose socket is null (an uncaught TypeError
 * that ends the process), or, once that is open again, into the work of whoever has it now (docs/decisions.md).
 */
import postgres from 'postgres';

type Scope = postgres.TransactionSql;
type Work = (scope: Scope) => unknown;
type Ask = <T>(send: () => PromiseLike<T>) => Promise<T>;

/** Replaces the client's `begin`, for Drizzle: its transactions only ever use `unsafe` and `savepoint`. */
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
  // Never resolves. A lost connection rejects `begin` at once, whatever its work is doing.
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
      // The statement hears of it before the transaction: whoever asked must not go on before that is over.
      if (isLoss(error)) return over;
      throw error;
    }
  };
  return { ask, isOver: () => ended, end };
}

/** postgres.js ends a scope once its work has settled, by a statement. Of a lost transaction it never hears. */
function runIn(scope: Scope, work: Work, life: { ask: Ask; isOver: () => boolean }): Promise<unknown> {
  const client = {
    unsafe(...given: Parameters<Scope['unsafe']>) {
      const query = scope.unsafe(...given);
      return {
        // As postgres.js' own: sent when somebody waits for it, and not before `values` had its chance.
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

/** Of the socket or of postgres.js; PostgreSQL's own errors come through a connection that is there. */
function isLoss(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return (
    !(error instanceof postgres.PostgresError) &&
    typeof code === 'string' &&
    /^(CONNECTION_|CONNECT_|E[A-Z]+$)/.test(code)
  );
}
