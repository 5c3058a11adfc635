/**
 * A person asks the network to have their data deleted in Relink. Everything that the network provided about the person is
 * deleted: tokens, name, id. The archive's own records stay because they are public records, and so does the audit log, which no
 * one can change.
 */
import { randomBytes } from 'node:crypto';
import { and, asc, eq } from 'drizzle-orm';
import { PARENT_PROFILE_NETWORKS, PROVIDER_LABELS } from '../../../domain/networks.js';
import { recordAudit } from '../../audit/audit-log.js';
import type { Transaction } from '../../../db/client.js';
import { credentials, dataDeletions, parentProfiles } from '../../../db/schema.js';
import type { Context } from '../../../platform/context.js';
import { inUnitOfWork } from '../../../platform/unit-of-work.js';
import { deletePermissions } from './delete-credentials.js';
import { compareConsentToEvent, type NetworkEvent } from './named-authorization.js';
import { claimEvent } from './dedupe.js';
import { networkActor, endAuthorizations } from './end-authorizations.js';

export type DataDeletion = typeof dataDeletions.$inferSelect;

export interface DeletionRequest extends NetworkEvent {
  eventId: string;
  person: string;
}

/** Letters and digits, as Meta requires. It has 128 bits because the code alone gives access to its status page. */
const createCode = () => randomBytes(16).toString('hex');
const CODE = /^[0-9a-f]{32}$/;

/** Deletes a person's data and returns the confirmation code. A repeated request returns the same code. */
export async function deletePerson(context: Context, request: DeletionRequest): Promise<string> {
  const { provider, eventId, at, person } = request;
  return inUnitOfWork(context, async ({ tx, notify }) => {
    const self = and(eq(dataDeletions.provider, provider), eq(dataDeletions.eventId, eventId));
    if (!(await claimEvent(tx, 'meta', eventId))) {
      const [done] = await tx.select({ code: dataDeletions.code }).from(dataDeletions).where(self);
      if (done) return done.code;
    }
    const consequence = { reason: 'token_revoked', deleteTokens: true } as const;
    const ended = await endAuthorizations(tx, context, request, { person }, consequence);
    const profiles = await deleteProfiles(tx, request);
    const code = createCode();
    await tx.insert(dataDeletions).values({
      code,
      provider,
      eventId,
      requestedAt: at,
      profiles: profiles.forgotten,
      credentials: ended.deleted + profiles.credentials,
      disconnected: ended.disconnected,
    });
    if (ended.archives.length > 0) notify('workflows', ...ended.archives.map((id) => `mail:${id}` as const));
    return code;
  });
}

/**
 * Anonymizes Parent Profiles. The row stays because accounts and transfers refer to it, but it no longer names anyone and matches
 * no sign-in, so a person who comes back gets a new one. A profile whose consent is newer than the request is left alone.
 */
async function deleteProfiles(tx: Transaction, request: DeletionRequest) {
  const { provider, person, at } = request;
  const done = { forgotten: 0, credentials: 0 };
  const network = PARENT_PROFILE_NETWORKS.find((one) => one === provider);
  if (!network) return done;
  const rows = await tx
    .select()
    .from(parentProfiles)
    .where(and(eq(parentProfiles.network, network), eq(parentProfiles.networkProfileId, person)))
    .orderBy(asc(parentProfiles.archiveId), asc(parentProfiles.id))
    .for('update');
  for (const { archiveId, id, ownerId } of rows) {
    const self = and(eq(credentials.archiveId, archiveId), eq(credentials.parentProfileId, id));
    const held = await tx.select().from(credentials).where(self).for('update');
    if (held.some(({ authorizedAt }) => compareConsentToEvent(authorizedAt, at) !== 'before')) continue;
    const actor = networkActor(request);
    await deletePermissions(tx, { archiveId, actor }, held);
    await tx
      .update(parentProfiles)
      .set({ name: PROVIDER_LABELS[provider], networkProfileId: `deleted ${id}` })
      .where(and(eq(parentProfiles.archiveId, archiveId), eq(parentProfiles.id, id)));
    await recordAudit(tx, [
      { archiveId, type: 'parent_profile_erased', actor, userId: ownerId, detail: { parentProfileId: id } },
    ]);
    done.forgotten += 1;
    done.credentials += held.length;
  }
  return done;
}

/** Reads a deletion request, for anyone who has its code; null when there is none. */
export async function readDataDeletion({ db }: Pick<Context, 'db'>, code: string): Promise<DataDeletion | null> {
  if (!CODE.test(code)) return null;
  const [row] = await db.select().from(dataDeletions).where(eq(dataDeletions.code, code));
  return row ?? null;
}
