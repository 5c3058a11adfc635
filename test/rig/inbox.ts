/** An inbox in its own folder, the real Resend client, and a listener for its webhooks. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Resend } from 'resend';
import { startInbox, type Inbox, type InboxOptions } from '../../dev/inbox/index.js';
import type { Mode } from '../../dev/inbox/faults.js';

export interface Message {
  id: string;
  from: string;
  to: string[];
  cc: string[];
  subject: string;
  html: string | null;
  text: string | null;
  createdAt: string;
  idempotencyKey: string | null;
}

export interface TestInbox {
  url: string;
  dir: string;
  client: Resend;
  messages(query?: string): Promise<Message[]>;
  mode(mode: Mode, share?: number): Promise<void>;
  /** Stops it and starts it again on the same folder. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
}

export const KEY = 're_test';

export async function openInbox(options: Partial<InboxOptions> = {}): Promise<TestInbox> {
  const dir = options.dir ?? (await mkdtemp(path.join(tmpdir(), 'relink-inbox-')));
  let inbox: Inbox = await startInbox({ port: 0, ...options, dir });
  let client = new Resend(KEY, { baseUrl: inbox.url });
  return {
    dir,
    get url() {
      return inbox.url;
    },
    get client() {
      return client;
    },
    async messages(query = '') {
      return (await (await fetch(`${inbox.url}/api/messages${query}`)).json()) as Message[];
    },
    async mode(mode, share) {
      const response = await post(`${inbox.url}/api/mode`, { mode, share });
      if (!response.ok) throw new Error(await response.text());
    },
    async restart() {
      await inbox.close();
      inbox = await startInbox({ port: 0, ...options, dir });
      client = new Resend(KEY, { baseUrl: inbox.url });
    },
    stop: () => inbox.close(),
    async close() {
      await inbox.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export const mail = (more: object = {}) => ({
  from: 'Relink <relink@example.org>',
  to: 'dana@example.org',
  subject: 'Action required: Reconnect account',
  html: '<p>Hello</p>',
  text: 'Hello',
  ...more,
});

export interface Heard {
  headers: { id: string; timestamp: string; signature: string };
  body: string;
  event: { type: string; data: { email_id: string; to: string[]; tags: object } };
}

export interface Listener {
  url: string;
  heard: Heard[];
  close(): Promise<void>;
}

/** Listens for webhooks. `answer` returns the status for each event; refused events are recorded, too. */
export async function listen(answer: (heard: Heard) => number = () => 204): Promise<Listener> {
  const heard: Heard[] = [];
  const server = createServer((req, res) => {
    void (async () => {
      const one = await read(req);
      heard.push(one);
      res.writeHead(answer(one)).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/resend`,
    heard,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function read(req: IncomingMessage): Promise<Heard> {
  const chunks: Buffer[] = [];
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  const header = (name: string) => String(req.headers[name]);
  return {
    headers: { id: header('svix-id'), timestamp: header('svix-timestamp'), signature: header('svix-signature') },
    body,
    event: JSON.parse(body) as Heard['event'],
  };
}
