/** The form of a network's table of error codes. */
import type { Verdict } from '../../domain/reasons.js';
import type { Source } from './sources.js';

/** A code, what it means for the account, and where that is written. */
export type Row = readonly [code: string | number, verdict: Verdict, source: Source];

export type Json = Readonly<Record<string, unknown>>;

export interface ErrorRules {
  rows: readonly Row[];
  /** The codes of the network's own JSON, the most telling first. */
  codes(body: Json): string[];
  /** Codes of the token endpoint that say: client id, secret or redirect URI are not what the network has on file. */
  misconfigured: readonly string[];
  /** The network marks what passes by itself, whatever its code. */
  saysTransient?(body: Json): boolean;
}

export function record(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

export function records(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(record).filter((item) => item !== undefined) : [];
}

/** A code is a number or a word; a sentence is none, whatever stands where the code belongs. */
export function readErrorCode(value: unknown): string[] {
  if (typeof value === 'number') return Number.isInteger(value) ? [String(value)] : [];
  return typeof value === 'string' && /^[\w.:/-]{1,200}$/.test(value) ? [value] : [];
}
