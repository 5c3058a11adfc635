/** Composes security notices: what changed about who has access, for one reader. */
import type { Context } from '../../../platform/context.js';
import type { SecurityEvent, SecurityNoticeRequest } from '../../../domain/email-requests.js';
import { hasManagerRole, isManagerRole, maySignIn } from '../../../domain/roles.js';
import type { Contact, SecurityWords } from '../../../emails/content.js';
import { securityNoticeWords } from '../../../emails/security-notices.js';
import { localeOf, type NamedPerson, type People } from './recipients.js';
import type { EmailRow } from './types.js';

/** Returns the address that a security notice goes to, whatever becomes of the person's; null for all other emails. */
export function ownAddressOf({ payload }: Pick<EmailRow, 'payload'>): SecurityNoticeRequest['to'] | null {
  return payload && 'security' in payload ? (payload.to ?? null) : null;
}

/** Returns whom the email is for. The archive may no longer have the person, or may have them at another address. */
export function addresseeOf(people: People, row: EmailRow): NamedPerson | undefined {
  const to = ownAddressOf(row);
  const current = people.people.get(row.userId);
  if (!to || current?.email.toLowerCase() === to.email.toLowerCase()) return current;
  return {
    id: row.userId,
    ...to,
    emailState: 'ok',
    isAdministrator: false,
    adminRole: null,
    isAccountOwner: false,
    access: 'connect_only',
    weeklyErrorSummary: false,
    emailDoubtAt: null,
  };
}

export function securityNoticeFor(
  { config }: Pick<Context, 'config'>,
  people: People,
  person: NamedPerson,
  row: EmailRow,
  notice: SecurityNoticeRequest,
): SecurityWords {
  const { earlier = [], more = 0, ...newest } = notice;
  const createdAt = row.createdAt.toISOString();
  // Someone at a former address may be someone else by now, so they are sent to no page.
  const isHere = newest.reader !== 'former' && people.people.get(row.userId)?.email === person.email;
  return securityNoticeWords({
    locale: localeOf(people, person),
    timeZone: people.archive.timeZone,
    archiveName: people.archive.name,
    events: [newest, ...earlier].map((event) => ({ at: createdAt, ...event })),
    more,
    readerId: row.userId,
    publicUrl: config.publicUrl,
    signsIn: isHere && maySignIn(person),
    manages: isHere && isManagerRole(person.adminRole),
    contact: whomToCall(people, row.userId, [newest, ...earlier]),
  });
}

/**
 * Returns whom a reader calls who can't undo a change: the Primary Administrator, or if the change was made in their name or is about
 * them, another administrator who can. Whoever is behind the change may read that person's emails. Undefined if nobody else can, and for
 * the Primary Administrator: whoever takes over an archive makes the administrators that are left.
 */
function whomToCall(people: People, readerId: string, events: readonly SecurityEvent[]): Contact | undefined {
  if (isPrimary(people, readerId, events)) return undefined;
  const involved = new Set([readerId, ...events.flatMap(involvedIn)]);
  const able = people.administrators
    .filter(({ id, role, emailState }) => isManagerRole(role) && emailState === 'ok' && !involved.has(id))
    .toSorted((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id));
  const [first] = able;
  return first && { name: first.name, email: first.email };
}

/** Whoever made the change, and whoever became a manager by it. */
const involvedIn = ({ by, security }: SecurityEvent): string[] => [
  ...(by.kind === 'user' && by.id !== undefined ? [by.id] : []),
  ...(security.change === 'roles'
    ? security.people.filter(({ before, after }) => !hasManagerRole(before) && hasManagerRole(after))
    : []
  ).map(({ userId }) => userId),
];

const isPrimary = (people: People, id: string, events: readonly SecurityEvent[]): boolean =>
  people.administrators.some((one) => one.id === id && one.role === 'primary_administrator') ||
  events.some(
    ({ security }) =>
      security.change === 'roles' &&
      security.people.some(({ userId, before }) => userId === id && before.includes('primary_administrator')),
  );

const rank = ({ role }: People['administrators'][number]) => (role === 'primary_administrator' ? 0 : 1);
