/** A separate Relink for the demo, started the way `npm start` does, with its data in a temporary folder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { freePort, PortBook } from '../stack/ports.js';

const POLL_MS = 50;
const START_LIMIT_MS = 120_000;
const MAIL_LIMIT_MS = 30_000;

export interface Mail {
  to: string[];
  cc: string[];
  subject: string;
  text: string;
  createdAt: string;
  idempotencyKey: string | null;
}

interface Endpoints {
  url: string;
  apiKey: string;
  inbox: string;
  simulator: string;
  temporal: string;
  namespace: string;
  temporalUi: string;
  database: string;
}

export class Stack {
  private constructor(
    private readonly child: ChildProcess,
    readonly dir: string,
    readonly endpoints: Endpoints,
    private readonly connection: Connection,
    private readonly client: Client,
  ) {}

  static async start(
    secondsPerDay: number,
    { seed = 'empty', env = {} }: { seed?: 'demo' | 'empty'; env?: Record<string, string> } = {},
  ): Promise<Stack> {
    const dir = await mkdtemp(path.join(tmpdir(), 'relink-demo-'));
    await choosePorts(dir);
    const child = spawn(process.execPath, ['--import', 'tsx', 'start.ts'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        RELINK_DATA_DIR: dir,
        PORT: String(await freePort()),
        RELINK_SECONDS_PER_DAY: String(secondsPerDay),
        RELINK_SEED: seed,
        ...env,
      },
    });
    let output = '';
    const ready = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`Relink wasn’t ready after ${START_LIMIT_MS / 1000} s:\n${output}`)),
        START_LIMIT_MS,
      );
      const read = (data: Buffer) => {
        output += data.toString();
        if (!output.includes('Relink is ready')) return;
        clearTimeout(timer);
        resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', () => reject(new Error(`Relink didn’t start:\n${output}`)));
    });
    await ready;
    const endpoints = JSON.parse(await readFile(path.join(dir, 'endpoints.json'), 'utf8')) as Endpoints;
    const connection = await Connection.connect({ address: endpoints.temporal });
    return new Stack(child, dir, endpoints, connection, new Client({ connection, namespace: endpoints.namespace }));
  }

  async api<T = unknown>(
    method: string,
    route: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    return call<T>(method, this.endpoints.url + route, body, {
      authorization: `Bearer ${this.endpoints.apiKey}`,
      ...headers,
    });
  }

  async simulator(route: string, body: unknown): Promise<void> {
    await call('POST', this.endpoints.simulator + route, body);
  }

  /** Returns the emails to an address that match `are`, oldest first, as soon as there are `atLeast` that many. */
  async mails(address: string, atLeast: number, are: (mail: Mail) => boolean = () => true): Promise<Mail[]> {
    const until = Date.now() + MAIL_LIMIT_MS;
    for (;;) {
      const all = await call<Mail[]>(
        'GET',
        `${this.endpoints.inbox}/api/messages?to=${encodeURIComponent(address)}&limit=100`,
      );
      const mails = all.filter(are);
      if (mails.length >= atLeast) return mails.toReversed();
      if (Date.now() > until) throw new Error(`email ${atLeast} to ${address} didn’t arrive; ${mails.length} did`);
      await pause(POLL_MS);
    }
  }

  async running(workflowId: string): Promise<void> {
    const until = Date.now() + MAIL_LIMIT_MS;
    for (;;) {
      const status = await this.client.workflow
        .getHandle(workflowId)
        .describe()
        .then(
          ({ status }) => status.name,
          () => 'missing',
        );
      if (status === 'RUNNING') return;
      if (Date.now() > until) throw new Error(`the workflow ${workflowId} is ${status}`);
      await pause(POLL_MS);
    }
  }

  async ended(workflowId: string): Promise<unknown> {
    return this.client.workflow.getHandle(workflowId).result();
  }

  async waitUntilDay(day: number, dayOf: (at: number) => number): Promise<void> {
    while (dayOf(Date.now()) < day) await pause(POLL_MS);
  }

  /** @param options.keep whether to keep the data and logs */
  async stop(options: { keep?: boolean } = {}): Promise<void> {
    await this.connection.close();
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await exited;
    if (!options.keep) await rm(this.dir, { recursive: true, force: true });
  }
}

/** Several stacks can start at once, so none tries the usual ports first: between a look and a start, another could take them. */
async function choosePorts(dir: string): Promise<void> {
  const note = async (folder: string, names: string[]) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const book = new PortBook(path.join(folder, 'ports.json'));
    for (const name of names) book.note(name, await freePort());
  };
  await note(dir, ['postgres', 'inbox', 'simulator']);
  await note(path.join(dir, 'temporal'), ['frontend', 'ui']);
}

async function call<T>(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} returned ${response.status}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}
