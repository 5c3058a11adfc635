/** Reads the credential that the capture engine uses to capture an account. */
import { Refusal } from '../../domain/refusal.js';
import { lockAccount } from '../../db/lock-accounts.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { recordAudit } from '../audit/audit-log.js';
import { useCase } from '../use-case.js';
import { findCredential, type Credential } from './credentials.js';

/** Only for the capture engine: no person ever sees a token. */
const MACHINES = { scope: 'credentials', audience: 'nobody' } as const;

/**
 * Reads a credential and records the access in the audit log.
 * @throws {Refusal} `not_found`, `disconnected`, `account_inactive`, `no_credential`
 */
export const readCredential = useCase(
  MACHINES,
  async ({ context, archiveId, actor }, accountId: string): Promise<Credential> =>
    inUnitOfWork(context, async ({ tx }) => {
      const account = await lockAccount(tx, archiveId, accountId);
      if (account.status === 'disconnected') throw new Refusal('disconnected', {});
      if (account.status === 'inactive') throw new Refusal('account_inactive', { during: 'capture' });
      const credential = await findCredential(tx, context.config.keys, { archiveId, accountId });
      if (!credential) throw new Refusal('no_credential', {});
      const detail = { version: credential.version };
      await recordAudit(tx, [{ archiveId, type: 'credential_read', actor, accountId, detail }]);
      return credential;
    }),
);
