/** What a security notice asks its reader to do about a change: only steps that this reader can take, on a page that shows what they need. */
import type { Actor } from '../domain/actor.js';
import type { RoleChange, SecurityEvent } from '../domain/email-requests.js';
import type { Locale } from '../domain/locales.js';
import type { Role } from '../domain/roles.js';
import { messagesIn } from '../i18n/index.js';
import { shownAddress } from '../i18n/shown-address.js';
import type { Contact, SecurityWords } from './content.js';
import { sanitizeAddress, sanitizeName } from './sanitize-name.js';
import { isAbout } from './security-changes.js';

export interface SecurityFacts {
  locale: Locale;
  timeZone: string;
  archiveName: string;
  /** Newest first, each with its time. */
  events: readonly Dated[];
  /** How many changes aren't among them. */
  more: number;
  readerId: string;
  publicUrl: string;
  /** Whether the reader can sign in, and so check the changes. */
  signsIn: boolean;
  /** Whether the reader can undo them. */
  manages: boolean;
  /** Whom a reader calls who can't. */
  contact: Contact | undefined;
}

export type Dated = SecurityEvent & { at: string };

/** Whether this person made the change in their own session, or someone in that session did. */
export const isBy = ({ kind, id, through }: Actor, userId: string): boolean =>
  kind === 'user' && id === userId && !through;

export const isTheirs = ({ events, readerId }: SecurityFacts): boolean =>
  events.length === 1 && receivesKeys(events[0]!, readerId);

const receivesKeys = ({ security }: SecurityEvent, readerId: string): boolean =>
  security.change === 'api_keys_passed_on' && security.to.userId === readerId;

/** Whoever's keys somebody else passes on is leaving. By the time that they read this, they can't undo anything. */
export const mayUndo = ({ manages, events, readerId }: SecurityFacts): boolean =>
  manages && !events.some((event) => losesKeys(event, readerId));

const losesKeys = ({ security, by, reader }: SecurityEvent, readerId: string): boolean =>
  security.change === 'api_keys_passed_on' &&
  reader === 'person' &&
  security.from?.userId === readerId &&
  !isBy(by, readerId);

const isInTheirName = ({ events, readerId }: SecurityFacts): boolean => events.some(({ by }) => isBy(by, readerId));

/** What to do: whoever can undo a change is told how, and everyone else whom to call. */
export function stepsOf(facts: SecurityFacts): string[] {
  const { locale, events, signsIn } = facts;
  const { unexpected } = messagesIn(locale).emails.security;
  const sessions = isInTheirName(facts) && signsIn ? [unexpected.yourSessions] : [];
  if (!mayUndo(facts)) return [...callSteps(facts), ...sessions];
  const [{ security }] = events as [Dated];
  if (isTheirs(facts) && security.change === 'api_keys_passed_on')
    return [unexpected.passOn({ n: security.total }), ...sessions];
  return [undoOf(facts), ...questionsAbout(facts), ...sessions];
}

function callSteps(facts: SecurityFacts): string[] {
  const { locale, contact, events, readerId } = facts;
  const { unexpected } = messagesIn(locale).emails.security;
  const said = contact && {
    contact: messagesIn(locale).common.contact({
      name: sanitizeName(contact.name),
      email: shownAddress(sanitizeAddress(contact.email)),
    }),
  };
  const isMailboxInDoubt =
    isInTheirName(facts) ||
    events.some(({ security, reader }) => security.change === 'address' && isAbout(security.userId, reader, readerId));
  return [said ? unexpected.call(said) : unexpected.callAnyone, ...(isMailboxInDoubt ? [unexpected.phone] : [])];
}

