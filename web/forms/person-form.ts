/** What a form says about a person. */
import { rolesOf, type Role } from '../../domain/roles.js';
import type { AdminRole } from '../../domain/recipients.js';
import type { SavedUser } from '../../services/people/manage.js';
import type { RetriedAddress } from '../../services/people/retry-address.js';
import type { User } from '../../services/people/users.js';
import { field, isChecked, type Form } from './forms.js';
import type { Messages } from '../../i18n/index.js';
import { formatMessage } from '../../i18n/format-message.js';
import { canonicalAddress } from '../../domain/email-address.js';
import { shownAddress } from '../../i18n/shown-address.js';

export interface PersonForm {
  name: string;
  email: string;
  owner: boolean;
  /** '' for a person who isn't an administrator. */
  adminRole: AdminRole | '';
  access: User['access'];
  immediate: boolean;
  weekly: boolean;
}

const ADMIN_ROLE: Record<string, AdminRole> = {
  primary_administrator: 'primary_administrator',
  full_access_administrator: 'full_access_administrator',
  read_only_administrator: 'read_only_administrator',
};

export const personForm = (form: Form): PersonForm => ({
  name: field(form, 'name'),
  email: field(form, 'email'),
  owner: isChecked(form, 'owner'),
  adminRole: ADMIN_ROLE[field(form, 'adminRole')] ?? '',
  access: field(form, 'access') === 'invite' ? 'invite' : 'connect_only',
  immediate: isChecked(form, 'immediate'),
  weekly: isChecked(form, 'weekly'),
});

export const formOfUser = (user: User): PersonForm => ({
  name: user.name,
  email: user.email,
  owner: user.isAccountOwner,
  adminRole: user.adminRole ?? '',
  access: user.access,
  immediate: user.immediateErrorNotifications,
  weekly: user.weeklyErrorSummary,
});

export const emptyForm = (kind: 'owner' | 'administrator'): PersonForm => ({
  name: '',
  email: '',
  owner: kind === 'owner',
  adminRole: kind === 'owner' ? '' : 'full_access_administrator',
  access: 'connect_only',
  immediate: kind === 'administrator',
  weekly: kind === 'administrator',
});

/** What the page showed when it was opened, as a hidden field. */
export const SEEN = 'seen';
export const seenValue = (user: User): string =>
  JSON.stringify({ ...formOfUser(user), email: shownAddress(user.email) } satisfies PersonForm);

/** Returns what the page showed, or null if the field is missing or isn't ours. */
export function seenForm(form: Form): PersonForm | null {
  try {
    const seen: unknown = JSON.parse(field(form, SEEN));
    return typeof seen === 'object' ? (seen as PersonForm | null) : null;
  } catch {
    return null;
  }
}

/** Returns the fields as the form would submit them again. */
export const hiddenFields = (form: PersonForm): [name: string, value: string][] => [
  ['name', form.name],
  ['email', form.email],
  ['adminRole', form.adminRole],
  ['access', form.access],
  ...(form.owner ? ([['owner', 'on']] as [string, string][]) : []),
  ...(form.immediate ? ([['immediate', 'on']] as [string, string][]) : []),
  ...(form.weekly ? ([['weekly', 'on']] as [string, string][]) : []),
];

const rolesFor = ({ owner, adminRole }: PersonForm): Role[] =>
  rolesOf({ isAccountOwner: owner, adminRole: adminRole === '' ? null : adminRole });

export const newUserInput = (form: PersonForm) => ({
  name: form.name,
  email: form.email,
  roles: rolesFor(form),
  access: form.access,
  immediateErrorNotifications: form.immediate,
  weeklyErrorSummary: form.weekly,
});

/**
 * Returns the form with only what the person changed in it. Whatever they left alone stays as it is now, even if it was changed in another
 * tab or by another administrator while the page was open.
 */
export function latestForm(form: PersonForm, seen: PersonForm | null, before: User): PersonForm {
  if (seen === null) return form;
  const now = formOfUser(before);
  const kept = Object.fromEntries(
    Object.entries(now).filter(([name]) => form[name as keyof PersonForm] === seen[name as keyof PersonForm]),
  );
  return { ...form, ...kept };
}

/**
 * Submitting an address clears its delivery problem, even if the address is the same, so only a changed one is sent. The form shows
 * "amt@köln.example" for an address that is kept as "amt@xn--kln-sna.example".
 */
export function userChange(form: PersonForm, before: User) {
  const { email, ...rest } = newUserInput(form);
  return canonicalAddress(email) === before.email ? rest : { ...rest, email };
}

export type DoneCode = keyof Messages['people']['done'];

/** Returns the codes of the messages to show after a form is saved. */
export function doneCodes({ user, before, linkMailed, invited, mailHeldUntil }: SavedUser): DoneCode[] {
  const codes: DoneCode[] = before ? ['saved'] : [user.isAccountOwner ? 'added_owner' : 'added'];
  if (before && linkMailed) codes.push(before.isAccountOwner ? 'moved' : 'owner');
  const isPrimary = user.adminRole === 'primary_administrator';
  if (before && isPrimary && before.adminRole !== user.adminRole) codes.push('handed_over');
  if (invited) codes.push('invited');
  if (mailHeldUntil) codes.push('mail_waits');
  return codes;
}

/** Returns the codes of the messages to show after a given-up address is tried again. Only an Account Owner is emailed at once. */
export function retriedCodes({ user, wasGivenUp, mailHeldUntil }: RetriedAddress): DoneCode[] {
  if (!wasGivenUp) return ['retried_before'];
  if (!user.isAccountOwner) return ['retried'];
  return ['retried_owner', mailHeldUntil ? 'mail_waits' : 'on_way_now'];
}

/** Returns the messages for the codes in the URL, ignoring unknown codes. */
export function doneText({ people }: Messages, codes: string, who: { name: string; email: string }): string | null {
  const said = codes.split(',').filter((code): code is DoneCode => Object.hasOwn(people.done, code));
  return (
    said.map((code) => formatMessage(people.done[code], { ...who, email: shownAddress(who.email) })).join(' ') || null
  );
}
