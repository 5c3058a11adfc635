/** A sentence for each type of event: which message it uses, and the values for the message. */
import type { Actor } from '../../domain/actor.js';
import { EVENT_TYPES, type EventType, type OpenedBy } from '../../domain/audit-events.js';
import type { Messages } from '../../i18n/index.js';
import { formatMessage, type Message } from '../../i18n/format-message.js';
import type { I18n } from './i18n.js';

type EventMessages = Messages['timelineEvents'];

/** In the language of the page. Empty if unknown. */
export interface EventValues {
  /** The person or system that did it, as the subject of a sentence. */
  actor: string;
  /** The provider where people sign in to the account. */
  provider: string;
  /** Why the account is disconnected, as a sentence. */
  reason: string;
  /** The email in question, as the subject of a sentence. */
  email: string;
  to: string;
  cc: string;
  /** The addresses that failed. */
  addresses: string;
  /** When the pause ends. */
  until: string;
  /** The day on which a permission expires. */
  ends: string;
  /** Why an attempt changed nothing, as a sentence. */
  refusal: string;
  signedInAs: string;
  /** The previous Account Owner, or the account's previous ID. The new one is `to`. */
  from: string;
}

export interface EventFacts {
  by: Actor['kind'];
  /** The reason that a person typed. */
  why: string;
  /** What opened or reopened the disconnect if no one reported it. */
  openedBy: OpenedBy | null;
  /** Whether someone only reported that the account is connected again, without signing in. */
  said: boolean;
  /** Whether an automatic attempt resolved the disconnect. */
  worked: boolean;
  /** Whether the network said that the permission works. */
  works: boolean;
  /** Whether the network refused our own app. */
  ours: boolean;
  /** Whether the emails wait because of an error code that several archives got. */
  suspectedCode: boolean;
  /** Whether the account was reported again after an earlier report had been withdrawn. */
  believed: boolean;
  /** Whether the network refused our app instead, so that the first email waits. */
  waits: boolean;
  /** Whether the provider didn't say which of the addresses failed. */
  unsure: boolean;
  /** Whether the failure may pass, so the address isn't given up. */
  forNow: boolean;
  /** Whether the email is a message of its own instead of a cc. */
  separate: boolean;
  /** Whether an earlier event is about the same email, which stood for several steps. */
  together: boolean;
}

type Choose = (facts: EventFacts, values: EventValues) => keyof EventMessages;

/** The types of events whose message depends on facts. Sentences about what Relink did itself don't name an actor. */
const CHOICES = {
  reported: ({ by }) => (by === 'relink' ? 'reported_by_us' : 'reported'),
  reopened: ({ by, openedBy }) => (by === 'relink' ? 'reopened_by_us' : openedBy ? 'reopened_by_sign_in' : 'reopened'),
  disconnect_opened: ({ openedBy }) => (openedBy === 'sign_in' ? 'opened_by_sign_in' : 'disconnect_opened'),
  refresh_tried: ({ worked }) => (worked ? 'refresh_worked' : 'refresh_tried'),
  token_checked({ works, believed, waits }) {
    if (waits) return 'token_check_waits';
    if (!works) return 'token_checked';
    return believed ? 'token_works_report_stands' : 'token_works';
  },
  email_sent({ separate, together }, { cc }) {
    if (together) return 'email_sent_together';
    if (separate) return 'email_sent_separately';
    return cc ? 'email_sent_with_copy' : 'email_sent';
  },
  email_bounced({ unsure, forNow }, { addresses }) {
    if (!addresses) return 'email_bounced';
    if (unsure) return 'email_bounced_one_of';
    return forNow ? 'email_bounced_for_now' : 'email_bounced_at';
  },
  email_complained({ unsure }, { addresses }) {
    if (!addresses) return 'email_complained';
    return unsure ? 'email_complained_one_of' : 'email_complained_at';
  },
  email_suppressed({ unsure }, { addresses }) {
    if (!addresses) return 'email_suppressed';
    return unsure ? 'email_suppressed_one_of' : 'email_suppressed_at';
  },
  address_retried: ({ by }) => (by === 'relink' ? 'address_retried_by_us' : 'address_retried'),
  reconnect_refused: (_, { signedInAs }) => (signedInAs ? 'reconnect_refused_as' : 'reconnect_refused'),
  reconnected({ by, said }, { signedInAs }) {
    if (by === 'relink') return 'reconnected_by_us';
    if (by === 'archive' || said) return 'reconnected_by_archive';
    return signedInAs ? 'reconnected_as' : 'reconnected';
  },
  surge_held: ({ suspectedCode }) => (suspectedCode ? 'surge_held_for_code' : 'surge_held'),
  withdrawn({ by, ours }) {
    if (by !== 'relink') return 'withdrawn';
    return ours ? 'withdrawn_as_our_trouble' : 'withdrawn_by_us';
  },
  connected: (_, { signedInAs }) => (signedInAs ? 'connected_as' : 'connected'),
  credential_renewed: (_, { signedInAs }) => (signedInAs ? 'credential_renewed_as' : 'credential_renewed'),
} satisfies Partial<Record<EventType, Choose>>;

type Chosen = ReturnType<(typeof CHOICES)[keyof typeof CHOICES]>;
const CHOOSERS: Partial<Record<EventType, (facts: EventFacts, values: EventValues) => Chosen>> = CHOICES;

const isEventType = (type: string): type is EventType => EVENT_TYPES.some((known) => known === type);

/** An event type without a message is a compile-time error. A type from a newer version gets a neutral sentence. */
export function eventSentence({ words }: I18n, type: string, facts: EventFacts, values: EventValues): string {
  const { because, unknown } = words.timeline;
  if (!isEventType(type)) return facts.by === 'relink' ? unknown.automatic : unknown.by(values);
  const message: Message<EventValues> = words.timelineEvents[CHOOSERS[type]?.(facts, values) ?? type];
  const sentence = formatMessage(message, values);
  const explained = type === 'paused' || type === 'withdrawn' || type === 'inactive' || type === 'account_inactive';
  return explained && facts.why ? `${sentence} ${because(facts)}` : sentence;
}