function undoOf(facts: SecurityFacts): string {
  const { locale, events } = facts;
  const { undo } = messagesIn(locale).emails.security.unexpected;
  const isOnPage = pageOf(facts) !== null;
  if (events.length > 1) return isOnPage ? undo.several : undo.elsewhere;
  const [{ security }] = events as [Dated];
  switch (security.change) {
    case 'address':
    case 'organization_unlinked':
    case 'api_key_created':
    case 'api_key_revoked':
    case 'api_keys_passed_on':
      return undo[security.change];
    case 'roles': {
      if (!isOnPage) return undo.elsewhere;
      const { people, total } = security;
      const areRemoved = people.every(({ after }) => after.length === 0);
      return areRemoved ? undo.removed({ n: total, name: sanitizeName(people[0]?.name ?? '') }) : undo.roles;
    }
    default:
      return undo.sign_in;
  }
}

/** Whom to ask who made the changes. Readers who seem to have made one themselves look after their own sessions. */
function questionsAbout({ locale, events, more, readerId }: SecurityFacts): string[] {
  const { unexpected } = messagesIn(locale).emails.security;
  const others = events.map(({ by }) => by).filter((by) => !isBy(by, readerId));
  const keys = namesOf(others.map((by) => by.through ?? (by.kind === 'archive' ? by : null)));
  const people = namesOf(others.map((by) => (by.kind === 'user' && !by.through ? by : null)));
  const askPeople =
    people.length > 1 || more > 0 ? [unexpected.askPeople] : people.map((name) => unexpected.askPerson({ name }));
  return [
    ...(people.length > 0 || more > 0 ? askPeople : []),
    ...(keys.length > 1 ? [unexpected.askKeys] : keys.map((key) => unexpected.askKey({ key }))),
    ...(others.some(({ kind }) => kind === 'operator') ? [unexpected.askOperator] : []),
  ];
}

/** Each of them once, although two of them may have the same name. */
const namesOf = (actors: readonly (Pick<Actor, 'id' | 'name'> | null)[]): string[] => [
  ...new Map(actors.filter((one) => one !== null).map(({ id, name }) => [id ?? name, sanitizeName(name)])).values(),
];

/** Where the reader can check the changes, or if they can't check any, their own sessions. */
export function actionOf(facts: SecurityFacts): SecurityWords['action'] {
  const { locale, events, publicUrl, signsIn } = facts;
  const { check, seeKeys, preferences } = messagesIn(locale).emails.security;
  if (!signsIn) return null;
  if (!mayUndo(facts)) return isInTheirName(facts) ? { label: preferences, url: `${publicUrl}/you` } : null;
  if (isTheirs(facts)) return { label: seeKeys, url: `${publicUrl}/configure/keys` };
  const page = pageOf(facts);
  return page === null ? null : { label: check({ n: events.length }), url: `${publicUrl}${page}` };
}

/** The page that shows everyone and everything that was changed; null if there is none. */
function pageOf({ events, more }: SecurityFacts): string | null {
  const [page, ...others] = new Set(events.map(pathOf));
  return others.length === 0 && more === 0 ? (page ?? null) : null;
}

function pathOf({ security }: SecurityEvent): string | null {
  switch (security.change) {
    case 'address':
    case 'organization_unlinked':
      return `/configure/people/${security.userId}`;
    case 'roles':
      return security.people.length === security.total ? pathOfPeople(security.people) : null;
    case 'api_key_created':
    case 'api_key_revoked':
    case 'api_keys_passed_on':
      return '/configure/keys';
    default:
      return '/configure/sign-in';
  }
}

/** Each list has a button that adds someone, so whoever was removed can be added again where they were. */
function pathOfPeople(people: readonly RoleChange[]): string | null {
  const [first] = people;
  // Who was just added by a spreadsheet has no id in a notice.
  if (people.length === 1 && first!.userId !== '' && first!.after.length > 0)
    return `/configure/people/${first!.userId}`;
  const areRemoved = people.every(({ after }) => after.length === 0);
  const rolesOfEach = people.map(({ before, after }) => (areRemoved ? before : after));
  if (rolesOfEach.every((roles) => roles.some(isAdministrator))) return '/configure/administrators';
  return rolesOfEach.every((roles) => roles.includes('account_owner')) ? '/configure/owners' : null;
}

const isAdministrator = (role: Role): boolean => role !== 'account_owner';
