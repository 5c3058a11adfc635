/**
 * The recipients of an email.
 *
 * Article: "The Primary Administrator and any Full Access System Administrator subscribed to receive immediate notification of
 * errors are cc'd on this email." Requirement: the owner is never cc'd too, nobody is listed twice, at most 49 cc, the Primary
 * Administrator is copied whatever its preferences, and a bounced address is not written to again.
 */

export const ADMIN_ROLES = ['primary_administrator', 'full_access_administrator', 'read_only_administrator'] as const;
export type AdminRole = (typeof ADMIN_ROLES)[number];

export const EMAIL_STATES = ['ok', 'bounced', 'complained', 'suppressed'] as const;
export type EmailState = (typeof EMAIL_STATES)[number];

/** Whether a bounce of this type means that later emails will fail too. An out-of-office reply is `Undetermined`, a full mailbox `Transient`. */
export const isPermanentBounce = (type: unknown): boolean =>
  typeof type === 'string' && type.trim().toLowerCase() === 'permanent';

export interface Person {
  id: string;
  email: string;
  emailState: EmailState;
}

export interface Administrator extends Person {
  role: AdminRole;
  immediateErrorNotifications: boolean;
}

/** Resend allows 50 recipients per email: the owner and 49 others. */
export const MAX_CC = 49;

const isSameEmail = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Returns the administrators who are notified of errors immediately: the Primary Administrator first, the rest by address. */
export function notifiedAdministrators(administrators: readonly Administrator[]): Administrator[] {
  const notified = administrators.filter(
    (admin) =>
      admin.emailState === 'ok' &&
      (admin.role === 'primary_administrator' ||
        (admin.role === 'full_access_administrator' && admin.immediateErrorNotifications)),
  );
  const rank = (admin: Administrator) => (admin.role === 'primary_administrator' ? 0 : 1);
  return notified.sort((a, b) => rank(a) - rank(b) || (a.email < b.email ? -1 : 1));
}

/** Returns the cc addresses of an email to `owner` that copies the administrators. */
export function carbonCopies(owner: Person, administrators: readonly Administrator[]): string[] {
  const cc: string[] = [];
  for (const { id, email } of notifiedAdministrators(administrators)) {
    if (id !== owner.id && !isSameEmail(email, owner.email) && !cc.some((other) => isSameEmail(other, email)))
      cc.push(email);
  }
  return cc.slice(0, MAX_CC);
}
