/** The parts of a running Relink, and a simulated power cut to any of them. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import postgres from 'postgres';
import type { Stack } from './stack.js';

export type Part = 'worker' | 'temporal' | 'postgres';

/** Sends SIGKILL to all of them at once. */
export async function killParts(stack: Stack, parts: readonly Part[]): Promise<void> {
  const pids = await Promise.all(parts.map((part) => pidOf(stack, part)));
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

async function pidOf({ dir, endpoints }: Stack, part: Part): Promise<number> {
  if (part === 'worker') return Number(await readFile(path.join(dir, 'worker.pid'), 'utf8'));
  if (part === 'temporal')
    return Number(/\d+/.exec(await readFile(path.join(dir, 'temporal/temporal.pid'), 'utf8'))?.[0]);
  const sql = postgres(endpoints.database, { max: 1 });
  const [row] = await sql<{ file: string }[]>`select pg_read_file('postmaster.pid') as file`;
  await sql.end();
  return Number(row?.file.split('\n')[0]);
}
