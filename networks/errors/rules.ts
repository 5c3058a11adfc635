/** The structure of a network's table of error codes. */
import type { Verdict } from '../../domain/reasons.js';
import type { Source } from './sources.js';

/** A code, what it means for the account, and the source for that. */
export type Row = readonly [code: string | number, verdict: Verdict, source: Source];

export type Json = Readonly<Record<string, unknown>>;

export interface ErrorRules {
  rows: readonly Row[];
  /** Returns the codes in the network's own JSON, most specific first. */
  codes(body: Json): string[];
  /** The token endpoint's codes for a client id, secret, or redirect URI that doesn't match what the network has on file. */
  misconfigured: readonly string[];
  /** Returns whether the network marks the error as transient, whatever its code. */
  isMarkedTransient?(body: Json): boolean;
}

export function record(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

export function records(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(record).filter((item) => item !== undefined) : [];
}

/** Reads a code, which is a number or a word. A sentence in the code's place isn't a code. */
export function readErrorCode(value: unknown): string[] {
  if (typeof value === 'number') return Number.isInteger(value) ? [String(value)] : [];
  return typeof value === 'string' && /^[\w.:/-]{1,200}$/.test(value) ? [value] : [];
}
