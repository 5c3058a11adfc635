/** What happened in a disconnect, told in a language: one sentence for each event, for the page, its picture and the file. */
import type { TimelineEvent } from '../../services/audit/audit-log.js';
import { isReason } from '../../domain/reasons.js';
import type { NetworkName } from '../../domain/networks.js';
import type { I18n } from './i18n.js';
import type { EventFacts } from '../../i18n/pages/timeline-model.js';
import { actorWords } from '../../i18n/actors.js';

/** How an event is drawn. */
export const MARKS = ['email', 'failed', 'person', 'refused', 'other'] as const;
export type Mark = (typeof MARKS)[number];

export interface DescribedEvent {
  id: string;
  at: Date;
  actor: string;
  sentence: string;
  /** Null: it has no mark of its own, e.g. that an email arrived. */
  mark: Mark | null;
  /** What became of the email that was sent. */
  delivery: Delivery | null;
}

type Delivery = keyof I18n['words']['timeline']['delivery'];
const FAILED: readonly string[] = ['email_bounced', 'email_complained', 'email_suppressed', 'email_failed'];
/** The worse or more final stays, in whatever order the provider tells them. */
const RANK: readonly string[] = ['email_delayed', 'email_delivered', 'email_failed', 'email_suppressed'];
const rank = (type: string) => (RANK.includes(type) ? RANK.indexOf(type) : RANK.length);

/** Tells events in order; it remembers the emails of those before. */
export function createEventDescriber(i18n: I18n, timeZone: string, network: NetworkName) {
  const sent = new Map<string, string>();

  function tell(event: TimelineEvent): Omit<DescribedEvent, 'delivery'> {
    const email = emailOf(i18n, event, sent);
    if (event.type === 'email_sent') sent.set(text(event.detail.emailId), email);
    const facts = { ...factsOf(i18n, event, email, timeZone), reason: reasonOf(i18n, event, network) };
    const { sentences, unknownEvent } = i18n.words.timeline;
    const say: Partial<Record<string, (facts: EventFacts) => string>> = sentences;
    const sentence = say[event.type]?.(facts) ?? unknownEvent(facts.actor);
    return { id: event.id, at: event.at, actor: facts.actor, sentence, mark: markOf(event.type) };
  }

  return tell;
}

/** All of them at once, with what became of each email. */
export function describeEvents(
  i18n: I18n,
  timeZone: string,
  network: NetworkName,
  events: readonly TimelineEvent[],
): DescribedEvent[] {
  const became = new Map<string, string>();
  for (const { type, detail } of events) {
    const id = text(detail.emailId);
    if (type in i18n.words.timeline.delivery && rank(type) >= rank(became.get(id) ?? 'email_delayed'))
      became.set(id, type);
  }
  const tell = createEventDescriber(i18n, timeZone, network);
  return events.map((event) => {
    const delivery = event.type === 'email_sent' ? (became.get(text(event.detail.emailId)) ?? null) : null;
    const told = tell(event);
    const mark = delivery !== null && FAILED.includes(delivery) ? ('failed' as const) : told.mark;
    return { ...told, mark, delivery: delivery as Delivery | null };
  });
}

function markOf(type: string): Mark | null {
  if (type === 'email_sent') return 'email';
  if (type.startsWith('email_')) return null;
  if (type === 'link_opened' || type === 'reconnect_begun') return 'person';
  return type === 'reconnect_refused' || type === 'attempt_failed' ? 'refused' : 'other';
}

const reasonOf = (i18n: I18n, { detail }: TimelineEvent, network: NetworkName): string =>
  i18n.reason(isReason(detail.reason) ? detail.reason : 'unknown', network).what;

function factsOf(
  i18n: I18n,
  { detail, ...event }: TimelineEvent,
  email: string,
  timeZone: string,
): Omit<EventFacts, 'reason'> {
  const { refusals } = i18n.words.timeline;
  const because: Partial<Record<string, string>> = refusals;
  return {
    actor: actorWords(i18n.locale, event.actor),
    why: text(detail.reason),
    email,
    to: text(detail.to),
    cc: texts(detail.cc),
    addresses: texts(detail.addresses),
    until: detail.until === undefined ? '' : i18n.moment(new Date(text(detail.until)), timeZone),
    refusal: because[text(detail.code) || text(detail.kind)] ?? refusals.other,
    signedInAs: text(detail.signedInAs),
    owners: { from: text(detail.from), to: text(detail.to) },
    worked: detail.resolved === true,
    byMachine: detail.by === 'refresh',
    works: detail.verdict === 'healthy',
    believed: detail.believed === true,
    byCheck: detail.by === 'token_check',
    ends: detail.endsAt === undefined ? '' : i18n.day(new Date(text(detail.endsAt)), timeZone),
  };
}

function emailOf({ words }: I18n, { type, detail }: TimelineEvent, sent: ReadonlyMap<string, string>): string {
  const { email } = words.timeline;
  if (type !== 'email_sent' && type !== 'step_skipped') return sent.get(text(detail.emailId)) ?? email.unknown;
  const [series, step] = [Number(detail.series), Number(detail.step)];
  const kind = text(detail.kind) || 'step';
  if (kind === 'step') return step === 0 ? email.first(series) : email.reminder(step, series);
  return kind === 'disconnected_again' || kind === 'reconnected' || kind === 'transferred'
    ? email[kind]
    : email.unknown;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text).filter(Boolean) : []);
