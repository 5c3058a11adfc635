/** What the capture engine asks and says about an account: its credential, the checks before reconnecting, that it works again. */
import { z } from 'zod';
import { lockAccount, markReconnected, readAccount } from '../services/accounts/accounts.js';
import { recordAudit } from '../services/audit/audit-log.js';
import { readCredential } from '../services/credentials/credentials.js';
import { findDisconnects } from '../services/disconnects/queries.js';
import { gapOf } from '../services/disconnects/capture-gaps.js';
import { ACTIONS, CHECKS, reconnectChecks, type Check } from '../services/accounts/reconnect-preconditions.js';
import { Refusal } from '../domain/refusal.js';
import { AccountOut, accountView } from './accounts.js';
import { id, instant, instantOut, isoOrNull } from '../services/input/fields.js';
import { read, write, type Route } from '../http/route.js';
import { refuseFuture, refuseResumedEarlier } from '../http/times.js';

const tag = 'Accounts';
const params = z.strictObject({ id });

const checkView = ({ check, ok, detail, remedy, action }: Check) => ({ check, ok, detail, remedy, action });

export const captureRoutes: Route[] = [
  // Recorded, so it writes; and HEAD, which would record it too, is not answered.
  write({
    method: 'get',
    path: '/v1/accounts/{id}/credential',
    summary: 'Read the current credential',
    description: 'For the capture engine. Each reading is recorded. `version` rises with every renewal.',
    tag,
    access: { scope: 'credentials', audience: 'nobody' },
    params,
    answers: {
      200: {
        description: 'The credential',
        body: z.object({ accessToken: z.string(), expiresAt: instantOut.nullable(), version: z.int() }),
      },
    },
    async handle({ tx, archiveId, actor, context, params: { id: accountId } }) {
      const account = await lockAccount(tx, archiveId, accountId);
      if (account.status === 'disconnected')
        throw new Refusal(409, 'disconnected', 'The account is disconnected. /v1/changes tells when it is connected.');
      if (account.status === 'inactive')
        throw new Refusal(409, 'account_inactive', 'The account is marked inactive: nothing of it is captured.');
      const credential = await readCredential(tx, context.config.keys, { archiveId, accountId });
      if (!credential)
        throw new Refusal(
          404,
          'no_credential',
          'Relink holds no authorization of this account. It has one after the next reconnect.',
        );
      await recordAudit(tx, [
        { archiveId, type: 'credential_read', actor, accountId, detail: { version: credential.version } },
      ]);
      const { accessToken, expiresAt } = credential.tokens;
      return {
        status: 200,
        body: { accessToken, expiresAt: isoOrNull(expiresAt ?? null), version: credential.version },
      };
    },
  }),
  read({
    path: '/v1/accounts/{id}/reconnect-checks',
    summary: 'The checks before reconnecting',
    description: 'Each with the way out when it fails.',
    tag,
    access: { scope: 'read', audience: 'everyone' },
    params,
    answers: {
      200: {
        description: 'The checks',
        body: z.object({
          reconnectable: z.boolean().meta({ description: 'Nothing forbids it; what is not ok is advice' }),
          checks: z.array(
            z.object({
              check: z.enum(CHECKS),
              ok: z.boolean(),
              detail: z.string(),
              remedy: z.string().optional(),
              action: z.enum(ACTIONS).optional().meta({ description: 'What an administrator would do' }),
            }),
          ),
        }),
      },
    },
    async handle({ db, archiveId, ownerId, params: { id: accountId } }) {
      const checks = await reconnectChecks(db, await readAccount(db, archiveId, accountId, ownerId));
      return {
        status: 200,
        body: { reconnectable: checks.every(({ blocks }) => !blocks), checks: checks.map(checkView) },
      };
    },
  }),
  write({
    method: 'post',
    path: '/v1/accounts/{id}/reconnected',
    summary: 'Say that the account is captured again',
    description: 'Closes its disconnect. Nothing happens when it is connected.',
    tag,
    access: { scope: 'report', audience: 'managers' },
    params,
    body: z.strictObject({ resumedAt: instant.optional(), lastCapturedAt: instant.optional() }),
    answers: { 200: { description: 'The account', body: AccountOut } },
    async handle({ tx, archiveId, actor, context, params: { id: accountId }, body, wake }) {
      const now = context.clock.now();
      refuseFuture(body, ['resumedAt', 'lastCapturedAt'], now);
      await lockAccount(tx, archiveId, accountId);
      const open = { only: null, accountId, status: 'open' as const };
      const [disconnect] = await findDisconnects(context, archiveId, open, { after: null, limit: 1 });
      if (disconnect) refuseResumedEarlier(body, gapOf(disconnect).from, now);
      await markReconnected(tx, { archiveId, actor, now, ...body }, accountId);
      wake('workflows', `mail:${archiveId}`);
      return { status: 200, body: accountView(await readAccount(tx, archiveId, accountId, null)) };
    },
  }),
];
