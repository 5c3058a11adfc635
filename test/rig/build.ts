/** Runs `npm run build` once for all test files of a run, which run in parallel. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import postgres from 'postgres';

/** Any constant; each run has its own PostgreSQL. */
const BUILD_LOCK = 81_723_412;

export async function buildOnce(): Promise<void> {
  const admin = postgres(process.env.TEST_POSTGRES_URL!, { max: 1, onnotice: () => {} });
  try {
    await admin`select pg_advisory_lock(${BUILD_LOCK})`;
    const [row] = await admin<{ built: boolean }[]>`select to_regclass('built') is not null as built`;
    if (row?.built) return;
    await promisify(execFile)(process.execPath, ['scripts/build.mjs']);
    await admin`create table built ()`;
  } finally {
    await admin.end();
  }
}
