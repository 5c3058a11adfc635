/** `/v1/users/{id}/invitation`: the email to someone who can sign in. Adding the user sends it; this call resends it. */
import { z } from 'zod';
import { write, type Route } from '../http/route.js';
import { id } from '../services/input/fields.js';
import { EmailPlacement, placementView } from './email-placement.js';
import { inviteUser } from '../services/people/invite.js';

export const invitationRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/users/{id}/invitation',
    summary: 'Resend the invitation to sign in',
    description: 'Links in earlier invitations stop working.',
    tag: 'People',
    access: inviteUser.access,
    params: z.strictObject({ id }),
    body: z.strictObject({}),
    answers: { 202: { description: 'The invitation is on its way', body: EmailPlacement } },
    async handle({ context, principal, params }) {
      return { status: 202, body: placementView(await inviteUser(context, principal, params.id)) };
    },
  }),
];
