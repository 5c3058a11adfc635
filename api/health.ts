/** Alive, and able to work: the database and Temporal answer in time. */
import { sql } from 'drizzle-orm';
import { Connection } from '@temporalio/client';
import type { Context } from '../context.js';

const TIMEOUT_MS = 2000;

export interface Readiness {
  ready: boolean;
  database: boolean;
  temporal: boolean;
}

export interface HealthChecks {
  check(): Promise<Readiness>;
  close(): Promise<void>;
}

/** A connection of its own, made at the first check. */
export function healthChecks({ config, db }: Context): HealthChecks {
  const { address, tls, apiKey } = config.temporal;
  const temporal = Connection.lazy({ address, tls, apiKey, connectTimeout: TIMEOUT_MS });
  return {
    async check() {
      const [database, temporalAnswers] = await Promise.all([
        answers(db.execute(sql`select 1`)),
        answers(temporal.withDeadline(Date.now() + TIMEOUT_MS, () => temporal.workflowService.getSystemInfo({}))),
      ]);
      return { ready: database && temporalAnswers, database, temporal: temporalAnswers };
    },
    close: () => temporal.close(),
  };
}

async function answers(question: PromiseLike<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), TIMEOUT_MS)));
  const answered = Promise.resolve(question).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}
