/** Composes security notices: what changed about who has access, for one reader. */
import type { Context } from '../../../platform/context.js';
import type { SecurityNoticeRequest } from '../../../domain/email-requests.js';
import { maySignIn } from '../../../domain/roles.js';
import type { SecurityWords } from '../../../emails/content.js';
import { securityNoticeWords } from '../../../emails/security-notices.js';
import { localeOf, type NamedPerson, type People } from './recipients.js';
import type { EmailRow } from './types.js';

/** Returns the address that a security notice has of its own; null when the email goes to the person's current one. */
export function ownAddressOf({ payload }: Pick<EmailRow, 'payload'>): SecurityNoticeRequest['to'] | null {
  return payload && 'security' in payload ? (payload.to ?? null) : null;
}

/** Returns whom the email is for. A former address belongs to someone whom the archive may no longer have. */
export function addresseeOf(people: People, row: EmailRow): NamedPerson | undefined {
  const to = ownAddressOf(row);
  if (!to) return people.people.get(row.userId);
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
  { security, by, reader }: SecurityNoticeRequest,
): SecurityWords {
  return securityNoticeWords({
    locale: localeOf(people, person),
    timeZone: people.archive.timeZone,
    archiveName: people.archive.name,
    change: security,
    by,
    reader,
    readerId: person.id,
    at: row.createdAt.toISOString(),
    publicUrl: config.publicUrl,
    signsIn: maySignIn(person),
  });
}
