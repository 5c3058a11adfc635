/** The wording of the standard notices to administrators. */
import { NETWORKS, PROVIDER_LABELS, type NetworkName } from '../domain/networks.js';
import type { Locale } from '../domain/locales.js';
import { formatMoment } from '../i18n/dates.js';
import { messagesIn } from '../i18n/index.js';
import type { NoticeWords } from './content.js';
import { sanitizeAddress, sanitizeName } from './sanitize-name.js';
import { shownAddress } from '../i18n/shown-address.js';

export interface AddressFailure {
  locale: Locale;
  archiveName: string;
  failure: 'bounced' | 'complained' | 'suppressed';
  person: { name: string; email: string; role: 'account_owner' | 'administrator' };
  /** Disconnected accounts whose owner can no longer be reached; 0 for an administrator. */
  waitingAccounts: number;
  /**
   * For an Account Owner, their list of accounts. For an administrator, the page where the address can be corrected.
   */
  personUrl: string;
}

/** Requirement: "nobody keeps writing into the void; the administrators are told at once". */
export function addressFailedNoticeWords(notice: AddressFailure): NoticeWords {
  const { common, notices } = messagesIn(notice.locale).emails;
  const words = notices.addressFailed;
  const { role } = notice.person;
  const name = sanitizeName(notice.person.name);
  const owner = role === 'account_owner';
  const n = owner ? notice.waitingAccounts : 0;
  const waiting = n > 0 ? words.ownerWaiting({ n, name }) : words.ownerNothingWaits({ name });
  return {
    subject: words.subject[role]({ name, archive: sanitizeName(notice.archiveName) }),
    preview: n > 0 ? words.preview.waiting({ n }) : words.preview.nothingWaits,
    headline: words.headline({ name }),
    lines: [words.failures[notice.failure], owner ? waiting : words.administrator({ name })],
    facts: [
      { label: words.person, value: words.named[role]({ name }) },
      { label: words.address, value: shownAddress(sanitizeAddress(notice.person.email)) },
    ],
    steps: words.steps[role],
    action: { label: owner ? common.accountsOf({ owner: name }) : words.correct, url: notice.personUrl },
  };
}

export interface OtherIdentity {
  locale: Locale;
  archiveName: string;
  person: { name: string; email: string };
  personUrl: string;
}

/** An organization gives addresses to other people, so whoever answers for the archive must decide who this is. */
export function otherIdentityNoticeWords({ locale, archiveName, person, personUrl }: OtherIdentity): NoticeWords {
  const words = messagesIn(locale).emails.notices.otherIdentity;
  const name = sanitizeName(person.name);
  return {
    subject: words.subject({ name, archive: sanitizeName(archiveName) }),
    preview: words.preview,
    headline: words.headline({ name }),
    lines: [words.what({ name }), words.why],
    facts: [
      { label: words.person, value: name },
      { label: words.address, value: shownAddress(sanitizeName(person.email)) },
    ],
    steps: [words.steps.ask({ name }), words.steps.link({ name }), words.steps.other],
    action: { label: words.action, url: personUrl },
  };
}

export interface SurgeHoldNotice {
  locale: Locale;
  timeZone: string;
  archiveName: string;
  network: NetworkName;
  /** The accounts reported at once. `accounts` counts all accounts of the network that are in use. */
  reported: number;
  accounts: number;
  minutes: number;
  /** ISO 8601. */
  until: string;
  surgeHoldUrl: string;
}

/** Requirement: "their emails wait, the administrators are told at once". */
export function surgeHoldNoticeWords(notice: SurgeHoldNotice): NoticeWords {
  const { locale, reported } = notice;
  const { emails, networks } = messagesIn(locale);
  const words = emails.notices.surgeHold;
  const { label, counted } = networks[notice.network];
  const provider = PROVIDER_LABELS[NETWORKS[notice.network].provider];
  const accounts = counted({ n: reported });
  const until = words.until({ when: formatMoment(notice.until, notice.timeZone, locale) });
  return {
    subject: words.subject({ accounts, archive: sanitizeName(notice.archiveName) }),
    preview: until,
    headline: words.headline({ accounts }),
    lines: [words.why({ minutes: notice.minutes, provider }), until],
    facts: [
      { label: words.network, value: label },
      { label: words.accounts, value: words.of({ n: reported, all: notice.accounts }) },
    ],
    steps: [words.steps.check({ provider }), words.steps.send, words.steps.withdraw],
    action: { label: words.decide, url: notice.surgeHoldUrl },
  };
}
