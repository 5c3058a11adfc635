/** Starts a reconnect for a person. The response points to Relink's own page, which continues to the network. */
import { z } from 'zod';
import { write, type Route } from '../http/route.js';
import * as field from '../services/input/fields.js';
import { authorizeUrlOf, beginReconnect, waitForTransfer } from '../services/reconnect/begin.js';

/** What is stored for repeated requests. The secret in the URL is derived from the seed. */
const StoredReconnect = z.object({ seed: z.string(), archiveId: z.string(), expiresAt: field.instantOut });

const ReconnectOut = z
  .object({
    authorizeUrl: z.url().meta({
      description:
        'A short-lived page of Relink’s. It ties the sign-in to the browser that opens it, then continues to the network. Works once.',
    }),
    expiresAt: field.instantOut,
  })
  .meta({ id: 'BegunReconnect' });

export const reconnectRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/accounts/{id}/reconnect',
    summary: 'Start a reconnect',
    description:
      'On behalf of a person: with a browser session, or with an API key and `X-Relink-Acting-User`. Open `authorizeUrl` in that person’s browser.',
    tag: 'Accounts',
    access: beginReconnect.access,
    params: z.strictObject({ id: field.id }),
    answers: {
      200: { description: 'Where to send the person’s browser', body: ReconnectOut },
      409: { description: '`account_inactive`, `transfer_in_progress`, `owned_by_other_owner`' },
    },
    before: ({ context, principal, params }) => waitForTransfer(context, principal, { accountId: params.id }),
    async handle({ context, principal, params }) {
      const { expiresAt, ...pointer } = await beginReconnect(context, principal, { accountId: params.id });
      return {
        status: 200,
        body: { ...pointer, expiresAt: field.iso(expiresAt) } satisfies z.infer<typeof StoredReconnect>,
      };
    },
    reveal({ context: { config } }, body) {
      const { expiresAt, ...pointer } = StoredReconnect.parse(body);
      return { authorizeUrl: authorizeUrlOf(config, pointer), expiresAt };
    },
  }),
];
