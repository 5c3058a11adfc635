/** `POST /v1/token-checks`: asks for what else the night does, now. */
import { z } from 'zod';
import { askForChecks } from '../services/credentials/token-checks.js';
import { NETWORK_NAMES } from '../domain/networks.js';
import { id } from '../services/input/fields.js';
import { write, type Route } from '../http/route.js';

const MOST_ACCOUNTS = 1000;

export const askForTokenChecks = write({
  method: 'post',
  path: '/v1/token-checks',
  summary: 'Check authorizations now',
  description:
    'Relink asks the networks whether the authorizations that it holds still capture, at the pace that each network allows: those ' +
    'of these accounts, of this network, or all. What is over becomes a disconnect; accounts without an authorization, ' +
    'disconnected and inactive ones are left out. The same happens every night.',
  tag: 'Disconnects',
  access: { scope: 'manage', audience: 'managers' },
  body: z.strictObject({
    network: z.enum(NETWORK_NAMES).optional(),
    accountIds: z.array(id).min(1).max(MOST_ACCOUNTS).optional(),
  }),
  answers: {
    202: { description: 'They are checked one after the other', body: z.object({ accounts: z.int() }) },
  },
  async handle({ tx, archiveId, body, wake }) {
    const networks = body.network ? [body.network] : NETWORK_NAMES;
    const accounts = await askForChecks(tx, archiveId, networks, body.accountIds);
    if (accounts > 0) wake('tokens');
    return { status: 202, body: { accounts } };
  },
});

export const tokenCheckRoutes: Route[] = [askForTokenChecks];
