/** Unlinks a person from their account at the organization, for example when the organization gave them a new one. */
import { requireFreshSignIn } from '../../domain/principal.js';
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';
import { unlinkIdentities } from '../access/oidc-identities.js';
import { recordAudit } from '../audit/audit-log.js';
import { requestSecurityNotices } from '../outbox/security-notices.js';
import { MANAGERS, useCase, type Call } from '../use-case.js';
import { lockUser } from './users.js';

/**
 * The next account of the organization that has the person's address is linked to them, so they and the Primary Administrator are told.
 * Returns false if none was linked.
 * @throws {Refusal} `not_found`, `fresh_sign_in_required`
 */
export const unlinkOrganization = useCase(
  MANAGERS,
  async ({ context, principal, archiveId, actor }: Call<DatabaseContext>, userId: string): Promise<boolean> => {
    requireFreshSignIn(principal);
    return inUnitOfWork(context, async ({ tx, notify }) => {
      const { name } = await lockUser(tx, archiveId, userId);
      if (!(await unlinkIdentities(tx, archiveId, userId))) return false;
      await recordAudit(tx, [{ archiveId, type: 'organization_unlinked', actor, userId }]);
      const change = { change: 'organization_unlinked' as const, userId, name };
      await requestSecurityNotices(tx, { archiveId, change, by: actor, personIds: [userId] });
      notify(`mail:${archiveId}`);
      return true;
    });
  },
);
