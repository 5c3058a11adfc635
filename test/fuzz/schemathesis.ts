/** Calls from the OpenAPI document: valid, invalid, at the limits, and in sequences that use what earlier calls returned. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { schemathesis } from '../../dev/tools.js';
import type { Things } from '../api/samples.js';
import type { Stage } from './stage.js';

/** For each operation of the document. A round then makes about 3,600 requests, most of which cost little to make up. */
const EXAMPLES = 25;
const SECONDS_TO_ANSWER = 15;

interface Document {
  paths: Record<string, Record<string, Operation>>;
}

interface Operation {
  parameters?: { name: string; in: string; schema: { examples?: string[] } }[];
}

/** Which things the id in a path is about, by the path's beginning. */
const ABOUT: Record<string, (keyof Things)[]> = {
  '/v1/disconnects/': ['disconnect'],
  '/v1/surge-holds/': ['surgeHold', 'otherSurgeHold'],
  '/v1/accounts/': ['account', 'disconnectedAccount', 'mover'],
  '/v1/users/': ['user', 'owner', 'administrator', 'toOwner'],
  '/v1/transfers/': ['transfer'],
  '/v1/api-keys/': ['apiKey'],
};

/** Makes one round of calls to an archive of its own. Returns what Schemathesis prints if it finds something, otherwise null. */
export async function callByDocument(stage: Stage, seed: number): Promise<string | null> {
  const folder = mkdtempSync(path.join(tmpdir(), 'relink-fuzz-'));
  try {
    const { key, things } = await stage.target();
    const answer = await fetch(`${stage.url}/openapi.json`);
    const document = withExamples((await answer.json()) as Document, things);
    writeFileSync(path.join(folder, 'openapi.json'), JSON.stringify(document));
    return await run(folder, { url: stage.url, seed, key, things });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Schemathesis makes up ids; what is behind one that exists is reached only if it knows some. */
function withExamples(document: Document, things: Things): Document {
  for (const [path, operations] of Object.entries(document.paths)) {
    const [, about] = Object.entries(ABOUT).find(([beginning]) => path.startsWith(beginning)) ?? [];
    for (const operation of Object.values(operations)) {
      // hooks.py makes some calls for people. With a made-up person, nothing else about a call matters.
      operation.parameters = operation.parameters?.filter(({ name }) => name !== 'X-Relink-Acting-User');
      for (const { in: place, schema } of operation.parameters ?? [])
        if (about && place === 'path') schema.examples = about.map((thing) => things[thing]);
    }
  }
  return document;
}

interface Calls {
  url: string;
  seed: number;
  key: string;
  things: Things;
}

async function run(folder: string, { url, seed, key, things }: Calls): Promise<string | null> {
  const program = schemathesis();
  // prettier-ignore
  const options = ['run', 'openapi.json', '--url', url, '-H', `Authorization: Bearer ${key}`,
    '--seed', String(seed), '--workers', '1', '--max-examples', String(EXAMPLES), '--phases', 'coverage,fuzzing,stateful',
    '--checks', 'not_a_server_error', '--request-timeout', String(SECONDS_TO_ANSWER), '--continue-on-failure', '--no-shrink',
    '--suppress-health-check', 'all', '--generation-database', 'none', '--warnings', 'off', '--no-color'];
  const child = spawn(program, options, {
    cwd: folder,
    env: {
      ...process.env,
      PYTHONPATH: [path.dirname(path.dirname(program)), path.resolve('test/fuzz')].join(path.delimiter),
      PYTHONDONTWRITEBYTECODE: '1',
      SCHEMATHESIS_HOOKS: 'hooks',
      FUZZ_THINGS: JSON.stringify(things),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0 ? null : output;
}
