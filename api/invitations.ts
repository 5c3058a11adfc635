/** `/v1/users/{id}/invitation`: the email to somebody who may sign in. Adding them sends it; this sends it again. */
import { z } from 'zod';
import { recordAudit } from '../services/audit/audit-log.js';
import { requestInvitations } from '../services/outbox/requests.js';
import { readUser } from '../services/people/users.js';
import { notFound, Refusal } from '../domain/refusal.js';
import { maySignIn } from '../domain/roles.js';
import { id } from '../services/input/fields.js';
import { undeliverable } from './personalized-links.js';
import { write, type Route, type Writing } from '../http/route.js';

export async function invite(
  { tx, archiveId, principal, wake }: Pick<Writing, 'tx' | 'archiveId' | 'principal' | 'wake'>,
  userId: string,
): Promise<void> {
  await requestInvitations(tx, archiveId, [userId], principal.kind === 'person' ? principal.name : undefined);
  wake(`mail:${archiveId}`);
}

export const invitationRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/users/{id}/invitation',
    summary: 'Send the invitation to sign in again',
    description: 'The links of earlier invitations stop working.',
    tag: 'People',
    access: { scope: 'manage', audience: 'managers' },
    params: z.strictObject({ id }),
    body: z.strictObject({}),
    answers: { 202: { description: 'It is on its way', body: z.object({}) } },
    async handle(call) {
      const { tx, archiveId, actor } = call;
      const user = await readUser(tx, archiveId, call.params.id);
      if (!user) throw notFound('user');
      if (!maySignIn(user)) throw notInvited();
      if (user.emailState !== 'ok') throw undeliverable(user);
      await recordAudit(tx, [{ archiveId, type: 'invitation_requested', actor, userId: user.id }]);
      await invite(call, user.id);
      return { status: 202, body: {} };
    },
  }),
];

const notInvited = () => new Refusal('may_not_sign_in', {});
