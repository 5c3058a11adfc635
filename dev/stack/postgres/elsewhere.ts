/**
 * A location outside the checkout, for root only. The account that PostgreSQL runs as can't enter a private folder (such as a checkout in
 * root's home), so its programs and its cluster go where it can.
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

/** Checks that the folder belongs to this user. In a folder that others can write to, someone might have planted programs for us to run. */
function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch {
    return false;
  }
  const { uid, mode } = statSync(folder);
  return uid === process.getuid?.() && !(mode & 0o022);
}
