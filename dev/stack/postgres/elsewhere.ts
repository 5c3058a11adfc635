/**
 * A place outside the checkout, for root only: the account that PostgreSQL runs as cannot enter a private folder (a checkout
 * in root's home, say), so its programs and its cluster go where it can.
 */
import { mkdirSync, statSync } from 'node:fs';
import { canEnter, type Account } from './account.js';

const PLACES = ['/var/lib/relink', '/var/tmp/relink'];

export function placeElsewhere(account: Account): string {
  const place = PLACES.find((folder) => isOurs(folder) && canEnter(folder, account));
  if (place) return place;
  throw new Error(
    `PostgreSQL can’t run as root, and the user it runs as (${account.uid}) can’t access the data folder, ` +
      `${PLACES.join(' or ')}. Set RELINK_DATA_DIR to a folder that every user can access, or DATABASE_URL to your own PostgreSQL.`,
  );
}

/** In a folder that others can write to, somebody might have put programs for us to run. */
function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch {
    return false;
  }
  const { uid, mode } = statSync(folder);
  return uid === process.getuid?.() && !(mode & 0o022);
}
