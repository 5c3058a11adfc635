/** The credential with which the capture engine captures an account. */
import { Refusal } from '../../domain/refusal.js';
import { lockAccount } from '../../db/lock-accounts.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { recordAudit } from '../audit/audit-log.js';
import { useCase } from '../use-case.js';
import { findCredential, type Credential } from './credentials.js';

/** Of the capture engine alone: no person ever sees a token. */
const MACHINES = { scope: 'credentials', audience: 'nobody' } as const;

/** Each reading is recorded. @throws {Refusal} `not_found`, `disconnected`, `account_inactive`, `no_credential` */
export const readCredential = useCase(
  MACHINES,
  async ({ context, archiveId, actor }, accountId: string): Promise<Credential> =>
    inUnitOfWork(context, async ({ tx }) => {
      const account = await lockAccount(tx, archiveId, accountId);
      if (account.status === 'disconnected')
        throw new Refusal(409, 'disconnected', 'The account is disconnected. /v1/changes tells when it is connected.');
      if (account.status === 'inactive')
        throw new Refusal(409, 'account_inactive', 'The account is marked inactive: nothing of it is captured.');
      const credential = await findCredential(tx, context.config.keys, { archiveId, accountId });
      if (!credential)
        throw new Refusal(
          404,
          'no_credential',
          'Relink holds no authorization of this account. It has one after the next reconnect.',
        );
      const detail = { version: credential.version };
      await recordAudit(tx, [{ archiveId, type: 'credential_read', actor, accountId, detail }]);
      return credential;
    }),
);
