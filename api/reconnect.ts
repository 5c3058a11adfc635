/** Beginning a reconnect for a person: the answer is Relink's own page, which leads on to the network. */
import { z } from 'zod';
import { transferEnded } from '../services/reconnect/wait-for-transfer.js';
import { authorizeUrlOf, beginReconnect } from '../services/reconnect/begin.js';
import { Refusal } from '../domain/refusal.js';
import type { ReconnectActor } from '../services/reconnect/oauth-states.js';
import * as field from '../services/input/fields.js';
import { actorOf, type PersonPrincipal } from '../domain/principal.js';
import { write } from '../http/route.js';

/** What is kept for a repeated request: the ticket in the URL is derived from the seed. */
const Stored = z.object({ seed: z.string(), archiveId: z.string(), expiresAt: field.instantOut });

const Begun = z
  .object({
    authorizeUrl: z.url().meta({
      description:
        'Relink’s own short-lived page: it binds the browser that opens it, then leads on to the network. Works once.',
    }),
    expiresAt: field.instantOut,
  })
  .meta({ id: 'BegunReconnect' });

export const reconnectRoutes = [
  write({
    method: 'post',
    path: '/v1/accounts/{id}/reconnect',
    summary: 'Begin a reconnect',
    description:
      'For a person: a browser session, or an API key with `X-Relink-Acting-User`. Open `authorizeUrl` in that person’s browser.',
    tag: 'Accounts',
    access: { scope: 'act', audience: 'everyone' },
    params: z.strictObject({ id: field.id }),
    answers: {
      200: { description: 'Where the person’s browser goes', body: Begun },
      409: { description: '`account_inactive`, `transfer_in_progress`, `owned_by_other_owner`' },
    },
    before: ({ context, archiveId, params }) => transferEnded(context.db, archiveId, params.id),
    async handle({ context, tx, principal, archiveId, params }) {
      if (principal.kind === 'archive') throw new Refusal('acting_user_required', {});
      const { seed, expiresAt } = await beginReconnect(
        { db: tx, config: context.config, networks: context.networks },
        { archiveId, actor: actorOfPerson(principal), target: { accountId: params.id } },
      );
      return {
        status: 200,
        body: { seed, archiveId, expiresAt: expiresAt.toISOString() } satisfies z.infer<typeof Stored>,
      };
    },
    reveal(context, archiveId, body) {
      const { seed, expiresAt } = Stored.parse(body);
      return { authorizeUrl: authorizeUrlOf(context.config, archiveId, seed), expiresAt };
    },
  }),
];

/** Who begins a reconnect, as the sign-in's row and later the audit keep it. */
export function actorOfPerson(person: PersonPrincipal): ReconnectActor {
  const who = { userId: person.userId, name: actorOf(person).name };
  const { via } = person;
  if (via.kind === 'link')
    return { ...who, kind: 'link', linkId: via.linkId, linkEpoch: via.linkEpoch, sessionId: via.sessionId };
  return { ...who, kind: 'user', sessionId: via.kind === 'login' ? via.sessionId : undefined };
}
