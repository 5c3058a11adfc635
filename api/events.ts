/**
 * `GET /v1/events`: the dashboard live, as server-sent events. Level-driven: at every hint and every few seconds the database is
 * asked, and an event goes out when its answer differs. A lost hint costs a delay.
 */
import type { Request, RequestHandler, Response } from 'express';
import type { Context } from '../context.js';
import type { Scene } from '../db/dashboard/now.js';
import { readPulse } from '../db/dashboard/pulse.js';
import { WAKE_CHANNEL } from '../db/wake.js';
import { permit, type Principal } from './principal.js';

const LOOK_EVERY_MS = 5000;
/** Many hints in a moment become one look. */
const GATHER_MS = 150;
/** A browser that was cut off asks again after this. */
const RETRY_MS = 3000;

export interface Live {
  handler: RequestHandler;
  close(): Promise<void>;
}

type Authenticate = (req: Request, res: Response) => Promise<Principal>;

export function liveEvents(context: Context, authenticate: Authenticate): Live {
  const looks = new Set<() => void>();
  const open = new Set<Response>();
  let listening: Promise<{ unlisten(): Promise<void> }> | null = null;
  let gathering: NodeJS.Timeout | null = null;

  function lookAround(): void {
    gathering ??= setTimeout(() => {
      gathering = null;
      for (const look of looks) look();
    }, GATHER_MS);
  }

  /** One connection for all who watch. A database that is away is tried again by the next who comes; all poll meanwhile. */
  function listen(): void {
    listening ??= context.connection.sql.listen(WAKE_CHANNEL, lookAround, lookAround);
    listening.catch((error: unknown) => {
      listening = null;
      context.log.warn({ error }, 'listening for changes failed; the live pages poll');
    });
  }

  async function watch(req: Request, res: Response): Promise<void> {
    const scene = await sceneOf(req, res);
    res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    res.flushHeaders();
    res.write(`retry: ${RETRY_MS}\n\n`);
    let seen: string | null = null;
    let asking = false;
    const look = async () => {
      if (asking) return;
      asking = true;
      try {
        // Whoever was signed out, or lost the right, sees no more.
        await sceneOf(req, res);
        const { version, ...pulse } = await readPulse(context.db, scene);
        res.write(version === seen ? ': \n\n' : `event: dashboard\nid: ${version}\ndata: ${JSON.stringify(pulse)}\n\n`);
        seen = version;
      } catch (error) {
        context.log.info({ error }, 'a live page was ended');
        res.end();
      } finally {
        asking = false;
      }
    };
    const lookNow = () => void look();
    const timer = setInterval(lookNow, LOOK_EVERY_MS);
    looks.add(lookNow);
    open.add(res);
    res.once('close', () => {
      clearInterval(timer);
      looks.delete(lookNow);
      open.delete(res);
    });
    listen();
    await look();
  }

  async function sceneOf(req: Request, res: Response): Promise<Scene> {
    const principal = await authenticate(req, res);
    const { ownerId } = permit(principal, { scope: 'read', people: 'everyone' });
    return { archiveId: principal.archiveId, ownerId };
  }

  return {
    handler: watch,
    async close() {
      if (gathering) clearTimeout(gathering);
      for (const res of open) res.end();
      await listening?.then(
        (listener) => listener.unlisten(),
        () => undefined,
      );
    },
  };
}
