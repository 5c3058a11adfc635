/** Readiness checks: whether the database and Temporal respond in time. */
import { Connection } from '@temporalio/client';
import type { Context } from '../platform/context.js';
import { trackCalls } from '../platform/temporal-calls.js';

const TIMEOUT_MS = 2000;
/** Anyone can ask, as often as they like, so everyone shares an answer until it is this old. */
const SHARED_MS = 1000;

export interface Readiness {
  ready: boolean;
  database: boolean;
  temporal: boolean;
}

export interface HealthChecks {
  check(): Promise<Readiness>;
  close(): Promise<void>;
}

/** Creates the checks with their own connection to Temporal, which opens at the first check. */
export function healthChecks({ config, connection }: Context): HealthChecks {
  const { address, tls, apiKey } = config.temporal;
  const calls = trackCalls();
  const { interceptors } = calls;
  const temporal = Connection.lazy({ address, tls, apiKey, connectTimeout: TIMEOUT_MS, interceptors });
  const runChecks = async () => {
    const [database, temporalAnswers] = await Promise.all([
      answers(connection.sql`select 1`),
      answers(temporal.withDeadline(Date.now() + TIMEOUT_MS, () => temporal.workflowService.getSystemInfo({}))),
    ]);
    answeredAt = performance.now();
    return { ready: database && temporalAnswers, database, temporal: temporalAnswers };
  };
  let answer: Promise<Readiness> | undefined;
  // Undefined while a check is in progress.
  let answeredAt: number | undefined;
  return {
    check() {
      if (answer && (answeredAt === undefined || performance.now() - answeredAt < SHARED_MS)) return answer;
      answeredAt = undefined;
      return (answer = runChecks());
    },
    async close() {
      await calls.ended();
      await temporal.close();
    },
  };
}

async function answers(question: PromiseLike<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), TIMEOUT_MS)));
  const answered = Promise.resolve(question).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
