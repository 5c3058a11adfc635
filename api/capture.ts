/** The capture engine's calls about an account: get its credential, get the checks before a reconnect, report that it works again. */
import { z } from 'zod';
import { read, write, type Route } from '../http/route.js';
import { readReconnectChecks } from '../services/accounts/read.js';
import type { NetworkName } from '../domain/networks.js';
import { ACTIONS, CHECKS } from '../domain/reconnect-checks.js';
import { findingWords } from '../i18n/reconnect-checks.js';
import type { Check } from '../services/accounts/reconnect-preconditions.js';
import { markReconnected, ReconnectedInput } from '../services/accounts/status.js';
import { readCredential } from '../services/credentials/read.js';
import { id, instantOut, isoOrNull } from '../services/input/fields.js';
import { AccountOut, accountView } from './accounts.js';

const tag = 'Accounts';
const params = z.strictObject({ id });

const checkView = (network: NetworkName, found: Check) => ({
  check: found.check,
  ok: found.ok,
  ...findingWords('en', found, network),
  action: found.action,
});

export const captureRoutes: Route[] = [
  // A write route, because the read is recorded. As such it doesn't support HEAD, which would be recorded too.
  write({
    method: 'get',
    path: '/v1/accounts/{id}/credential',
    summary: 'Get the current credential',
    description:
      'For the capture engine. Every read is recorded in the audit log. `version` increases with each renewal.',
    tag,
    access: readCredential.access,
    params,
    answers: {
      200: {
        description: 'The credential',
        body: z.object({ accessToken: z.string(), expiresAt: instantOut.nullable(), version: z.int() }),
      },
    },
    async handle({ context, principal, params: { id: accountId } }) {
      const { tokens, version } = await readCredential(context, principal, accountId);
      const { accessToken, expiresAt } = tokens;
      return { status: 200, body: { accessToken, expiresAt: isoOrNull(expiresAt ?? null), version } };
    },
  }),
  read({
    path: '/v1/accounts/{id}/reconnect-checks',
    summary: 'Get the checks before a reconnect',
    description: 'A check that fails comes with its remedy.',
    tag,
    access: readReconnectChecks.access,
    params,
    answers: {
      200: {
        description: 'The checks',
        body: z.object({
          reconnectable: z.boolean().meta({
            description: 'Whether the account can be reconnected. If true, checks that aren’t ok are only advice',
          }),
          checks: z.array(
            z.object({
              check: z.enum(CHECKS),
              ok: z.boolean(),
              detail: z.string(),
              remedy: z.string().optional(),
              action: z.enum(ACTIONS).optional().meta({ description: 'What an administrator can do about it' }),
            }),
          ),
        }),
      },
    },
    async handle({ context, principal, params: { id: accountId } }) {
      const { network, reconnectable, checks } = await readReconnectChecks(context, principal, accountId);
      return { status: 200, body: { reconnectable, checks: checks.map((found) => checkView(network, found)) } };
    },
  }),
  write({
    method: 'post',
    path: '/v1/accounts/{id}/reconnected',
    summary: 'Report an account as captured again',
    description: 'Closes the account’s disconnect. Does nothing if the account is connected.',
    tag,
    access: markReconnected.access,
    params,
    body: ReconnectedInput,
    ownUnit: true,
    answers: { 200: { description: 'The account', body: AccountOut } },
    handle: async ({ context, principal, params: { id: accountId }, body }) => ({
      status: 200,
      body: accountView(await markReconnected(context, principal, accountId, body)),
    }),
  }),
];
