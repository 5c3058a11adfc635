/** What a run was measured on: its date, commit, machine, and versions. Nothing that names the machine. */
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { Connection } from '@temporalio/client';
import postgres from 'postgres';
import { Stack } from '../dev/demo/stack.js';
import { versionOf } from './baselines/version.js';

const GIBIBYTE = 2 ** 30;

/** Returns pairs of a name and a value. Starts Relink to ask its parts. */
export async function describeRun(): Promise<[string, string][]> {
  const stack = await Stack.start(86_400);
  const sql = postgres(stack.endpoints.database, { max: 1 });
  const connection = await Connection.connect({ address: stack.endpoints.temporal });
  try {
    const [{ version }] = await sql<[{ version: string }]>`select current_setting('server_version') as version`;
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    return [
      ['Date', new Date().toISOString().slice(0, 10)],
      ['Commit', execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()],
      ['Processors', `${os.cpus().length} × ${os.cpus()[0]?.model.trim()}`],
      ['Memory', `${Math.round(os.totalmem() / GIBIBYTE)} GiB`],
      ['Node', process.versions.node],
      ['PostgreSQL', version],
      ['Temporal', `${serverVersion}, development server on SQLite`],
      ['Peers', ['pg-boss', 'graphile-worker'].map(versionOf).join(', ')],
    ];
  } finally {
    await Promise.all([sql.end(), connection.close()]);
    await stack.stop();
  }
}
