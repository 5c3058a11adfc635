/**
 * Who is responsible for an API key. Removing a person, or taking the role that lets them have keys, must never silence capture: it waits
 * until each of their keys is passed on to another administrator, or revoked. The operator's keys belong to the archive itself.
 */
import { and, asc, desc, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { MANAGER_ROLES } from '../../domain/roles.js';
import { notFound, Refusal, type NamedKey } from '../../domain/refusal.js';
import { requireFreshSignIn, sortScopes, type Principal } from '../../domain/principal.js';
import type { Db, Transaction } from '../../db/client.js';
import { apiKeys, users } from '../../db/schema.js';
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';
import { recordAudit } from '../audit/audit-log.js';
import { tellOfPassedOnKeys } from '../outbox/security-notices.js';
import { id } from '../input/fields.js';
import { ADMINISTRATORS_READ, MANAGERS, useCase, type Call } from '../use-case.js';

type ApiKey = typeof apiKeys.$inferSelect;

const isWorking = isNull(apiKeys.revokedAt);
const isManagerIn = (archiveId: string) =>
  and(eq(users.archiveId, archiveId), inArray(users.adminRole, [...MANAGER_ROLES]));

/**
 * Returns who is responsible for a key that this caller makes: a person, or whoever is responsible for the key that makes it.
 * @throws {Refusal} `invalid_api_key` if the caller's key was revoked meanwhile, `forbidden` if the person lost the role
 */
export async function responsibleFor(tx: Transaction, principal: Principal): Promise<string | null> {
  if (principal.kind === 'system') return null;
  const { archiveId } = principal;
  const via = principal.kind === 'archive' ? principal : principal.via;
  const maker = 'keyId' in via ? await lockWorkingKey(tx, archiveId, via.keyId) : null;
  if (principal.kind === 'archive') return maker?.responsibleId ?? null;
  await lockManager(tx, archiveId, principal.userId, new Refusal('forbidden', { audience: 'managers' }));
  return principal.userId;
}

async function lockWorkingKey(tx: Transaction, archiveId: string, keyId: string): Promise<ApiKey> {
  const [key] = await tx
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.archiveId, archiveId), eq(apiKeys.id, keyId), isWorking))
    .for('share');
  if (!key) throw new Refusal('invalid_api_key', {});
  return key;
}

/** Keeps the person an administrator with full access until the transaction is over. @throws `refusal` if they aren't one */
async function lockManager(tx: Transaction, archiveId: string, userId: string, refusal: Refusal): Promise<string> {
  const [user] = await tx
    .select({ name: users.name })
    .from(users)
    .where(and(isManagerIn(archiveId), eq(users.id, userId)))
    .for('share');
  if (!user) throw refusal;
  return user.name;
}

export const PassOnInput = z.strictObject({
  userId: id.meta({ description: 'An administrator with full access, who becomes responsible for the key' }),
});

/**
 * Makes another administrator responsible for a key. The key itself goes on working. Does nothing when that person is responsible already.
 * @throws {Refusal} `not_found`, `fresh_sign_in_required`, `cannot_have_api_keys` if that person isn't an administrator with full access
 */
export const passOnApiKey = useCase(
  MANAGERS,
  async (
    { context, principal, archiveId, actor }: Call<DatabaseContext>,
    keyId: string,
    { userId }: z.output<typeof PassOnInput>,
  ): Promise<ApiKey> => {
    requireFreshSignIn(principal);
    return inUnitOfWork(context, async ({ tx, notify }) => {
      const name = await lockSuccessor(tx, archiveId, userId);
      const ofKey = and(eq(apiKeys.archiveId, archiveId), eq(apiKeys.id, keyId));
      const [key] = await tx.select().from(apiKeys).where(and(ofKey, isWorking)).for('update');
      if (!key) throw notFound('api_key');
      if (key.responsibleId === userId) return key;
      const [changed] = await tx.update(apiKeys).set({ responsibleId: userId }).where(ofKey).returning();
      await recordAudit(tx, [passedOn({ archiveId, actor }, key, { userId, name })]);
      await tellOfPassedOnKeys(tx, {
        archiveId,
        by: actor,
        keys: [describe(key)],
        fromId: key.responsibleId,
        toId: userId,
      });
      notify(`mail:${archiveId}`);
      return changed!;
    });
  },
);

/**
 * Passes on all keys of a person, as someone who leaves does. Returns the keys.
 * @throws {Refusal} `not_found`, `fresh_sign_in_required`, `cannot_have_api_keys` if the other one isn't an administrator with full access
 */
