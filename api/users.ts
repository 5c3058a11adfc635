/** `/v1/users`: administrators and Account Owners. */
import { z } from 'zod';
import { notFound } from '../domain/refusal.js';
import { EMAIL_STATES } from '../domain/recipients.js';
import { maySignIn, ROLES, rolesOf, rolesProblem, roleFlagsOf } from '../domain/roles.js';
import { renewLink } from '../services/access/personalized-links.js';
import { requestLinkMails } from '../services/outbox/requests.js';
import { addUser, changeUser, listUsers, readUser, removeUser, type User } from '../services/people/users.js';
import type { Locale } from '../domain/locales.js';
import { email, id, instantOut, iso, locale, name, timeZone } from '../services/input/fields.js';
import { issueOf } from '../services/input/problem.js';
import { listAnswer, listOf, pageOf, pageQuery } from '../http/lists.js';
import { invite } from './invitations.js';
import { mayAdmit } from '../domain/principal.js';
import { read, write, type Route } from '../http/route.js';

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

const UserOut = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    roles: z.array(z.enum(ROLES)),
    access: z.enum(['connect_only', 'invite']),
    immediateErrorNotifications: z.boolean(),
    weeklyErrorSummary: z.boolean(),
    emailState: z.enum(EMAIL_STATES),
    locale: locale.nullable().meta({ description: 'Of pages and emails; null: the archive’s' }),
    timeZone: z.string().nullable().meta({ description: 'Of dates on pages; null: the archive’s' }),
    createdAt: instantOut,
  })
  .meta({ id: 'User' });

const userView = (user: User): z.input<typeof UserOut> => ({
  id: user.id,
  name: user.name,
  email: user.email,
  roles: rolesOf(user),
  access: user.access,
  immediateErrorNotifications: user.immediateErrorNotifications,
  weeklyErrorSummary: user.weeklyErrorSummary,
  emailState: user.emailState,
  locale: user.locale as Locale | null,
  timeZone: user.timeZone,
  createdAt: iso(user.createdAt),
});

const tag = 'People';
const params = z.strictObject({ id });
const managers = { scope: 'manage', audience: 'managers' } as const;
const everyone = { scope: 'read', audience: 'everyone' } as const;

export const userRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/users',
    summary: 'Add a user',
    description:
      'An Account Owner is emailed the Personalized Link, whoever may sign in an invitation. A new Primary Administrator demotes the former.',
    tag,
    access: managers,
    body: z.strictObject({ name, email, roles, ...preferences }),
    answers: { 201: { description: 'The user', body: UserOut } },
    async handle({ tx, archiveId, actor, principal, body, wake }) {
      const { roles: given, ...rest } = body;
      if (roleFlagsOf(given).adminRole ?? rest.access === 'invite') mayAdmit(principal);
      const user = await addUser(tx, { archiveId, actor }, { ...rest, ...roleFlagsOf(given) });
      if (user.isAccountOwner) {
        await requestLinkMails(tx, archiveId, [user.id], { why: 'added' });
        wake(`mail:${archiveId}`);
      }
      if (maySignIn(user)) await invite({ tx, archiveId, principal, wake }, user.id);
      return { status: 201, body: userView(user) };
    },
  }),
  read({
    path: '/v1/users',
    summary: 'List the users',
    tag,
    access: everyone,
    query: z.strictObject({ role: z.enum(ROLES).optional(), ...pageQuery }),
    answers: { 200: { description: 'Users, oldest first', body: listOf(UserOut) } },
    async handle({ db, archiveId, ownerId, query }) {
      const page = pageOf(query);
      const rows = await listUsers(db, archiveId, { role: query.role, only: ownerId }, page);
      return { status: 200, body: listAnswer(rows, page, (user) => user.id, userView) };
    },
  }),
  read({
    path: '/v1/users/{id}',
    summary: 'Read a user',
    tag,
    access: everyone,
    params,
    answers: { 200: { description: 'The user', body: UserOut } },
    async handle({ db, archiveId, ownerId, params: { id: userId } }) {
      const user = ownerId === null || ownerId === userId ? await readUser(db, archiveId, userId) : null;
      if (!user) throw notFound('user');
      return { status: 200, body: userView(user) };
    },
  }),
  write({
    method: 'patch',
    path: '/v1/users/{id}',
    summary: 'Change a user',
    description:
      'Naming a new Primary Administrator demotes the former in the same transaction. An Account Owner’s new address gets a new Personalized Link; the old one is dead from then on. Who may sign in from now on, or at a new address, is emailed an invitation.',
    tag,
    access: managers,
    params,
    body: z.strictObject({ name: name.optional(), email: email.optional(), roles: roles.optional(), ...preferences }),
    answers: { 200: { description: 'The user', body: UserOut } },
    async handle({ tx, archiveId, actor, principal, context, params: { id: userId }, body, wake }) {
      const { roles: given, ...rest } = body;
      const { before, after } = await changeUser(tx, { archiveId, actor }, userId, {
        ...rest,
        ...(given && roleFlagsOf(given)),
      });
      const moved = after.email.toLowerCase() !== before.email.toLowerCase();
      const admitted = moved || after.adminRole !== before.adminRole || !maySignIn(before);
      if (maySignIn(after) && admitted) mayAdmit(principal);
      // Whoever reads the old mailbox must not keep a way in.
      if (moved && before.isAccountOwner && after.isAccountOwner)
        await renewLink(tx, context.config.keys, archiveId, userId);
      if (after.isAccountOwner && (moved || !before.isAccountOwner)) {
        await requestLinkMails(tx, archiveId, [userId], { why: 'added' });
        wake(`mail:${archiveId}`);
      }
      if (maySignIn(after) && (moved || !maySignIn(before))) await invite({ tx, archiveId, principal, wake }, userId);
      return { status: 200, body: userView(after) };
    },
  }),
  write({
    method: 'delete',
    path: '/v1/users/{id}',
    summary: 'Remove a user',
    description:
      'An Account Owner’s accounts and Parent Profiles must be transferred first. The Personalized Link dies.',
    tag,
    access: managers,
    params,
    answers: { 204: { description: 'Removed' } },
    async handle({ tx, archiveId, actor, params: { id: userId } }) {
      await removeUser(tx, { archiveId, actor }, userId);
      return { status: 204 };
    },
  }),
];
