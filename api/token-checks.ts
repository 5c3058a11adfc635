/** `POST /v1/token-checks`: asks for what else the night does, now. */
import { z } from 'zod';
import { write, type Route } from '../http/route.js';
import { askForTokenChecks, TokenChecksInput } from '../services/credentials/token-checks.js';

export const tokenCheckRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/token-checks',
    summary: 'Check authorizations now',
    description:
      'Relink asks the networks whether the authorizations that it holds still capture, at the pace that each network allows: those ' +
      'of these accounts, of this network, or all. What is over becomes a disconnect; accounts without an authorization, ' +
      'disconnected and inactive ones are left out. The same happens every night.',
    tag: 'Disconnects',
    access: askForTokenChecks.access,
    body: TokenChecksInput,
    answers: {
      202: { description: 'They are checked one after the other', body: z.object({ accounts: z.int() }) },
    },
    handle: async ({ context, principal, body }) => ({
      status: 202,
      body: { accounts: await askForTokenChecks(context, principal, body) },
    }),
  }),
];
