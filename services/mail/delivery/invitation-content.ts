/** Composes an invitation. Where its button leads depends on how the archive's people sign in. */
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../../platform/context.js';
import type { Transaction } from '../../../db/client.js';
import type { InvitationMailRequest } from '../../../domain/email-requests.js';
import { emails } from '../../../db/schema.js';
import { INVITATION_DAYS } from '../../../domain/limits.js';
import { createInvitationLink } from '../../access/sign-in-links.js';
import { maySignIn, rolesOf } from '../../../domain/roles.js';
import { LINK_PLACEHOLDER, type InvitationEmail } from '../../../emails/content.js';
import type { EmailRow } from './types.js';
import type { NamedPerson, People } from './recipients.js';

type Invitation = EmailRow & { payload: InvitationMailRequest };

export const isInvitation = (row: EmailRow): row is Invitation =>
  row.kind === 'sign_in' && row.payload !== null && 'why' in row.payload && row.payload.why === 'invited';

/** Returns null when the person can no longer sign in, or is gone. */
export async function invitationFor(
  tx: Transaction,
  { config }: Context,
  { archive }: People,
  person: NamedPerson,
  row: Invitation,
): Promise<Pick<
  InvitationEmail,
  'kind' | 'name' | 'senderName' | 'newAddress' | 'roles' | 'signInUrl' | 'days' | 'signInPage'
> | null> {
  if (!maySignIn(person)) return null;
  const { senderName, newAddress } = row.payload;
  const signInPage = `${config.publicUrl}/sign-in`;
  const shared = {
    kind: 'invitation' as const,
    name: person.name,
    senderName,
    newAddress,
    roles: rolesOf(person),
    signInPage,
  };
  if (config.oidc || archive.signInKey) return { ...shared, signInUrl: signInPage, days: null };
  const signInLinkId = await createInvitationLink(tx, config.keys, archive.id, person.id);
  if (signInLinkId === null) return null;
  await tx
    .update(emails)
    .set({ payload: { ...row.payload, signInLinkId } })
    .where(and(eq(emails.archiveId, archive.id), eq(emails.id, row.id)));
  return { ...shared, signInUrl: LINK_PLACEHOLDER, days: INVITATION_DAYS };
}
