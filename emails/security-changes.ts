/** How a security notice names a change to its reader, and what it tells about it. */
import type { ApiKeysPassedOn, KeyDescription, RoleChange, SecurityEvent } from '../domain/email-requests.js';
import type { Locale } from '../domain/locales.js';
import type { Scope } from '../domain/principal.js';
import type { Role } from '../domain/roles.js';
import { messagesIn } from '../i18n/index.js';
import { formatList } from '../i18n/lists.js';
import { shownAddress } from '../i18n/shown-address.js';
import type { Fact } from './content.js';
import { sanitizeName } from './sanitize-name.js';

/** How many people or keys each change names in an email about several. */
const FEW = 3;

type Change<K> = Extract<SecurityEvent['security'], { change: K }>;

export function headlineOf(locale: Locale, { security: change, reader }: SecurityEvent, readerId: string): string {
  const { headlines } = messagesIn(locale).emails.security;
  switch (change.change) {
    case 'address':
      return isAbout(change.userId, reader, readerId)
        ? headlines.address
        : headlines.addressOf({ name: sanitizeName(change.name) });
    case 'organization_unlinked':
      return isAbout(change.userId, reader, readerId)
        ? headlines.organizationUnlinked
        : headlines.organizationUnlinkedOf({ name: sanitizeName(change.name) });
    case 'roles':
      return rolesHeadline(locale, change, reader, readerId);
    case 'api_keys_passed_on':
      return keysHeadline(locale, change, readerId);
    default:
      return headlines[change.change];
  }
}

/** A person, also at a former address, hears of themselves only. */
export const isAbout = (userId: string, reader: SecurityEvent['reader'], readerId: string) =>
  reader === 'person' || reader === 'former' || userId === readerId;

function rolesHeadline(
  locale: Locale,
  { people, total }: Change<'roles'>,
  reader: SecurityEvent['reader'],
  readerId: string,
): string {
  const { headlines } = messagesIn(locale).emails.security;
  const [first] = people;
  const name = sanitizeName(first?.name ?? '');
  const isOwn = total === 1 && isAbout(first!.userId, reader, readerId);
  // A long list may go on with people of another kind.
  const isWhole = people.length === total;
  if (isWhole && people.every(({ before }) => before.length === 0))
    return isOwn ? headlines.roleAdded : headlines.added({ n: total, name, role: rolesIn(locale, first?.after ?? []) });
  if (isWhole && people.every(({ after }) => after.length === 0))
    return isOwn ? headlines.roleRemoved : headlines.removed({ n: total, name });
  return isOwn ? headlines.role : headlines.roles({ n: total, name });
}

function keysHeadline(locale: Locale, { keys, total: n, to }: ApiKeysPassedOn, readerId: string): string {
  const { headlines } = messagesIn(locale).emails.security;
  const key = sanitizeName(keys[0]?.name ?? '');
  return to.userId === readerId
    ? headlines.keysPassedOnToYou({ n, key })
    : headlines.keysPassedOn({ n, key, name: sanitizeName(to.name) });
}

/** @param isAlone whether the email is about this change alone, and so has room for everyone in it */
export function changedFacts(
  locale: Locale,
  { security: change, reader }: SecurityEvent,
  readerId: string,
  isAlone: boolean,
): Fact[] {
  const { facts } = messagesIn(locale).emails.security;
  switch (change.change) {
    case 'address': {
      const isOwn = isAbout(change.userId, reader, readerId);
      const [former, now] = isOwn
        ? [facts.yourFormerAddress, facts.yourNewAddress]
        : [facts.formerAddress, facts.newAddress];
      return [
        { label: former, value: shownAddress(sanitizeName(change.from)) },
        // Whoever reads the former address isn't told the new one: it may be someone else's mailbox by now.
        ...(reader === 'former' ? [] : [{ label: now, value: shownAddress(sanitizeName(change.to)) }]),
      ];
    }
    case 'roles': {
      const shown = isAlone ? change.people : change.people.slice(0, FEW);
      const listed = shown.map((one) => roleFact(locale, one, isAbout(one.userId, reader, readerId)));
      return withMore(listed, facts.more, change.total);
    }
    case 'api_key_created':
    case 'api_key_revoked':
      return keyFacts(locale, { name: change.keyName, scopes: change.scopes, hint: change.keyHint });
    case 'api_keys_passed_on':
      return passedOnFacts(locale, change, isAlone);
    default:
      return [];
  }
}

const withMore = (listed: Fact[], label: string, total: number): Fact[] =>
  total > listed.length ? [...listed, { label, value: String(total - listed.length) }] : listed;

function keyFacts(locale: Locale, { name, scopes, hint }: KeyDescription): Fact[] {
  const { facts } = messagesIn(locale).emails.security;
  return [
    { label: facts.key, value: sanitizeName(name) },
    ...(hint === undefined ? [] : [{ label: facts.keyEnd, value: sanitizeName(hint) }]),
    { label: facts.permissions, value: scopesIn(locale, scopes) },
  ];
}

function passedOnFacts(locale: Locale, { keys, total, from, to }: ApiKeysPassedOn, isAlone: boolean): Fact[] {
  const { facts } = messagesIn(locale).emails.security;
  const shown = isAlone ? keys : keys.slice(0, FEW);
  const listed = shown.map((key) => ({ label: keyLabel(locale, key), value: scopesIn(locale, key.scopes) }));
  return [
    ...(total === 1 && keys[0] ? keyFacts(locale, keys[0]) : withMore(listed, facts.moreKeys, total)),
    { label: facts.formerResponsible, value: sanitizeName(from?.name ?? facts.ownedByArchive) },
    { label: facts.nowResponsible, value: sanitizeName(to.name) },
  ];
}

/** Keys with the same purpose are told apart by their ends. */
function keyLabel(locale: Locale, { name, hint }: KeyDescription): string {
  const purpose = sanitizeName(name);
  if (hint === undefined) return purpose;
  return messagesIn(locale).emails.security.facts.keyOf({ name: purpose, hint: sanitizeName(hint) });
}

function scopesIn(locale: Locale, scopes: readonly Scope[]): string {
  const { scope: words } = messagesIn(locale).settings.keys;
  return formatList(
    scopes.map((scope) => words[scope]),
    locale,
  );
}

function rolesIn(locale: Locale, list: readonly Role[]): string {
  const { emails, roles } = messagesIn(locale);
  if (list.length === 0) return emails.security.facts.noRole;
  return formatList(
    list.map((role) => roles[role]),
    locale,
  );
}

function roleFact(locale: Locale, change: RoleChange, isOwn: boolean): Fact {
  const { facts } = messagesIn(locale).emails.security;
  return { label: isOwn ? facts.yourRole : sanitizeName(change.name), value: roleWords(locale, change) };
}

export function roleWords(locale: Locale, change: Pick<RoleChange, 'before' | 'after'>): string {
  const { facts } = messagesIn(locale).emails.security;
  const [before, after] = [rolesIn(locale, change.before), rolesIn(locale, change.after)];
  if (change.before.length === 0) return facts.added({ after });
  if (change.after.length === 0) return facts.removed({ before });
  return facts.roles({ before, after });
}
