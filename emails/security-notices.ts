/** The wording of security notices, for each reader: what was changed, and what to do in steps that this reader can take. */
import type { Actor } from '../domain/actor.js';
import type { SecurityEvent } from '../domain/email-requests.js';
import type { Locale } from '../domain/locales.js';
import { actorWords } from '../i18n/actors.js';
import { formatMoment } from '../i18n/dates.js';
import { messagesIn } from '../i18n/index.js';
import { shownAddress } from '../i18n/shown-address.js';
import type { Contact, Fact, SecurityWords } from './content.js';
import { sanitizeAddress, sanitizeName } from './sanitize-name.js';
import { changedFacts, headlineOf } from './security-changes.js';

export interface SecurityFacts {
  locale: Locale;
  timeZone: string;
  archiveName: string;
  /** Newest first, each with its time. */
  events: readonly Dated[];
  /** How many changes are older still. */
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

type Dated = SecurityEvent & { at: string };

export function securityNoticeWords(facts: SecurityFacts): SecurityWords {
  const { locale, events, timeZone } = facts;
  const { security } = messagesIn(locale).emails;
  const archive = sanitizeName(facts.archiveName);
  const total = events.length + facts.more;
  const [newest] = events;
  const what = headlineOf(locale, newest!, facts.readerId);
  const who = actorName(locale, newest!.by);
  const when = formatMoment(newest!.at, timeZone, locale);
  return {
    subject: total === 1 ? security.subject({ what, archive }) : security.subjectMore({ what, archive, n: total - 1 }),
    preview: total === 1 ? security.preview({ who, when }) : security.previewMore({ what, who, when }),
    headline: total === 1 ? what : security.headlineMore({ n: total }),
    lines: [...meaningOf(facts, total), ...(total === 1 ? [] : [security.newestFirst])],
    changes: events.map((event) => ({
      title: total === 1 ? null : headlineOf(locale, event, facts.readerId),
      facts: [...changedFacts(locale, event, facts.readerId, total === 1), ...circumstances(facts, event)],
    })),
    more: moreWords(facts),
    unexpected: { title: unexpectedTitle(facts, total), steps: stepsOf(facts) },
    action: actionOf(facts),
  };
}

const isTheirs = ({ events, readerId }: SecurityFacts): boolean =>
  events.length === 1 && receivesKeys(events[0]!, readerId);

const receivesKeys = ({ security }: SecurityEvent, readerId: string): boolean =>
  security.change === 'api_keys_passed_on' && security.to.userId === readerId;

function meaningOf(facts: SecurityFacts, total: number): string[] {
  const { expected, yourKey } = messagesIn(facts.locale).emails.security;
  const [{ security }] = facts.events as [Dated];
  if (isTheirs(facts) && security.change === 'api_keys_passed_on') return [yourKey({ n: security.total })];
  return [expected({ n: total })];
}

function unexpectedTitle(facts: SecurityFacts, total: number): string {
  const { unexpected } = messagesIn(facts.locale).emails.security;
  return isTheirs(facts) ? unexpected.notYou : unexpected.title({ n: total });
}

function circumstances({ locale, timeZone, readerId }: SecurityFacts, { by, at }: Dated): Fact[] {
  const { facts } = messagesIn(locale).emails.security;
  const isReader = by.kind === 'user' && by.id === readerId && !by.through;
  return [
    { label: facts.by, value: isReader ? facts.you : actorName(locale, by) },
    { label: facts.when, value: formatMoment(at, timeZone, locale) },
  ];
}

const actorName = (locale: Locale, by: Actor): string =>
  sanitizeName(
    actorWords(locale, {
      ...by,
      name: sanitizeName(by.name),
      ...(by.through && { through: { ...by.through, name: sanitizeName(by.through.name) } }),
    }),
  );

function moreWords({ locale, more, manages }: SecurityFacts): string | null {
  if (more === 0) return null;
  const { security } = messagesIn(locale).emails;
  return `${security.more({ n: more })} ${manages ? security.moreCheck : security.moreAsk}`;
}

/** What to do: whoever can undo a change is told how, and everyone else whom to call. */
function stepsOf(facts: SecurityFacts): string[] {
  const { locale, events, manages, contact, readerId, signsIn } = facts;
  const { unexpected } = messagesIn(locale).emails.security;
  if (!manages) {
    const said = contact && {
      contact: messagesIn(locale).common.contact({
        name: sanitizeName(contact.name),
        email: shownAddress(sanitizeAddress(contact.email)),
      }),
    };
    return [
      said ? unexpected.call(said) : unexpected.callAnyone,
      unexpected.phone,
      ...(isInTheirName(facts) && signsIn ? [unexpected.yourSessions] : []),
    ];
  }
  const [{ security, by }] = events as [Dated];
  if (isTheirs(facts) && security.change === 'api_keys_passed_on') return [unexpected.passOn({ n: security.total })];
  const undo = events.length > 1 ? unexpected.undo.several : undoOf(facts);
  return [undo, ...askAbout(locale, by, readerId), unexpected.yourSessions];
}

function undoOf({ locale, events: [newest] }: SecurityFacts): string {
  const { undo } = messagesIn(locale).emails.security.unexpected;
  const { change } = newest!.security;
  switch (change) {
    case 'address':
    case 'roles':
    case 'api_key_created':
    case 'api_key_revoked':
    case 'api_keys_passed_on':
      return undo[change];
    default:
      return undo.sign_in;
  }
}

/** Whom to ask who made the change. Readers who seem to have made it themselves look after their own sessions. */
function askAbout(locale: Locale, { kind, id, name, through }: Actor, readerId: string): string[] {
  const { unexpected } = messagesIn(locale).emails.security;
  if (through) return [unexpected.askKey({ key: sanitizeName(through.name) })];
  if (kind === 'archive') return [unexpected.askKey({ key: sanitizeName(name) })];
  if (kind === 'operator') return [unexpected.askOperator];
  return kind === 'user' && id !== readerId ? [unexpected.askPerson({ name: sanitizeName(name) })] : [];
}

/** Whether the reader, or someone in their session, changed something. */
const isInTheirName = ({ events, readerId }: SecurityFacts): boolean =>
  events.some(({ by }) => by.kind === 'user' && by.id === readerId);

/** Where the reader can check the changes, or if they can't check any, their own sessions. */
function actionOf(facts: SecurityFacts): SecurityWords['action'] {
  const { locale, events, publicUrl, signsIn, manages } = facts;
  const { check, seeKeys, preferences } = messagesIn(locale).emails.security;
  if (!signsIn || !(manages || isInTheirName(facts))) return null;
  if (isTheirs(facts) && manages) return { label: seeKeys, url: `${publicUrl}/configure/keys` };
  if (!manages) return { label: preferences, url: `${publicUrl}/you` };
  if (events.length > 1) return { label: check({ n: events.length }), url: `${publicUrl}/configure/administrators` };
  return { label: check({ n: 1 }), url: `${publicUrl}${pathOf(events[0]!)}` };
}

function pathOf({ security }: SecurityEvent): string {
  switch (security.change) {
    case 'address':
      return `/configure/people/${security.userId}`;
    case 'roles':
      return '/configure/administrators';
    case 'api_key_created':
    case 'api_key_revoked':
    case 'api_keys_passed_on':
      return '/configure/keys';
    default:
      return '/configure/sign-in';
  }
}
