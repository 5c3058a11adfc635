/**
 * Relink as it runs in production, with the API and the worker as processes that log as much as they can, and every place where a secret
 * could end up.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { readConfig } from '../../platform/config.js';
import { createContext, type Context } from '../../platform/context.js';
import { PROVIDER_NAMES } from '../../domain/networks.js';
import { startInbox } from '../../dev/inbox/index.js';
import { startSimulator } from '../../dev/network-simulator/index.js';
import { createTestDatabase } from '../rig/database.js';
import { createNamespace } from '../rig/namespace.js';
import { freePort } from '../../dev/stack/ports.js';
import { runProgram } from '../rig/program.js';
import type { Mail } from '../rig/world.js';
import type { Place, Secrets } from './leaks.js';
import { tapNetwork, type Wiretap } from './network.js';

export interface CanaryStack {
  url: string;
  simulatorUrl: string;
  env: Record<string, string>;
  secrets: Secrets;
  network: Wiretap;
  /** The test's own access to the database; it logs nothing. */
  context: Context;
  temporal: Client;
  mails(): Promise<Mail[]>;
  /** Runs the command line; what it prints is a place too. */
  command(...args: string[]): Promise<void>;
  /** Everything that has been written anywhere so far. */
  places(): Promise<Place[]>;
  close(): Promise<void>;
}

const secret = (name: string) => `${name}-${randomBytes(24).toString('base64url')}`;

export async function startCanaryStack(secrets: Secrets, issuer: string): Promise<CanaryStack> {
  const dir = await mkdtemp(path.join(tmpdir(), 'relink-canary-'));
  const [database, namespace, port] = await Promise.all([createTestDatabase(), createNamespace(), freePort()]);
  const url = `http://localhost:${port}`;
  const apiKey = secret('re_canary');
  const webhookSecret = `whsec_${randomBytes(24).toString('base64')}`;
  const keys = [randomBytes(32), randomBytes(32)];
  const webhook = { url: `${url}/webhooks/resend`, secret: webhookSecret };
  const inbox = await startInbox({ port: 0, host: '127.0.0.1', dir, apiKey, webhook });
  const redirectUris = Object.fromEntries(PROVIDER_NAMES.map((name) => [name, [`${url}/oauth/${name}/callback`]]));
  const simulator = await startSimulator({ port: 0, redirectUris });
  const network = await tapNetwork(simulator.url, secrets);
  secrets.add('mail provider key', apiKey);
  secrets.add('webhook secret', webhookSecret);
  secrets.add('webhook secret', Buffer.from(webhookSecret.slice(6), 'base64'));
  const organizationSecret = secret('organization');
  secrets.add('client secret', organizationSecret);
  for (const key of keys) {
    secrets.add('encryption key', key);
    secrets.add('encryption key', key.toString('base64'));
  }
  const env: Record<string, string> = {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS!,
    TEMPORAL_NAMESPACE: namespace,
    PORT: String(port),
    PUBLIC_URL: url,
    RESEND_API_KEY: apiKey,
    RESEND_BASE_URL: inbox.url,
    RESEND_WEBHOOK_SECRET: webhookSecret,
    MAIL_FROM: 'Relink <relink@example.org>',
    RELINK_KEYS: keys.map((key, i) => `k${2 - i}:${key.toString('base64')}`).join(','),
    RELINK_SIMULATOR_URL: network.url,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'relink',
    OIDC_CLIENT_SECRET: organizationSecret,
    RELINK_DATA_DIR: path.join(dir, 'none'),
    // Log as much as possible.
    RELINK_LOG_LEVEL: 'debug',
    RUST_BACKTRACE: 'full',
    // A compressed day of two hours: emails come within seconds, reminders don't.
    RELINK_SECONDS_PER_DAY: '7200',
  };
  const context = createContext(readConfig({ ...env, RELINK_LOG_LEVEL: 'silent' }), { name: 'canary' });
  const processes = { api: startProcess('server.ts', env), worker: startProcess('worker.ts', env) };
  await Promise.all([processes.api.ready, processes.worker.ready]);
  const connection = await Connection.connect({ address: env.TEMPORAL_ADDRESS });
  const temporal = new Client({ connection, namespace });
  const mails = async () => (await (await fetch(`${inbox.url}/api/messages?limit=1000`)).json()) as Mail[];
  const commands: Place[] = [];
  return {
    url,
    simulatorUrl: simulator.url,
    env,
    secrets,
    network,
    context,
    temporal,
    mails,
    async command(...args) {
      const { stdout, stderr } = await runProgram(['relink.ts', ...args], env);
      commands.push({ name: `the output of "${args.join(' ')}"`, text: stdout + stderr });
    },
    async places() {
      return [
        { name: 'the log of the API', text: processes.api.output() },
        { name: 'the log of the worker', text: processes.worker.output() },
        ...commands,
        ...(await historiesOf(temporal, namespace)),
        ...(await tablesOf(context)),
        ...(await mails()).map(asPlace),
      ];
    },
    async close() {
      await Promise.all(Object.values(processes).map((running) => running.stop()));
      await connection.close();
      await context.dispose();
      await Promise.all([network.close(), simulator.close(), inbox.close()]);
      await database.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function startProcess(file: string, env: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit');
  return {
    output: () => output,
    ready: Promise.race([
      once(child, 'message'),
      exited.then(() => Promise.reject(new Error(`${file} exited before it was ready: ${output}`))),
    ]),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Reads the histories. Protobuf keeps text and payloads as they are: inputs, results, failures with their stacks, memos, timer details. */
async function historiesOf(client: Client, namespace: string): Promise<Place[]> {
  const places: Place[] = [];
  const { History } = proto.temporal.api.history.v1;
  const { DescribeWorkflowExecutionResponse } = proto.temporal.api.workflowservice.v1;
  for await (const { workflowId, runId } of client.workflow.list()) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    // Also the last failure of an activity that is being retried.
    const described = await client.workflowService.describeWorkflowExecution({
      namespace,
      execution: { workflowId, runId },
    });
    const encoded = [
      History.encode(history).finish(),
      DescribeWorkflowExecutionResponse.encode(described).finish(),
      Buffer.from(workflowId),
    ];
    places.push({
      name: `the history of ${workflowId.split('/')[0]}`,
      text: Buffer.concat(encoded).toString('latin1'),
    });
  }
  return places;
}

/** Each table as text, with bytea as hex. */
async function tablesOf({ connection: { sql } }: Context): Promise<Place[]> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`;
  return Promise.all(
    tables.map(async ({ name }) => {
      const rows = await sql.unsafe(`select t::text as row from ${name} t`);
      return { name: `the table ${name}`, text: rows.map(({ row }) => String(row)).join('\n') };
    }),
  );
}

/** An email is supposed to carry a link, in its addresses and nowhere else. */
function asPlace(mail: Mail): Place {
  const text = JSON.stringify(mail).replaceAll(
    /\/(connect|sign-in\/open|preferences)#[\w.-]+|\/preferences\/unsubscribe\?token=[\w.-]+/g,
    '/…',
  );
  return { name: `the email "${mail.subject}"`, text };
}
