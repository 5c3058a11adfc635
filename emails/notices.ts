/** The words of the usual notices to administrators. */
import type { Locale } from '../domain/locales.js';
import type { NetworkName } from '../domain/networks.js';
import { networkLabel } from '../i18n/networks.js';
import type { NoticeWords } from './content.js';
import { sanitizeName } from './sanitize-name.js';
import { formatMoment } from '../i18n/dates.js';
import { wordsIn } from '../i18n/emails/index.js';

export interface AddressFailure {
  locale: Locale;
  productName: string;
  failure: 'bounced' | 'complained' | 'suppressed';
  person: { name: string; email: string; role: 'account_owner' | 'administrator' };
  /** Disconnected accounts whose owner can no longer be reached; 0 for an administrator. */
  waitingAccounts: number;
  dashboardUrl: string;
}

/** Requirement: "nobody keeps writing into the void; the administrators are told at once". */
export function addressFailedNoticeWords(notice: AddressFailure): NoticeWords {
  const words = wordsIn(notice.locale).notices.addressFailed;
  const name = sanitizeName(notice.person.name);
  const owner = notice.person.role === 'account_owner';
  const waiting =
    notice.waitingAccounts > 0 ? words.ownerWaiting(notice.waitingAccounts, name) : words.ownerNothingWaits;
  return {
    subject: words.subject(sanitizeName(notice.productName), name),
    headline: words.headline(name),
    lines: [words.failures[notice.failure], owner ? waiting : words.administrator],
    facts: [
      { label: words.person, value: owner ? words.owner(name) : words.administratorNamed(name) },
      { label: words.address, value: sanitizeName(notice.person.email) },
    ],
    steps: owner ? words.ownerSteps : words.administratorSteps,
    action: { label: owner ? words.openOwner : words.openArchive, url: notice.dashboardUrl },
  };
}

export interface SurgeHoldNotice {
  locale: Locale;
  timeZone: string;
  productName: string;
  network: NetworkName;
  /** Reported at once, and all accounts of the network that are in use. */
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
  const words = wordsIn(locale).notices.surgeHold;
  const network = networkLabel(notice.network, locale);
  return {
    subject: words.subject(sanitizeName(notice.productName), reported, network),
    headline: words.headline(reported, network),
    lines: [words.why(notice.minutes), words.until(formatMoment(notice.until, notice.timeZone, locale))],
    facts: [
      { label: words.network, value: network },
      { label: words.accounts, value: words.of(reported, notice.accounts) },
    ],
    steps: words.steps,
    action: { label: words.open, url: notice.surgeHoldUrl },
  };
}
