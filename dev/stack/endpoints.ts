/** `<data dir>/endpoints.json`: how other programs find the parts of a running stack. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { writeFileWhole } from '../whole-file.js';

/** Null for parts that are not embedded. */
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

/** Whole or not at all: its appearance is what others wait for. */
export function writeEndpoints(dataDir: string, endpoints: Endpoints): void {
  writeFileWhole(fileOf(dataDir), `${JSON.stringify(endpoints, null, 2)}\n`);
}

export function removeEndpoints(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}

/** For people: the same, a line each. */
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
    ['Data and logs', path.relative(process.cwd(), dataDir) || dataDir],
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
