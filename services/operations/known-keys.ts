/**
 * Checks that a process has the keys that the database was used with. With a changed or lost key, the process could read none of the
 * tokens and would give every Account Owner a new link. So it doesn't start, and nothing is created with a wrong key before someone
 * notices.
 */
import type { Db } from '../../db/client.js';
import { knownKeys } from '../../db/schema.js';
import type { KeyRing } from '../../platform/key-ring.js';
import { findKeyUses, PERMANENT_USES, type KeyUse } from './key-usage.js';

/** `changed`: the ring has different bytes under this ID. `missing`: something needs the key, and the ring doesn't have it. */
export type KeyProblem = { keyId: string; why: 'changed' } | { keyId: string; why: 'missing'; uses: KeyUse[] };

/** Thrown when the process doesn't have the keys that the database was used with. */
export class KeyRingError extends Error {
  override readonly name = 'KeyRingError';
  /** @param source where the ring was read from: RELINK_KEYS, or a file */
  constructor(problems: readonly KeyProblem[], source: string) {
    super(problems.map((problem) => explainKeyProblem(problem, source)).join('\n'));
  }
}

/** @param linkLifeMs how long a Personalized Link lives (domain/windows.ts) */
export async function findKeyProblems(db: Db, keys: KeyRing, linkLifeMs: number): Promise<KeyProblem[]> {
  const missing = new Map<string, KeyUse[]>();
  for (const use of await findKeyUses(db, linkLifeMs, PERMANENT_USES)) {
    if (use.keyId === null || keys.has(use.keyId) || keys.goneIds.includes(use.keyId)) continue;
    missing.set(use.keyId, [...(missing.get(use.keyId) ?? []), use]);
  }
  return [
    ...(await findChangedKeys(db, keys)),
    ...[...missing].map(([keyId, uses]) => ({ keyId, why: 'missing' as const, uses })),
  ];
}

async function findChangedKeys(db: Db, keys: KeyRing): Promise<KeyProblem[]> {
  const changed = (await readKnownKeys(db)).filter(
    ({ keyId, checkValue }) => keys.has(keyId) && !keys.checkValue(keyId).equals(checkValue),
  );
  return changed.map(({ keyId }) => ({ keyId, why: 'changed' }));
}

/**
 * Records each key of the ring that the database doesn't know yet, before the key is used for the first time.
 * @throws {KeyRingError} when a key differs from the recorded one, or from the one that a process starting at the same time recorded
 */
export async function rememberKeys(db: Db, keys: KeyRing, source = 'RELINK_KEYS'): Promise<void> {
  const before = await findChangedKeys(db, keys);
  if (before.length > 0) throw new KeyRingError(before, source);
  await db
    .insert(knownKeys)
    .values(keys.ids.map((keyId) => ({ keyId, checkValue: keys.checkValue(keyId) })))
    .onConflictDoNothing();
  const after = await findChangedKeys(db, keys);
  if (after.length > 0) throw new KeyRingError(after, source);
}

/**
 * Checks and records the keys. Every process does this before its first use of a key.
 * @throws {KeyRingError}
 */
export async function requireKnownKeys(
  db: Db,
  keys: KeyRing,
  linkLifeMs: number,
  source = 'RELINK_KEYS',
): Promise<void> {
  const problems = await findKeyProblems(db, keys, linkLifeMs);
  if (problems.length > 0) throw new KeyRingError(problems, source);
  await rememberKeys(db, keys, source);
}

/** Whether any key was used with this database. If so, a newly generated key could not read it. */
export async function wasUsedWithKeys(db: Db, linkLifeMs: number): Promise<boolean> {
  return (await readKnownKeys(db)).length > 0 || (await findKeyUses(db, linkLifeMs, PERMANENT_USES)).length > 0;
}

const readKnownKeys = (db: Db) => db.select().from(knownKeys);

const USE_DESCRIPTIONS: Record<KeyUse['use'], (count: number) => string> = {
  credential: (n) => `the tokens of ${n} ${n === 1 ? 'credential' : 'credentials'}`,
  pending_sign_in: (n) => `${n} ${n === 1 ? 'sign-in' : 'sign-ins'} waiting for a transfer`,
  email_under_way: (n) => `${n} ${n === 1 ? 'email' : 'emails'} on the way`,
  personalized_link: (n) => `${n} personalized ${n === 1 ? 'link' : 'links'}`,
  sign_in_link: (n) => `${n} sign-in ${n === 1 ? 'link' : 'links'}`,
  repeatable_answer: (n) => `${n} stored ${n === 1 ? 'response' : 'responses'}`,
};

const OLD_KEY_LOCATIONS =
  'It was in RELINK_KEYS, or in the file "keys" of the data folder of `npm start` (.relink/keys).';

function explainKeyProblem(problem: KeyProblem, source: string): string {
  const { keyId } = problem;
  return problem.why === 'changed'
    ? `${source}: the key ${keyId} isn't the one this database was used with, so what that key encrypted couldn't be read. ` +
        `Put the old key ${keyId} back. ${OLD_KEY_LOCATIONS} A new key needs its own ID (docs/operations.md, "A new key").`
    : `${source}: the key ${keyId} is missing, and this database needs it for ${problem.uses.map(({ use, count }) => USE_DESCRIPTIONS[use](count)).join(', ')}. ` +
        `Put the old key ${keyId} back, after the first one. ${OLD_KEY_LOCATIONS} ` +
        `If it's lost for good, or you removed it on purpose, write ${keyId}:gone in its place. Relink then continues without what needs it ` +
        `(tokens: accounts have to be reconnected; links: owners get new ones).`;
}
