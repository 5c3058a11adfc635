/** The wording of security notices, for each change and reader. */
import type { Actor } from '../domain/actor.js';
import type { RoleChange, SecurityChange, SecurityNoticeRequest } from '../domain/email-requests.js';
import type { Locale } from '../domain/locales.js';
import type { Scope } from '../domain/principal.js';
import type { Role } from '../domain/roles.js';
import { actorWords } from '../i18n/actors.js';
import { formatMoment } from '../i18n/dates.js';
import { messagesIn } from '../i18n/index.js';
import { formatList } from '../i18n/lists.js';
import { shownAddress } from '../i18n/shown-address.js';
import type { Fact, SecurityWords } from './content.js';
import { sanitizeName } from './sanitize-name.js';

export interface SecurityFacts {
  locale: Locale;
  timeZone: string;
  archiveName: string;
  change: SecurityChange;
  by: Actor;
  reader: SecurityNoticeRequest['reader'];
  readerId: string;
  /** ISO 8601. */
  at: string;
  publicUrl: string;
  /** Whether the reader can sign in, and so check and undo the change. */
  signsIn: boolean;
}

export function securityNoticeWords(facts: SecurityFacts): SecurityWords {
  const { locale, by, at, timeZone, reader, publicUrl, signsIn } = facts;
  const { security } = messagesIn(locale).emails;
  const archive = sanitizeName(facts.archiveName);
  const headline = headlineOf(facts);
  const readsPages = reader === 'security_contact' || (reader === 'person' && signsIn);
  const who = sanitizeName(actorWords(locale, { ...by, name: sanitizeName(by.name) }));
  const when = formatMoment(at, timeZone, locale);
  return {
    subject: security.subject({ what: headline, archive }),
    preview: security.preview({ who, when }),
    headline,
    lines: [security.expected, security.unexpected[reader === 'security_contact' ? 'security_contact' : 'other']],
    facts: [
      ...changedFacts(facts),
      { label: security.facts.by, value: who },
      { label: security.facts.when, value: when },
    ],
    action: readsPages ? { label: security.check, url: `${publicUrl}${pathOf(facts)}` } : null,
  };
}

function headlineOf({ locale, change, reader, readerId }: SecurityFacts): string {
  const { headlines } = messagesIn(locale).emails.security;
  if (change.change === 'address')
    return reader === 'security_contact' ? headlines.addressOf({ name: sanitizeName(change.name) }) : headlines.address;
  if (change.change === 'api_keys_passed_on') {
    const key = sanitizeName(change.keys[0]?.name ?? '');
    const n = change.total;
    return change.to.userId === readerId
      ? headlines.keysPassedOnToYou({ n, key })
      : headlines.keysPassedOn({ n, key, name: sanitizeName(change.to.name) });
  }
  if (change.change !== 'roles') return headlines[change.change];
  if (reader !== 'security_contact') return headlines.role;
  const [first] = change.people;
  return headlines.roles({ n: change.total, name: sanitizeName(first?.name ?? '') });
}

function changedFacts({ locale, change, reader }: SecurityFacts): SecurityWords['facts'] {
  const { emails } = messagesIn(locale);
  const { facts } = emails.security;
  switch (change.change) {
    case 'address':
      return [
        { label: facts.formerAddress, value: shownAddress(sanitizeName(change.from)) },
        // Whoever reads the former address isn't told the new one: it may be someone else's mailbox by now.
        ...(reader === 'former' ? [] : [{ label: facts.newAddress, value: shownAddress(sanitizeName(change.to)) }]),
      ];
    case 'roles': {
      const listed = change.people.map((one) => roleFact(locale, one));
      const more = change.total - change.people.length;
      return more > 0 ? [...listed, { label: facts.more, value: String(more) }] : listed;
    }
    case 'api_key_created':
    case 'api_key_revoked':
      return [
        { label: facts.key, value: sanitizeName(change.keyName) },
        { label: facts.permissions, value: scopesIn(locale, change.scopes) },
      ];
    case 'api_keys_passed_on':
      return [
        ...change.keys.map(({ name, scopes }) => ({ label: sanitizeName(name), value: scopesIn(locale, scopes) })),
        { label: facts.formerResponsible, value: sanitizeName(change.from?.name ?? facts.ownedByArchive) },
        { label: facts.nowResponsible, value: sanitizeName(change.to.name) },
      ];
    default:
      return [];
  }
}

function scopesIn(locale: Locale, scopes: readonly Scope[]): string {
  const { scope: words } = messagesIn(locale).settings.keys;
  return formatList(
    scopes.map((scope) => words[scope]),
    locale,
  );
}

function roleFact(locale: Locale, { name, before, after }: RoleChange): Fact {
  const { emails, roles } = messagesIn(locale);
  const { facts } = emails.security;
  const said = (list: readonly Role[]) =>
    list.length === 0
      ? facts.noRole
      : formatList(
          list.map((role) => roles[role]),
          locale,
        );
  return { label: sanitizeName(name), value: facts.roles({ before: said(before), after: said(after) }) };
}

/** Where the reader can check the change. */
function pathOf({ change, reader }: SecurityFacts): string {
  if (reader !== 'security_contact') return '/you';
  switch (change.change) {
    case 'address':
      return `/configure/people/${change.userId}`;
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
