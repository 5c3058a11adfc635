/** `<data dir>/endpoints.json`, where other programs find the parts of a running stack. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { shownFile } from './shown-file.js';
import { writeFileAtomically } from '../write-file-atomically.js';

/** Null for parts that aren't embedded. */
export interface Endpoints {
  url: string;
  apiKey: string | null;
  inbox: string | null;
  simulator: string | null;
  /** host:port */
  temporal: string | null;
  namespace: string | null;
  temporalUi: string | null;
  database: string | null;
  pid: number;
}

const fileOf = (dataDir: string) => path.join(dataDir, 'endpoints.json');

/** Written whole or not at all, because others wait for the file to appear. */
export function writeEndpoints(dataDir: string, endpoints: Endpoints): void {
  writeFileAtomically(fileOf(dataDir), `${JSON.stringify(endpoints, null, 2)}\n`);
}

export function removeEndpoints(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}

/** Formats the endpoints for people, one per line. */
export function describeEndpoints(endpoints: Endpoints, dataDir: string): string {
  const { temporal, namespace, temporalUi, database } = endpoints;
  const rows: [string, string | null][] = [
    ['Relink', endpoints.url],
    ['Sign in', `${endpoints.url}/sign-in`],
    ['API key', endpoints.apiKey],
    ['Inbox', endpoints.inbox],
    ['Simulated networks', endpoints.simulator],
    ['Temporal Web UI', temporalUi],
    ['Temporal', temporal && `${temporal}, namespace ${namespace}`],
    ['PostgreSQL', database && withoutPassword(database)],
    ['Data and logs', shownFile(dataDir)],
  ];
  const shown = rows.filter(([, value]) => value);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
}

function withoutPassword(url: string): string {
  const parsed = new URL(url);
  parsed.password = '';
  return parsed.href;
}
