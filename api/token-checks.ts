/** `POST /v1/token-checks`: starts the nightly token checks now. */
import { z } from 'zod';
import { write, type Route } from '../http/route.js';
import { requestTokenChecks, TokenChecksInput } from '../services/credentials/token-checks.js';

export const tokenCheckRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/token-checks',
    summary: 'Check authorizations now',
    description:
      'Asks the networks whether stored authorizations still work for capture, at the pace each network allows: for these ' +
      'accounts, for this network, or for all. One that no longer works becomes a disconnect. Accounts that have no ' +
      'authorization, are disconnected, or are inactive are skipped. The same check runs every night.',
    tag: 'Disconnects',
    access: requestTokenChecks.access,
    body: TokenChecksInput,
    answers: {
      202: {
        description: 'How many accounts will be checked, one after another',
        body: z.object({
          accounts: z.int(),
          notAuthorized: z.int().meta({
            description:
              'How many of the accounts can’t be checked, because the archive captures them without an authorization in Relink',
          }),
        }),
      },
    },
    async handle({ context, principal, body }) {
      const { due, notAuthorized } = await requestTokenChecks(context, principal, body);
      return { status: 202, body: { accounts: due, notAuthorized } };
    },
  }),
];
