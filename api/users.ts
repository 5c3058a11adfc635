/** `/v1/users`: administrators and Account Owners. */
import { z } from 'zod';
import type { Locale } from '../domain/locales.js';
import { EMAIL_STATES } from '../domain/recipients.js';
import { ROLES, rolesOf } from '../domain/roles.js';
import { listAnswer, listOf, pageOf, pageQuery } from '../http/lists.js';
import { read, write, type Route } from '../http/route.js';
import { id, instantOut, iso, isoOrNull, locale } from '../services/input/fields.js';
import {
  addUser,
  changeUser,
  NewUserInput,
  removeUser,
  UserChangeInput,
  type SavedUser,
} from '../services/people/manage.js';
import { listUsers, readUser } from '../services/people/read.js';
import { retryAddress } from '../services/people/retry-address.js';
import type { User } from '../services/people/users.js';

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
    emailFailedAt: instantOut.nullable().meta({ description: 'When emails to this address were stopped' }),
    emailRetriedAt: instantOut.nullable().meta({ description: 'When the address was last tried again or changed' }),
    emailConfirmedAt: instantOut.nullable().meta({ description: 'When an email arrived after it was tried again' }),
    undeliveredToOneOf: z.array(z.string()).meta({
      description:
        'An email about this owner’s accounts failed for one of these addresses, and the provider didn’t say which. Until it does, each gets its own message.',
    }),
    locale: locale.nullable().meta({ description: 'The language of pages and emails; null for the archive’s' }),
    timeZone: z.string().nullable().meta({ description: 'The time zone of dates on pages; null for the archive’s' }),
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
  emailFailedAt: isoOrNull(user.emailFailedAt),
  emailRetriedAt: isoOrNull(user.emailRetriedAt),
  emailConfirmedAt: isoOrNull(user.emailConfirmedAt),
  undeliveredToOneOf: user.emailDoubtAddresses ?? [],
  locale: user.locale as Locale | null,
  timeZone: user.timeZone,
  createdAt: iso(user.createdAt),
});

const tag = 'People';
const params = z.strictObject({ id });
const answers = { 200: { description: 'The user', body: UserOut } };

/** Only in the response if a limit holds an email back. */
const SavedUserOut = UserOut.extend({
  emailNotBefore: instantOut.optional().meta({
    description: 'When the last email about this goes out, if this person or archive has reached the limit of emails',
  }),
});
const savedView = ({ user, mailHeldUntil }: Pick<SavedUser, 'user' | 'mailHeldUntil'>) => ({
  ...userView(user),
  ...(mailHeldUntil && { emailNotBefore: iso(mailHeldUntil) }),
});

export const userRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/users',
    summary: 'Add a user',
    description:
      'A new Account Owner is emailed a personalized link, and anyone who can sign in is emailed an invitation. A new Primary Administrator replaces the current one, who becomes a Full Access System Administrator.',
    tag,
    access: addUser.access,
    body: NewUserInput,
    answers: { 201: { description: 'The user', body: SavedUserOut } },
    async handle({ context, principal, body }) {
      return { status: 201, body: savedView(await addUser(context, principal, body)) };
    },
  }),
  read({
    path: '/v1/users',
    summary: 'List users',
    tag,
    access: listUsers.access,
    query: z.strictObject({ role: z.enum(ROLES).optional(), ...pageQuery }),
    answers: { 200: { description: 'The users, oldest first', body: listOf(UserOut) } },
    async handle({ context, principal, query }) {
      const page = pageOf(query);
      const rows = await listUsers(context, principal, { role: query.role }, page);
      return { status: 200, body: listAnswer(rows, page, (user) => user.id, userView) };
    },
  }),
  read({
    path: '/v1/users/{id}',
    summary: 'Get a user',
    tag,
    access: readUser.access,
    params,
    answers,
    async handle({ context, principal, params: { id: userId } }) {
      return { status: 200, body: userView(await readUser(context, principal, userId)) };
    },
  }),
  write({
    method: 'patch',
    path: '/v1/users/{id}',
    summary: 'Update a user',
    description:
      'A new Primary Administrator replaces the current one in the same transaction. An Account Owner with a new email address is emailed a new personalized link there, and the old link stops working. Anyone who can now sign in, or can sign in at a new address, is emailed an invitation. With another email address, a key needs the `act` scope too, because whoever gets a person’s links acts as that person. An administrator who is responsible for API keys keeps the role until they are passed on or revoked (409 `has_api_keys`).',
    tag,
    access: changeUser.access,
    params,
    body: UserChangeInput,
    answers: { 200: { description: 'The user', body: SavedUserOut } },
    async handle({ context, principal, params: { id: userId }, body }) {
      return { status: 200, body: savedView(await changeUser(context, principal, userId, body)) };
    },
  }),
  write({
    method: 'delete',
    path: '/v1/users/{id}',
    summary: 'Remove a user',
    description:
      'Transfer an Account Owner’s accounts and Parent Profiles first, and pass on or revoke an administrator’s API keys. The personalized link stops working.',
    tag,
    access: removeUser.access,
    params,
    answers: { 204: { description: 'Removed' } },
    async handle({ context, principal, params: { id: userId } }) {
      await removeUser(context, principal, userId);
      return { status: 204 };
    },
  }),
  write({
    method: 'post',
    path: '/v1/users/{id}/email-retry',
    summary: 'Try a given-up email address again',
    description:
      'Resumes emails to an address that bounced, complained, or was suppressed, and emails an Account Owner their personalized link. Without this, the address is tried again once after 7 days. Does nothing if emails are sent to the address.',
    tag,
    access: retryAddress.access,
    params,
    answers: { 200: { description: 'The user', body: SavedUserOut } },
    async handle({ context, principal, params: { id: userId } }) {
      return { status: 200, body: savedView(await retryAddress(context, principal, userId)) };
    },
  }),
];
