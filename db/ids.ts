import { randomUUID } from 'node:crypto';
import { ID_PREFIXES, type IdKind } from '../domain/ids.js';

/** Returns a new opaque id, such as `acc_019…`. Ids from one process sort in order of creation, so lists can page by id. */
export const newId = (kind: IdKind): string => `${ID_PREFIXES[kind]}_${newRowId()}`;

/** How many ids a millisecond has: as many as the counter's three hexadecimal digits. */
const PER_MS = 0x1000;

let lastMs = 0;
let counter = 0;

/**
 * Returns an id without a prefix, for rows that have no kind of their own (audit): a UUID of version 7 without its hyphens (RFC 9562), with
 * the time, a counter, and 62 random bits.
 */
export function newRowId(): string {
  const now = Date.now();
  counter = now > lastMs ? 0 : counter + 1;
  if (counter === PER_MS) counter = 0;
  // When a millisecond's ids are used up, the next one's follow. A clock that was set back doesn't matter either.
  lastMs = counter === 0 ? Math.max(now, lastMs + 1) : lastMs;
  const time = lastMs.toString(16).padStart(12, '0');
  // The last two groups of a random UUID begin with the variant, as here.
  return `${time}7${counter.toString(16).padStart(3, '0')}${randomUUID().slice(19).replace('-', '')}`;
}