export const passOnKeysOfPerson = useCase(
  MANAGERS,
  async (
    { context, principal, archiveId, actor }: Call<DatabaseContext>,
    formerId: string,
    { userId }: z.output<typeof PassOnInput>,
  ): Promise<NamedKey[]> => {
    requireFreshSignIn(principal);
    return inUnitOfWork(context, async ({ tx, notify }) => {
      const name = await lockSuccessor(tx, archiveId, userId);
      if (userId === formerId) return [];
      const keys = await tx
        .update(apiKeys)
        .set({ responsibleId: userId })
        .where(and(eq(apiKeys.archiveId, archiveId), eq(apiKeys.responsibleId, formerId), isWorking))
        .returning();
      const before = keys.map((key) => ({ ...key, responsibleId: formerId }));
      await recordAudit(
        tx,
        before.map((key) => passedOn({ archiveId, actor }, key, { userId, name })),
      );
      await tellOfPassedOnKeys(tx, { archiveId, by: actor, keys: keys.map(describe), fromId: formerId, toId: userId });
      notify(`mail:${archiveId}`);
      return keys.map(({ id: keyId, name: purpose, hint }) => ({ id: keyId, name: purpose, hint }));
    });
  },
);

const describe = ({ name, scopes }: ApiKey) => ({ name, scopes: sortScopes(scopes) });

/** @throws {Refusal} `not_found`, `cannot_have_api_keys` */
async function lockSuccessor(tx: Transaction, archiveId: string, userId: string): Promise<string> {
  const [user] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)));
  if (!user) throw notFound('user');
  return lockManager(tx, archiveId, userId, new Refusal('cannot_have_api_keys', {}));
}

const passedOn = (
  { archiveId, actor }: Pick<Call, 'archiveId' | 'actor'>,
  { id: apiKeyId, name, responsibleId }: ApiKey,
  to: { userId: string; name: string },
) => ({
  archiveId,
  type: 'api_key_passed_on' as const,
  actor,
  userId: to.userId,
  detail: { apiKeyId, name, from: responsibleId, to: to.userId, toName: to.name },
});

/** Lists a person's working keys, oldest first. */
export const listKeysOfPerson = useCase(ADMINISTRATORS_READ, ({ context, archiveId }, userId: string) =>
  findKeysOf(context.db, archiveId, [userId]),
);

const findKeysOf = (db: Db, archiveId: string, userIds: readonly string[]): Promise<NamedKey[]> =>
  db
    .select({ id: apiKeys.id, name: apiKeys.name, hint: apiKeys.hint })
    .from(apiKeys)
    .where(and(eq(apiKeys.archiveId, archiveId), inArray(apiKeys.responsibleId, [...userIds]), isWorking))
    .orderBy(asc(apiKeys.id));

/** Finds what the working keys are for that each of these people is responsible for. */
export async function findPurposes(
  db: Db,
  archiveId: string,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  const purposes = new Map<string, string[]>();
  if (userIds.length === 0) return purposes;
  const rows = await db
    .select({ userId: apiKeys.responsibleId, name: apiKeys.name })
    .from(apiKeys)
    .where(and(eq(apiKeys.archiveId, archiveId), inArray(apiKeys.responsibleId, [...userIds]), isWorking))
    .orderBy(asc(apiKeys.id));
  for (const { userId, name } of rows) if (userId) purposes.set(userId, [...(purposes.get(userId) ?? []), name]);
  return purposes;
}

/** Call it with the person's row locked, so that no key is made or passed on to them meanwhile. @throws {Refusal} `has_api_keys` */
export async function refuseWithKeys(tx: Transaction, archiveId: string, userId: string): Promise<void> {
  const keys = await findKeysOf(tx, archiveId, [userId]);
  if (keys.length > 0) throw new Refusal('has_api_keys', { apiKeyIds: keys.map((key) => key.id), apiKeys: keys });
}

/** A revoked key outlives the person who was responsible for it. */
export async function forgetResponsible(tx: Transaction, archiveId: string, userId: string): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ responsibleId: null })
    .where(and(eq(apiKeys.archiveId, archiveId), eq(apiKeys.responsibleId, userId), isNotNull(apiKeys.revokedAt)));
}

export type PossibleResponsible = Pick<typeof users.$inferSelect, 'id' | 'name' | 'email'>;

/** Lists who can be responsible for keys, the Primary Administrator first. */
export const listPossibleResponsible = useCase(MANAGERS, ({ context, archiveId }): Promise<PossibleResponsible[]> =>
  context.db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(isManagerIn(archiveId))
    .orderBy(desc(users.adminRole), asc(users.name), asc(users.id)),
);
