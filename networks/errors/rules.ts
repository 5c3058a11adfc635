/** The structure of a network's table of error codes. */
import type { Verdict } from '../../domain/reasons.js';
import type { Source } from './sources.js';
import type { Trouble } from './troubles.js';

/** A code, what it means for the account, and the source for that. `trouble`: what is wrong with our own app. */
export type Row = readonly [code: string | number, verdict: Verdict, source: Source, trouble?: Trouble];

/** Returns the rows of codes that are about our own app. */
export const appRows = (trouble: Trouble, source: Source, ...codes: (string | number)[]): Row[] =>
  codes.map((code) => [code, 'application', source, trouble]);

export type Json = Readonly<Record<string, unknown>>;

export interface ErrorRules {
  rows: readonly Row[];
  /** Returns the codes in the network's own JSON, most specific first. */
  codes(body: Json): string[];
  /** Returns whether this JSON has the form of the network's errors. A proxy or a gateway can send JSON too. */
  isOwn(body: Json): boolean;
  /** Returns whether the network marks the error as transient, whatever its code. */
  isMarkedTransient?(body: Json): boolean;
}

export function record(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

export function records(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(record).filter((item) => item !== undefined) : [];
}

/** An error whose meaning only its message tells: the code, the exact words, and the synthetic code that the table lists. */
export type WordedError = readonly [code: string, words: RegExp, synthetic: string];

/**
 * Returns the synthetic codes for a message that the network wrote itself. The patterns cover the whole message, so nothing that
 * merely contains the words can match.
 */
export function wordedCodes(worded: readonly WordedError[], code: string, message: unknown): string[] {
  if (typeof message !== 'string' || message.length > LONGEST_MESSAGE) return [];
  // "(#200) …": Meta puts the code in front of some messages.
  const words = message.replace(/^\(#\d{1,6}\) /, '').trim();
  return worded.flatMap(([of, pattern, synthetic]) => (of === code && pattern.test(words) ? [synthetic] : []));
}

const LONGEST_MESSAGE = 500;

/** Reads the `error` of RFC 6749, such as "invalid_grant". Other programs' "Forbidden" isn't one. */
export function readOAuthError(value: unknown): string[] {
  return typeof value === 'string' && /^[a-z]+(?:_[a-z]+)*$/.test(value) && value.length <= 100 ? [value] : [];
}

/** Whether a body is an error as in RFC 6749, 5.2. Other programs write `{"error": "unauthorized"}`, too, but they describe it nowhere. */
export const isOAuthError = (body: Json): boolean =>
  readOAuthError(body.error).some((code) => OAUTH_CODES.has(code) || typeof body.error_description === 'string');

/** RFC 6749, 5.2 and 4.1.2.1, and RFC 6750, 3.1. */
const OAUTH_CODES = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'access_denied',
  'unsupported_response_type',
  'server_error',
  'temporarily_unavailable',
  'invalid_token',
  'insufficient_scope',
]);

/** Reads a code, which is a number or a word. A sentence in the code's place isn't a code. */
export function readErrorCode(value: unknown): string[] {
  if (typeof value === 'number') return Number.isInteger(value) ? [String(value)] : [];
  return typeof value === 'string' && /^[\w.:/-]{1,200}$/.test(value) ? [value] : [];
}
