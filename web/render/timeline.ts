/**
 * What happened during a disconnect, told in one language: one sentence per event, for the page, its picture, and the
 * file.
 */
import { isPermanentBounce } from '../../domain/recipients.js';
import type { TimelineEvent } from '../../services/audit/audit-log.js';
import { isReason } from '../../domain/reasons.js';
import type { NetworkName } from '../../domain/networks.js';
import { LAST_STEP } from '../../domain/series.js';
import { actorWords } from '../../i18n/actors.js';
import { formatMessage, type Message } from '../../i18n/format-message.js';
import { eventSentence, type EventFacts, type EventValues } from './event-sentences.js';
import type { I18n } from './i18n.js';
import { shownAddress } from '../../i18n/shown-address.js';

/** How an event is drawn. */
export const MARKS = ['email', 'failed', 'person', 'refused', 'other'] as const;
export type Mark = (typeof MARKS)[number];

export interface DescribedEvent {
  id: string;
  at: Date;
  actor: string;
  sentence: string;
  /** Null when the event has no mark of its own, for example when an email was delivered. */
  mark: Mark | null;
}

const FAILED: readonly string[] = ['email_bounced', 'email_complained', 'email_suppressed', 'email_failed'];
/** The worst or most final result wins, no matter in which order the provider reports them. */
const RANK: readonly string[] = ['email_delayed', 'email_delivered', 'email_failed', 'email_suppressed'];
const rank = (type: string) => (RANK.includes(type) ? RANK.indexOf(type) : RANK.length);

/** How many copied addresses a sentence names. It only counts the rest. */
const MAX_NAMED_COPIES = 10;

/** Describes events in order, and remembers the emails of the earlier ones. */
export function createEventDescriber(i18n: I18n, timeZone: string, network: NetworkName) {
  const sent = new Map<string, string>();

  function describe(event: TimelineEvent): DescribedEvent {
    const email = emailOf(i18n, event, sent);
    const emailId = text(event.detail.emailId);
    // Steps that fell due together are one email. What becomes of it is listed under the first.
    const together = event.type === 'email_sent' && sent.has(emailId);
    if (event.type === 'email_sent' && !together) sent.set(emailId, email);
    const values = { ...valuesOf(i18n, event, timeZone), ...causesOf(i18n, event, network), email };
    const sentence = eventSentence(i18n, event.type, { ...factsOf(event), together }, values);
    return { id: event.id, at: event.at, actor: values.actor, sentence, mark: together ? null : markOf(event.type) };
  }

  return describe;
}

/** Describes all events at once. An email that failed is marked as such; an event of its own says why. */
export function describeEvents(
  i18n: I18n,
  timeZone: string,
  network: NetworkName,
  events: readonly TimelineEvent[],
): DescribedEvent[] {
  const deliveryOf = new Map<string, string>();
  const sentTo = new Map<string, string>();
  for (const { type, detail } of events) {
    const id = text(detail.emailId);
    if (type === 'email_sent') sentTo.set(id, text(detail.to).toLowerCase());
    if (!isAboutRecipient(detail, sentTo.get(id))) continue;
    if (isKeyOf(i18n.words.timeline.delivery, type) && rank(type) >= rank(deliveryOf.get(id) ?? 'email_delayed'))
      deliveryOf.set(id, type);
  }
  const describe = createEventDescriber(i18n, timeZone, network);
  return events.map((event) => {
    const described = describe(event);
    const failed = described.mark === 'email' && FAILED.includes(deliveryOf.get(text(event.detail.emailId)) ?? '');
    return failed ? { ...described, mark: 'failed' as const } : described;
  });
}

/** A failure of a copy, or of an address that the provider didn't name, doesn't say that the email failed for its recipient. */
function isAboutRecipient({ addresses, oneOf }: TimelineEvent['detail'], sentTo: string | undefined): boolean {
  const failed = texts(addresses);
  if (texts(oneOf).length > 0) return false;
  return failed.length === 0 || sentTo === undefined || failed.includes(sentTo);
}

function markOf(type: string): Mark | null {
  if (type === 'email_sent') return 'email';
  if (type.startsWith('email_')) return null;
  if (type === 'link_opened' || type === 'reconnect_begun') return 'person';
  return type === 'reconnect_refused' || type === 'attempt_failed' ? 'refused' : 'other';
}

const factsOf = ({ actor, detail }: TimelineEvent): Omit<EventFacts, 'together'> => ({
  by: actor.kind,
  why: text(detail.reason),
  openedBy: detail.openedBy === 'marked_active' || detail.openedBy === 'sign_in' ? detail.openedBy : null,
  said: detail.said === true,
  worked: detail.resolved === true,
  works: detail.verdict === 'healthy',
  ours: detail.by === 'application',
  suspectedCode: detail.code !== undefined,
  believed: detail.believed === true,
  waits: detail.waits === true,
  unsure: texts(detail.oneOf).length > 0,
  forNow: detail.type !== undefined && !isPermanentBounce(detail.type),
  separate: text(detail.copyOf) !== '',
});

type Causes = 'provider' | 'reason' | 'refusal';

function valuesOf(i18n: I18n, { actor, detail }: TimelineEvent, timeZone: string): Omit<EventValues, Causes | 'email'> {
  return {
    actor: actorWords(i18n.locale, actor),
    to: shownAddress(text(detail.to)),
    from: text(detail.from),
    cc: i18n.list(texts(detail.cc).map(shownAddress), MAX_NAMED_COPIES),
    addresses: i18n.list([...texts(detail.addresses), ...texts(detail.oneOf)].map(shownAddress), MAX_NAMED_COPIES),
    until: detail.until === undefined ? '' : i18n.moment(new Date(text(detail.until)), timeZone),
    ends: detail.endsAt === undefined ? '' : i18n.day(new Date(text(detail.endsAt)), timeZone),
    signedInAs: text(detail.signedInAs),
  };
}

/** Returns why the account is disconnected, and why an attempt changed nothing. */
function causesOf(i18n: I18n, { detail }: TimelineEvent, network: NetworkName): Pick<EventValues, Causes> {
  const { refusals } = i18n.words.timeline;
  const provider = i18n.providerLabel(network);
  const code = text(detail.code) || text(detail.kind);
  const refusal: Message<{ provider: string }> = isKeyOf(refusals, code) ? refusals[code] : refusals.other;
  return {
    provider,
    reason: i18n.reason(isReason(detail.reason) ? detail.reason : 'unknown', network).what,
    refusal: formatMessage(refusal, { provider }),
  };
}

const isKeyOf = <T extends object>(group: T, key: string): key is Extract<keyof T, string> => Object.hasOwn(group, key);

function emailOf({ words }: I18n, { type, detail }: TimelineEvent, sent: ReadonlyMap<string, string>): string {
  const { email } = words.timeline;
  if (type !== 'email_sent' && type !== 'step_skipped') return sent.get(text(detail.emailId)) ?? email.unknown;
  const [series, step] = [Number(detail.series), Number(detail.step)];
  const kind = text(detail.kind) || 'step';
  if (kind === 'step') return stepEmail(email, series, step);
  return kind === 'disconnected_again' || kind === 'reconnected' || kind === 'transferred'
    ? email[kind]
    : email.unknown;
}

function stepEmail(email: I18n['words']['timeline']['email'], series: number, step: number): string {
  if (step === 0) return series === 1 ? email.first : email.firstOfSeries({ series });
  const numbers = { step, last: LAST_STEP };
  return series === 1 ? email.reminder(numbers) : email.reminderOfSeries({ ...numbers, series });
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text).filter(Boolean) : []);
