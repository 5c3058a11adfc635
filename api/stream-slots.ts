/**
 * The places for live streams and for calls that wait: a few for each caller, more for an archive, counted with all other processes; and
 * in all, in this one.
 */
import { randomUUID } from 'node:crypto';
import { Refusal } from '../domain/refusal.js';
import type { RequestPrincipal } from '../domain/principal.js';
import type { Context } from '../platform/context.js';
import {
  endStreams,
  leaseStream,
  refuseIfFull,
  renewStreams,
  type StreamLimits,
} from '../services/dashboard/live-streams.js';

export interface SlotLimits extends StreamLimits {
  /** How many streams this process serves, whoever opened them. */
  total: number;
}

/**
 * A person has a few tabs open, in a browser or two; an API key that needs more can poll. No archive takes more than a fifth of what a
 * process serves.
 */
const LIMITS: SlotLimits = { perCaller: 12, perArchive: 100, total: 500 };

/** Three fit into a lease, so one renewal can fail. */
const RENEW_MS = 10_000;

export interface StreamSlots {
  /**
   * Takes a place and returns how to give it back. `onLost` is called if another caller may have the place.
   * @throws {Refusal} `too_many_streams`
   */
  take: (principal: RequestPrincipal, onLost: () => void) => Promise<() => void>;
  /** Gives all places back. */
  close(): Promise<void>;
}

interface Slot {
  archiveId: string;
  caller: string;
  isLeased: boolean;
  onLost: () => void;
}

export function streamSlots(context: Context, limits = LIMITS): StreamSlots {
  const { db, log } = context;
  const process = randomUUID();
  const slots = new Map<string, Slot>();
  const ending = new Set<Promise<void>>();
  let isClosed = false;
  const timer = setInterval(() => void renew(), RENEW_MS).unref();

  /** Refuses what is too much in this process alone, so that a flood of streams doesn't reach the database. */
  function refuseHere({ archiveId, caller }: Slot): void {
    if (isClosed || slots.size >= limits.total) throw new Refusal('too_many_streams', { of: 'everybody' });
    const all = [...slots.values()].filter((slot) => slot.archiveId === archiveId);
    refuseIfFull({ own: all.filter((slot) => slot.caller === caller).length, all: all.length }, limits);
  }

  async function renew(): Promise<void> {
    const ids = [...slots].filter(([, slot]) => slot.isLeased).map(([id]) => id);
    if (ids.length === 0) return;
    try {
      const kept = new Set(await renewStreams(db, process, ids));
      for (const id of ids) if (!kept.has(id)) slots.get(id)?.onLost();
    } catch (error) {
      log.warn({ error }, 'could not renew the places of live streams; trying again');
    }
  }

  function release(id: string): void {
    if (!slots.delete(id)) return;
    const ended = endStreams(db, process, id)
      .catch((error: unknown) => log.warn({ error }, 'could not give back the place of a live stream; it expires'))
      .finally(() => ending.delete(ended));
    ending.add(ended);
  }

  return {
    async take(principal, onLost) {
      const { archiveId } = principal;
      const slot: Slot = { archiveId, caller: callerOf(principal), isLeased: false, onLost };
      refuseHere(slot);
      const id = randomUUID();
      slots.set(id, slot);
      try {
        await leaseStream(context, { id, archiveId, caller: slot.caller, process }, limits);
      } catch (error) {
        slots.delete(id);
        throw error;
      }
      slot.isLeased = true;
      // If this process is stopping, its leases were given back before this one was taken.
      if (isClosed) await endStreams(db, process, id);
      return () => release(id);
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      slots.clear();
      await Promise.all(ending);
      await endStreams(db, process).catch((error: unknown) =>
        log.warn({ error }, 'could not give back the places of live streams; they expire'),
      );
    },
  };
}

/** Identifies the caller: a key, or a person in whichever browsers, through a link or a key that acts for them too. */
const callerOf = (principal: RequestPrincipal): string =>
  principal.kind === 'archive' ? `key ${principal.keyId}` : `person ${principal.userId}`;
