/**
 * Watches a server from inside of its process, without any part of Relink's code: every answer's status, requests that wait too long, and
 * turns of the event loop that hold up everyone else. Loaded with `--import`; the parent process asks for the figures by IPC.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** A turn that computes for longer than this is a stall. In processor time, so that a busy machine alone never makes one. */
const STALL_MS = 500;
/** However busy the machine is, a request has its answer within this. */
const ANSWER_MS = 15_000;
const TICK_MS = 20;
/** Streams stay open. */
const ENDLESS = /^\/v1\/events\b/;

export interface Figures {
  requests: number;
  statuses: Record<number, number>;
  /** What was requested, with the status, of every answer that is the server's fault. */
  failures: string[];
  stalls: string[];
  /** Of the event loop, in milliseconds. */
  delay: { p99: number; max: number };
}

/** A turn that computed has answered its request by the time that it is measured, so requests are remembered for one more tick. */
let answered: string[] = [];
const open = new Map<ServerResponse, { what: string; since: number; isReported: boolean }>();
const nothing = (): Figures => ({ requests: 0, statuses: {}, failures: [], stalls: [], delay: { p99: 0, max: 0 } });
const figures = nothing();
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

subscribe('http.server.request.start', (message) => {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
  const what = `${request.method} ${request.url?.slice(0, 300)}`;
  open.set(response, { what, since: performance.now(), isReported: ENDLESS.test(request.url ?? '') });
  response.once('close', () => {
    open.delete(response);
    answered.push(what);
    const { statusCode } = response;
    figures.requests += 1;
    figures.statuses[statusCode] = (figures.statuses[statusCode] ?? 0) + 1;
    if (statusCode >= 500) figures.failures.push(`${statusCode} ${what}`);
  });
});

/** Processor time of the thread that runs the event loop, in milliseconds; of the whole process where Node can't tell. */
function computed(): number {
  // Since Node 23.9.
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
}

let last = { at: performance.now(), computed: computed() };
setInterval(() => {
  const now = { at: performance.now(), computed: computed() };
  const spent = Math.min(now.at - last.at, now.computed - last.computed);
  last = now;
  const waiting = [...answered, ...[...open.values()].map(({ what }) => what)].join(' + ');
  answered = [];
  if (spent > STALL_MS) figures.stalls.push(`${Math.round(spent)} ms of computing during ${waiting || 'no request'}`);
  for (const request of open.values()) {
    if (request.isReported || now.at - request.since < ANSWER_MS) continue;
    request.isReported = true;
    figures.stalls.push(`no answer for ${ANSWER_MS} ms to ${request.what}`);
  }
}, TICK_MS).unref();

process.on('message', (message) => {
  if (message === 'begin') begin();
  if (message !== 'figures') return;
  const ms = (nanoseconds: number) => Math.round(nanoseconds / 1e6);
  process.send?.({ ...figures, delay: { p99: ms(delay.percentile(99)), max: ms(delay.max) } } satisfies Figures);
});
process.channel?.unref();

/** Forgets what starting cost: a program loads its modules in one turn. */
function begin(): void {
  Object.assign(figures, nothing());
  delay.reset();
}
