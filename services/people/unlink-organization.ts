/** Unlinks a person from their account at the organization, for example when the organization gave them a new one. */
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';
import { unlinkIdentities } from '../access/oidc-identities.js';
import { recordAudit } from '../audit/audit-log.js';
import { MANAGERS, useCase, type Call } from '../use-case.js';
import { lockUser } from './users.js';

/**
 * The next account of the organization that has the person's address is linked to them. Returns false if none was linked.
 * @throws {Refusal} `not_found`
 */
export const unlinkOrganization = useCase(
  MANAGERS,
  ({ context, archiveId, actor }: Call<DatabaseContext>, userId: string): Promise<boolean> =>
    inUnitOfWork(context, async ({ tx }) => {
      await lockUser(tx, archiveId, userId);
      if (!(await unlinkIdentities(tx, archiveId, userId))) return false;
      await recordAudit(tx, [{ archiveId, type: 'organization_unlinked', actor, userId }]);
      return true;
    }),
);
