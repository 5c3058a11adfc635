/**
 * `GET /v1/events`: the live dashboard, as server-sent events. Level-triggered: at every notification and every few seconds, the
 * database is queried, and an event is sent if the result has changed. A lost notification only causes a delay.
 */
import type { Request, RequestHandler, Response } from 'express';
import type { Context } from '../platform/context.js';
import { readPulse, type Pulse } from '../services/dashboard/pulse.js';
import { permit, type RequestPrincipal } from '../domain/principal.js';
import type { StreamSlots } from './stream-slots.js';

const POLL_MS = 5000;
/** Notifications that arrive within this time cause one query. */
const DEBOUNCE_MS = 150;
/** A disconnected browser reconnects after this. */
const RETRY_MS = 3000;

export interface LiveEvents {
  handler: RequestHandler;
  close(): Promise<void>;
}

/** What was read in one round, shared by everyone who watches the same data. */
type Round = Map<string, Promise<Pulse>>;

type Authenticate = (req: Request, res: Response) => Promise<RequestPrincipal>;

export function liveEvents(context: Context, authenticate: Authenticate, slots: StreamSlots): LiveEvents {
  const subscribers = new Set<(round: Round) => void>();
  const open = new Set<Response>();
  let listening: Promise<() => Promise<void>> | null = null;
  let debounce: NodeJS.Timeout | null = null;
  const timer = setInterval(startRound, POLL_MS).unref();

  function startRound(): void {
    const round: Round = new Map();
    for (const subscriber of subscribers) subscriber(round);
  }

  function scheduleRound(): void {
    debounce ??= setTimeout(() => {
      debounce = null;
      startRound();
    }, DEBOUNCE_MS);
  }

  /** Opens one connection for all streams. If the database is unavailable, the next stream tries again; until then, all poll. */
  function listen(): void {
    listening ??= context.notifier.listen(scheduleRound, scheduleRound);
    listening.catch((error: unknown) => {
      listening = null;
      context.log.warn({ error }, 'could not listen for changes; live pages poll instead');
    });
  }

  function readPulseOnce(round: Round, principal: RequestPrincipal): Promise<Pulse> {
    const { ownerId } = permit(principal, readPulse.access);
    const key = JSON.stringify([principal.archiveId, ownerId]);
    const pulse = round.get(key) ?? readPulse(context, principal);
    round.set(key, pulse);
    return pulse;
  }

  async function watch(req: Request, res: Response): Promise<void> {
    const principal = await admit(req, res);
    const release = req.method === 'GET' ? await slots.take(principal, () => res.end()) : () => undefined;
    // If the client disconnected meanwhile, `close` never fires again, so nothing would clean up.
    if (res.destroyed) return release();
    res.set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
    if (req.method === 'HEAD') return void res.end();
    open.add(res);
    res.flushHeaders();
    res.write(`retry: ${RETRY_MS}\n\n`);
    let lastVersion: string | null = null;
    let isReading = false;
    const sendUpdate = async (round: Round) => {
      if (isReading) return;
      isReading = true;
      try {
        // Checked each time, so someone who was signed out or lost the right sees nothing more.
        const { version, ...pulse } = await readPulseOnce(round, await admit(req, res));
        res.write(
          version === lastVersion ? ': \n\n' : `event: dashboard\nid: ${version}\ndata: ${JSON.stringify(pulse)}\n\n`,
        );
        lastVersion = version;
      } catch (error) {
        context.log.info({ error }, 'closed a live page');
        res.end();
      } finally {
        isReading = false;
      }
    };
    const subscriber = (round: Round) => void sendUpdate(round);
    subscribers.add(subscriber);
    res.once('close', () => {
      subscribers.delete(subscriber);
      open.delete(res);
      release();
    });
    listen();
    await sendUpdate(new Map());
  }

  async function admit(req: Request, res: Response): Promise<RequestPrincipal> {
    const principal = await authenticate(req, res);
    permit(principal, readPulse.access);
    return principal;
  }

  return {
    handler: watch,
    async close() {
      clearInterval(timer);
      if (debounce) clearTimeout(debounce);
      for (const res of open) res.end();
      await listening?.then(
        (stopListening) => stopListening(),
        () => undefined,
      );
    },
  };
}
