/** Sends another invitation to someone who can sign in. They got the first one when they were added. */
import { senderNameOfActor } from '../../domain/actor.js';
import { actorOf, type Principal } from '../../domain/principal.js';
import { Refusal } from '../../domain/refusal.js';
import { maySignIn } from '../../domain/roles.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Placement } from '../outbox/queue.js';
import { requestInvitations, SECOND_CLICK } from '../outbox/requests.js';
import { MANAGERS, useCase } from '../use-case.js';
import { findUser, type User } from './users.js';

/**
 * Invites the person again. The links of earlier invitations stop working. Returns what became of the email.
 * @throws {Refusal} `not_found`, `may_not_sign_in`, `address_undeliverable`
 */
export const inviteUser = useCase(
  MANAGERS,
  async ({ context, principal, archiveId, actor }, userId: string): Promise<Placement> =>
    inUnitOfWork(context, async ({ tx, notify }) => {
      const user = await findUser(tx, archiveId, userId);
      if (!maySignIn(user)) throw cannotSignIn();
      if (user.emailState !== 'ok') throw undeliverable(user);
      await recordAudit(tx, [{ archiveId, type: 'invitation_requested', actor, userId }]);
      const [placement] = await requestInvitations(tx, archiveId, [userId], senderNameOf(principal), SECOND_CLICK);
      notify(`mail:${archiveId}`);
      return placement!;
    }),
);

/** The name that an email gives as its sender, if a person asks for it. */
export const senderNameOf = (principal: Principal): string | undefined => senderNameOfActor(actorOf(principal));

const cannotSignIn = () => new Refusal('may_not_sign_in', {});

export const undeliverable = ({ emailState }: User) => new Refusal('address_undeliverable', { emailState });
