/** `/v1/users/{id}/personalized-link`: Configure → Connect Accounts → "Send link via email" or "Copy link to clipboard". */
import { z } from 'zod';
import { recordAudit } from '../services/audit/audit-log.js';
import {
  ensureLinks,
  linkUrl,
  markLinksEmailed,
  renewLink,
  type PersonalizedLink,
} from '../services/access/personalized-links.js';
import { requestLinkMails } from '../services/outbox/requests.js';
import { notAnOwner } from '../services/accounts/parent-profiles.js';
import { readUser, type User } from '../services/people/users.js';
import { notFound, Refusal } from '../domain/refusal.js';
import { id } from '../services/input/fields.js';
import { write, type Route, type Writing } from '../http/route.js';

/** What an answer is made again from: the secret is derived, and never stored. */
type LinkPointer = Pick<PersonalizedLink, 'archiveId' | 'id' | 'epoch' | 'keyId'>;

export const personalizedLinkRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/users/{id}/personalized-link',
    summary: 'Send or copy an Account Owner’s Personalized Link',
    description: '`renew` makes a new one: the old one, and everything begun with it, is dead from then on.',
    tag: 'People',
    access: { scope: 'manage', audience: 'managers' },
    params: z.strictObject({ id }),
    body: z.strictObject({ delivery: z.enum(['email', 'copy']), renew: z.boolean().default(false) }),
    answers: {
      200: { description: 'For `copy`: the link', body: z.object({ url: z.string() }) },
      202: { description: 'For `email`: it is on its way', body: z.object({}) },
    },
    async handle(call) {
      const { tx, archiveId, body } = call;
      const user = await readOwner(call, call.params.id);
      if (body.delivery === 'email' && user.emailState !== 'ok') throw undeliverable(user);
      const link = await currentLink(call, user.id, body.renew);
      await recordAudit(tx, [
        {
          archiveId,
          type: body.delivery === 'email' ? 'link_email_requested' : 'link_copied',
          actor: call.actor,
          userId: user.id,
          detail: { renewed: body.renew },
        },
      ]);
      return body.delivery === 'email' ? send(call, user.id) : copy(call, link);
    },
    reveal({ config }, _archiveId, body) {
      return isPointer(body) ? { url: linkUrl(config.keys, config.publicUrl, body) } : body;
    },
  }),
];

async function readOwner({ tx, archiveId }: Writing, userId: string): Promise<User> {
  const user = await readUser(tx, archiveId, userId);
  if (!user) throw notFound('user');
  if (!user.isAccountOwner) throw notAnOwner();
  return user;
}

export const undeliverable = ({ emailState }: User) => new Refusal('address_undeliverable', { emailState });

async function currentLink({ tx, archiveId, context }: Writing, userId: string, renew: boolean) {
  const { keys } = context.config;
  if (renew) return renewLink(tx, keys, archiveId, userId);
  return (await ensureLinks(tx, keys, archiveId, [userId])).get(userId)!;
}

async function send({ tx, archiveId, principal, wake }: Writing, userId: string) {
  const senderName = principal.kind === 'person' ? principal.name : undefined;
  await requestLinkMails(tx, archiveId, [userId], { why: 'requested', senderName });
  wake(`mail:${archiveId}`);
  return { status: 202, body: {} };
}

/** A copied link is passed on by hand: it lives as long as an emailed one. */
async function copy({ tx, archiveId }: Writing, { id: linkId, epoch, keyId }: PersonalizedLink) {
  await markLinksEmailed(tx, archiveId, [linkId]);
  const pointer: LinkPointer = { archiveId, id: linkId, epoch, keyId };
  return { status: 200, body: pointer };
}

const isPointer = (body: unknown): body is LinkPointer =>
  typeof body === 'object' && body !== null && 'epoch' in body && 'keyId' in body;
