/** Article: Configure → Connect Accounts: "Send link via email" or "Copy link to clipboard". */
import { z } from 'zod';
import { notFound } from '../../domain/refusal.js';
import type { Transaction } from '../../db/client.js';
import { requireActScope, requireFreshSignIn } from '../../domain/principal.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import type { KeyRing } from '../../platform/key-ring.js';
import {
  ensureLinks,
  markLinksEmailed,
  renewLink,
  type LinkPointer,
  type PersonalizedLink,
} from '../access/personalized-links.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Placement } from '../outbox/queue.js';
import { requestLinkMails, SECOND_CLICK } from '../outbox/requests.js';
import { MANAGERS, useCase } from '../use-case.js';
import { senderNameOf, undeliverable } from './invite.js';
import { findUser, notAnOwner, type User } from './users.js';

/** `renew` creates a new link and revokes the old one, along with everything that was begun with it. */
export const PersonalizedLinkInput = z.strictObject({
  delivery: z.enum(['email', 'copy']),
  renew: z.boolean().default(false),
});

interface Renewal {
  renew: boolean;
}

/** Emails the owner their link. Returns what became of the email. @throws {Refusal} `not_found`, `not_an_account_owner`, `address_undeliverable` */
export const sendPersonalizedLink = useCase(
  MANAGERS,
  async ({ context, principal, archiveId, actor }, userId: string, { renew }: Renewal): Promise<Placement> =>
    inUnitOfWork(context, async ({ tx, notify }) => {
      const owner = await findOwner(tx, archiveId, userId);
      if (owner.emailState !== 'ok') throw undeliverable(owner);
      await currentLink(tx, context.config.keys, owner, renew);
      const detail = { renewed: renew };
      await recordAudit(tx, [{ archiveId, type: 'link_email_requested', actor, userId, detail }]);
      const request = { why: 'requested' as const, senderName: senderNameOf(principal) };
      // An email that has been sent has the link from before it was renewed.
      const [placement] = await requestLinkMails(tx, archiveId, [userId], request, renew ? {} : SECOND_CLICK);
      notify(`mail:${archiveId}`);
      return placement!;
    }),
);

/**
 * Returns the link for someone to pass on by hand. It lives as long as an emailed one. `linkUrl` turns the result into the URL. Whoever
 * has it acts as the owner, and nobody is told, so a key needs the `act` scope and a person a fresh sign-in.
 * @throws {Refusal} `not_found`, `not_an_account_owner`, `scope_missing`, `fresh_sign_in_required`
 */
export const copyPersonalizedLink = useCase(
  MANAGERS,
  async ({ context, principal, archiveId, actor }, userId: string, { renew }: Renewal): Promise<LinkPointer> => {
    requireActScope(principal);
    requireFreshSignIn(principal);
    return inUnitOfWork(context, async ({ tx }) => {
      const owner = await findOwner(tx, archiveId, userId);
      const { id, epoch, keyId } = await currentLink(tx, context.config.keys, owner, renew);
      await recordAudit(tx, [{ archiveId, type: 'link_copied', actor, userId, detail: { renewed: renew } }]);
      await markLinksEmailed(tx, archiveId, [id]);
      return { archiveId, id, epoch, keyId };
    });
  },
);

async function findOwner(tx: Transaction, archiveId: string, userId: string): Promise<User> {
  const user = await findUser(tx, archiveId, userId);
  if (!user.isAccountOwner) throw notAnOwner();
  return user;
}

async function currentLink(
  tx: Transaction,
  keys: KeyRing,
  { archiveId, id }: User,
  renew: boolean,
): Promise<PersonalizedLink> {
  if (renew) return renewLink(tx, keys, archiveId, id);
  const link = (await ensureLinks(tx, keys, archiveId, [id])).get(id);
  if (!link) throw notFound('user');
  return link;
}
