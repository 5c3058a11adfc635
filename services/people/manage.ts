/** How administrators manage the people of an archive: they add, change, and remove them. */
import { and, count, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { requireActScope, requireFreshSignIn } from '../../domain/principal.js';
import type { Actor } from '../../domain/actor.js';
import { Refusal } from '../../domain/refusal.js';
import { isManagerRole, maySignIn, ROLES, rolesOf, rolesProblem, roleFlagsOf } from '../../domain/roles.js';
import type { Transaction } from '../../db/client.js';
import { accounts, parentProfiles, personalizedLinks, transfers, users } from '../../db/schema.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { renewLink } from '../access/personalized-links.js';
import { endLogins } from '../access/sessions.js';
import { forgetResponsible, refuseWithKeys } from '../access/responsible-for-keys.js';
import { unlinkIdentities } from '../access/oidc-identities.js';
import { recordAudit } from '../audit/audit-log.js';
import { resetRenewalRequests } from '../credentials/expiring.js';
import { email, locale, name, timeZone } from '../input/fields.js';
import { issueOf } from '../input/problem.js';
import { latestTurn } from '../outbox/queue.js';
import { requestNewAddressMail, requestWelcomes } from '../outbox/requests.js';
import { MANAGERS, useCase } from '../use-case.js';
import { senderNameOf } from './invite.js';
import {
  demotePrimary,
  insertUser,
  isUser,
  lockUser,
  refuseTakenEmail,
  type Change,
  type NewUser,
  type User,
} from './users.js';
import { beforeRoleChange, reachable, roleChange, wasReachedAt } from './rights-notices.js';

const roles = z
  .array(z.enum(ROLES))
  .max(ROLES.length)
  .superRefine((given, context) => {
    const found = rolesProblem(given);
    if (found) context.addIssue(issueOf(found));
  });

const preferences = {
  immediateErrorNotifications: z.boolean().optional(),
  weeklyErrorSummary: z.boolean().optional(),
  access: z.enum(['connect_only', 'invite']).optional(),
  locale: locale.nullable().optional(),
  timeZone: timeZone.nullable().optional(),
};

export const NewUserInput = z.strictObject({ name, email, roles, ...preferences });
export const UserChangeInput = z.strictObject({
  name: name.optional(),
  email: email.optional(),
  roles: roles.optional(),
  ...preferences,
});

/** A person after the change, and the emails they get because of it. */
export interface SavedUser {
  user: User;
  /** The person before the change; null when they were just added. */
  before: User | null;
  linkMailed: boolean;
  invited: boolean;
  /** When the last of these emails goes out, if a limit holds it back. */
  mailHeldUntil: Date | null;
}

/**
 * Adds a person. An Account Owner is emailed a Personalized Link, and anyone who can sign in is emailed an invitation. Adding a new
 * Primary Administrator demotes the previous one.
 * @throws {Refusal} `email_taken`, `scope_missing`, `fresh_sign_in_required`
 */
export const addUser = useCase(
  MANAGERS,
  async ({ context, principal, archiveId, actor }, given: z.output<typeof NewUserInput>): Promise<SavedUser> => {
    const { roles: names, ...rest } = given;
    const flags = roleFlagsOf(names);
    if (flags.adminRole ?? rest.access === 'invite') requireActScope(principal);
    // An Account Owner without a login gets a Personalized Link, which lasts too.
    requireFreshSignIn(principal);
    return inUnitOfWork(context, async ({ tx, notify }) => {
      const told = await beforeRoleChange(tx, archiveId);
      const user = await insertUser(tx, { archiveId, actor }, { ...rest, ...flags });
      const written = { linkMailed: user.isAccountOwner, invited: maySignIn(user) };
      const mailHeldUntil = await write(tx, user, written, senderNameOf(principal));
      if (user.adminRole) await told.tell(actor, [roleChange(null, user)]);
      notify(`mail:${archiveId}`);
      return { user, before: null, ...written, mailHeldUntil };
    });
  },
);

/**
 * Changes a person. Naming a new Primary Administrator demotes the previous one. When an Account Owner's address changes, the new
 * address gets a new Personalized Link, and the old link stops working. Anyone else who can newly sign in, or can sign in and has a new
 * address, is emailed an invitation.
 * @throws {Refusal} `not_found`, `email_taken`, `owner_has_accounts`, `primary_administrator_required`, `has_api_keys`;
 * `scope_missing` for another address, and for whoever can newly sign in; `fresh_sign_in_required` for another address, role, or way to sign in,
 * for emails that the person no longer gets, and for the name and the language of someone who can sign in
 */
export const changeUser = useCase(
  MANAGERS,
  async (
    { context, principal, archiveId, actor },
    userId: string,
    given: z.output<typeof UserChangeInput>,
  ): Promise<SavedUser> => {
    const { roles: names, ...rest } = given;
    return inUnitOfWork(context, async ({ tx, notify }) => {
      const change = { ...rest, ...(names && roleFlagsOf(names)) };
      const told = await beforeRoleChange(tx, archiveId);
      const { before, after, wasReached } = await updateUser(tx, { archiveId, actor }, userId, change);
      const moved = isMoved(before, after);
      const gainsSignIn = after.adminRole !== before.adminRole || !maySignIn(before);
      // Whoever decides where a person's links are emailed can act as that person.
      if (moved || (maySignIn(after) && gainsSignIn)) requireActScope(principal);
      if (moved || changesRights(before, after) || silences(before, after) || misleads(before, after))
        requireFreshSignIn(principal);
      // Anyone who reads the old mailbox must lose access.
      if (moved && before.isAccountOwner && after.isAccountOwner)
        await renewLink(tx, context.config.keys, archiveId, userId);
      const linkMailed = after.isAccountOwner && (moved || !before.isAccountOwner);
      // A new address gets one email. An owner's says how to sign in, too.
      const invited = maySignIn(after) && (moved ? !linkMailed : !maySignIn(before));
      const written = { linkMailed, invited };
      const senderName = senderNameOf(principal);
      const mailHeldUntil =
        moved && (linkMailed || invited)
          ? await writeToNewAddress(tx, actor, { before, after, wasReached }, senderName)
          : await write(tx, after, written, senderName);
      await told.tellOfPerson(actor, { before, after, wasReached, isWelcomed: moved && (linkMailed || invited) });
      if (written.linkMailed || written.invited || moved || changesRights(before, after)) notify(`mail:${archiveId}`);
      return { user: after, before, ...written, mailHeldUntil };
    });
  },
);

/** Whether emails go to another mailbox. Other capital letters don't make another one. */
const isMoved = (before: User, after: Pick<User, 'email'>): boolean =>
  after.email.toLowerCase() !== before.email.toLowerCase();

const changesRights = (before: User, after: User): boolean =>
  rolesOf(before).join() !== rolesOf(after).join() || maySignIn(before) !== maySignIn(after);

/** Whether the person no longer gets emails about disconnected accounts. They wouldn't notice. */
const silences = (before: User, after: User): boolean =>
  (['immediateErrorNotifications', 'weeklyErrorSummary'] as const).some((which) => before[which] && !after[which]);

/** Whether someone who can sign in is called otherwise, in what others are told too, or gets emails in another language. */
const misleads = (before: User, after: User): boolean =>
  maySignIn(before) && (before.name !== after.name || before.locale !== after.locale);

async function write(
  tx: Transaction,
  { archiveId, id }: User,
  what: { linkMailed: boolean; invited: boolean },
  senderName: string | undefined,
): Promise<Date | null> {
  return latestTurn(
    await requestWelcomes(tx, archiveId, 'person', {
      owners: what.linkMailed ? [id] : [],
      invited: what.invited ? [id] : [],
      senderName,
    }),
  );
}

async function writeToNewAddress(
  tx: Transaction,
  by: Actor,
  { before, after, wasReached }: Saved,
  senderName: string | undefined,
): Promise<Date | null> {
  const roles = { before: rolesOf(before), after: rolesOf(after) };
  const { kind, id, name: byName, through } = by;
  const newAddress = {
    from: before.email,
    by: { kind, id, name: byName, ...(through && { through }) },
    ...(roles.before.join() !== roles.after.join() && { roles }),
  };
  const isMovedOwner = before.isAccountOwner && wasReached;
  const owner = !after.isAccountOwner ? null : isMovedOwner ? ('moved' as const) : ('added' as const);
  // Whoever never heard from us, because the address was mistyped, is welcomed as if they were added now.
  const what = { owner, senderName, newAddress: wasReached ? newAddress : undefined };
  return latestTurn(await requestNewAddressMail(tx, after.archiveId, after.id, what));
}

interface Saved {
  before: User;
  after: User;
  /** Whether the person was ever reached at the address before. */
  wasReached: boolean;
}

async function updateUser(tx: Transaction, change: Change, userId: string, to: Partial<NewUser>): Promise<Saved> {
  const { archiveId, actor } = change;
  const before = await lockUser(tx, archiveId, userId);
  if (before.adminRole === 'primary_administrator' && to.adminRole !== undefined && to.adminRole !== before.adminRole)
    throw primaryRequired('other_role');
  if (before.isAccountOwner && to.isAccountOwner === false) {
    await refuseWithAccounts(tx, archiveId, userId);
    await tx
      .delete(personalizedLinks)
      .where(and(eq(personalizedLinks.archiveId, archiveId), eq(personalizedLinks.userId, userId)));
  }
  if (isManagerRole(before.adminRole) && to.adminRole !== undefined && !isManagerRole(to.adminRole))
    await refuseWithKeys(tx, archiveId, userId);
  if (to.adminRole === 'primary_administrator' && before.adminRole !== 'primary_administrator')
    await demotePrimary(tx, change, userId);
  // Earlier bounces were about the old address, or someone has fixed the mailbox since.
  const set: Partial<User> = { ...to, ...(to.email !== undefined && { emailState: 'ok' }) };
  const fields = Object.keys(set).filter((key) => set[key as keyof User] !== before[key as keyof User]);
  const wasReached = await wasReachedAt(tx, before);
  if (fields.length === 0) return { before, after: before, wasReached };
  // Whoever has the new address links their own account of the organization.
  const moved = isMoved(before, { ...before, ...set });
  if (moved) await unlinkIdentities(tx, archiveId, userId);
  const [after] = await refuseTakenEmail(tx, archiveId, to.email ?? before.email, (savepoint) =>
    savepoint
      .update(users)
      .set({ ...set, ...(fields.some((field) => field === 'email' || field === 'emailState') && NEW_ADDRESS) })
      .where(isUser(archiveId, userId))
      .returning(),
  );
  // A session belongs to the person who signed in, not to whoever takes over their user.
  if (moved || !maySignIn(after!)) await endLogins(tx, archiveId, [userId], moved ? 'address' : 'access');
  if (fields.includes('email')) await resetRenewalRequests(tx, archiveId, userId);
  await recordAudit(tx, [{ archiveId, type: 'user_changed', actor, userId, detail: { fields } }]);
  return { before, after: after!, wasReached };
}

/** What was known about the old address doesn't apply to the new one. */
const NEW_ADDRESS = {
  emailFailedAt: null,
  emailRetriedAt: sql`now()`,
  emailRetriedBy: null,
  emailConfirmedAt: null,
  autoRetryUsed: false,
  liftSuppression: true,
  emailDoubtAt: null,
  emailDoubtAddresses: null,
};

/**
 * Removes a person and their link. That can't be undone, and only administrators are told.
 * @throws {Refusal} `not_found`, `owner_has_accounts`, `primary_administrator_required`, `has_api_keys`, `fresh_sign_in_required`
 */
export const removeUser = useCase(
  MANAGERS,
  async ({ context, principal, archiveId, actor }, userId: string): Promise<void> =>
    inUnitOfWork(context, async ({ tx, notify }) => {
      const user = await lockUser(tx, archiveId, userId);
      if (user.adminRole === 'primary_administrator') throw primaryRequired('removal');
      requireFreshSignIn(principal);
      await refuseWithAccounts(tx, archiveId, userId);
      await refuseWithKeys(tx, archiveId, userId);
      await forgetResponsible(tx, archiveId, userId);
      const wasReached = await wasReachedAt(tx, user);
      await tx.delete(users).where(isUser(archiveId, userId));
      await recordAudit(tx, [{ archiveId, type: 'user_removed', actor, userId }]);
      if (!user.adminRole) return;
      const told = await beforeRoleChange(tx, archiveId);
      await told.tell(actor, [roleChange(user, null)], wasReached ? reachable(user) : []);
      notify(`mail:${archiveId}`);
    }),
);

const primaryRequired = (before: 'other_role' | 'removal') => new Refusal('primary_administrator_required', { before });

/** @throws {Refusal} `owner_has_accounts`, `transfer_in_progress` */
async function refuseWithAccounts(tx: Transaction, archiveId: string, userId: string): Promise<void> {
  const [owned] = await tx
    .select({ n: count() })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.ownerId, userId), isNull(accounts.deletedAt)));
  const [profiles] = await tx
    .select({ n: count() })
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, archiveId), eq(parentProfiles.ownerId, userId)));
  await refuseDuringTransfer(tx, archiveId, userId);
  const [accountCount, parentProfileCount] = [owned?.n ?? 0, profiles?.n ?? 0];
  if (accountCount + parentProfileCount === 0) return;
  throw new Refusal('owner_has_accounts', { accountCount, parentProfileCount });
}

/** Otherwise, what a running transfer brings them would have no owner. */
async function refuseDuringTransfer(tx: Transaction, archiveId: string, userId: string): Promise<void> {
  const [receiving] = await tx
    .select({ id: transfers.id })
    .from(transfers)
    .where(and(eq(transfers.archiveId, archiveId), eq(transfers.toOwnerId, userId), eq(transfers.status, 'running')))
    .limit(1);
  if (receiving) throw new Refusal('transfer_in_progress', { of: 'receiver' });
}
