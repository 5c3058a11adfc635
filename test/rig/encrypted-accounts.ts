/** Key rings with an old and a new key, as processes have them at each step of a rotation, and credentials that the old key encrypted. */
import { randomBytes } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import type { Database } from '../../db/client.js';
import { saveCredential } from '../../services/credentials/credentials.js';
import { credentials } from '../../db/schema.js';
import { KeyRing } from '../../platform/key-ring.js';
import { anAccount, type City } from './builders.js';

const key = () => randomBytes(32).toString('base64');
const K1 = `k1:${key()}`;
const K2 = `k2:${key()}`;

export const RINGS = {
  before: KeyRing.parse(K1),
  /** The first step: the new key is used for reading but not for writing. */
  known: KeyRing.parse(`${K1},${K2}`),
  inFront: KeyRing.parse(`${K2},${K1}`),
  after: KeyRing.parse(K2),
};
export const IN_FRONT = `${K2},${K1}`;
/** Neither can appear in anything that is printed. */
export const SECRETS = [K1, K2].map((text) => text.slice(3));

export interface Sealed {
  archiveId: string;
  accountId: string;
}

export const accessOf = ({ accountId }: Sealed) => `access of ${accountId}`;
export const refreshOf = ({ accountId }: Sealed) => `refresh of ${accountId}`;

export async function sealedAccounts(
  db: Database,
  city: City,
  count: number,
  ring: KeyRing = RINGS.before,
): Promise<Sealed[]> {
  const subjects: Sealed[] = [];
  for (let n = 0; n < count; n += 1) {
    const subject = { archiveId: city.archiveId, accountId: await anAccount(db, city) };
    await saveCredential(db, ring, subject, {
      accessToken: accessOf(subject),
      refreshToken: n % 3 === 0 ? undefined : refreshOf(subject),
    });
    subjects.push(subject);
  }
  return subjects;
}

export const rowsOf = (db: Database, { archiveId }: City) =>
  db.select().from(credentials).where(eq(credentials.archiveId, archiveId)).orderBy(asc(credentials.id));
