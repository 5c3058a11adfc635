/**
 * Why a network refused a request, by its error codes alone. Text is never searched: a trace id that contains "190"
 * must not disconnect an account (networks.md).
 */
import { NETWORKS } from '../domain/networks.js';
import type { NetworkName, ProviderName } from '../domain/networks.js';
import { CLASSIFICATION } from './classification.js';
import type { Verdict } from '../domain/reasons.js';
import { parseJson } from './http.js';

export type { Verdict } from '../domain/reasons.js';

export interface NetworkAnswer {
  status: number;
  /** As the archive reports them; no verdict needs one so far. */
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

export interface Classification {
  verdict: Verdict;
  /** The network's own code as it stands in the table, e.g. "190/463". */
  rawCode?: string;
}

export function classify(network: NetworkName, answer: NetworkAnswer): Classification {
  return classifyFor(NETWORKS[network].provider, answer);
}

export function classifyFor(provider: ProviderName, answer: NetworkAnswer): Classification {
  const { status, body = '' } = answer;
  const codes = errorCodes(provider, body);
  const [rawCode] = codes;
  const code = rawCode === undefined ? {} : { rawCode };
  // Overload and outages come with any body, also with a code that otherwise means a disconnect.
  if (status === 429 || status >= 500 || saysTransient(body)) return { verdict: 'transient', ...code };
  const table = CLASSIFICATION[provider];
  const listed = codes.find((each) => Object.hasOwn(table, each));
  if (listed !== undefined) return { verdict: table[listed] ?? 'unknown', ...code };
  if (rawCode === undefined && status >= 200 && status < 300) return { verdict: 'not_a_disconnect' };
  const byStatus = record(parseJson(body)) ? table[`http_${status}`] : undefined;
  return byStatus ? { verdict: byStatus, rawCode: rawCode ?? String(status) } : { verdict: 'unknown', ...code };
}

/** The error codes of a body, the most telling first; none where it is not the network's own JSON. */
export function errorCodes(provider: ProviderName, body: string): string[] {
  const json = record(parseJson(body));
  return json ? CODES[provider](json) : [];
}

/** Meta marks what passes by itself, whatever its code. */
export function saysTransient(body: string): boolean {
  return record(record(parseJson(body))?.error)?.is_transient === true;
}

type Json = Readonly<Record<string, unknown>>;

function record(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function token(value: unknown): string[] {
  if (typeof value === 'number' && Number.isInteger(value)) return [String(value)];
  return typeof value === 'string' && value !== '' ? [value] : [];
}

function records(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(record).filter((item) => item !== undefined) : [];
}

/** Each network has its own places for its codes. */
const CODES: Record<ProviderName, (body: Json) => string[]> = {
  facebook(body) {
    const error = record(body.error);
    const [code] = token(error?.code);
    if (code === undefined) return [];
    return [...token(error?.error_subcode).map((subcode) => `${code}/${subcode}`), code];
  },
  linkedin: (body) => [...token(body.serviceErrorCode), ...token(body.code), ...token(body.error)],
  x: (body) => [
    ...records(body.errors).flatMap((item) => [...token(item.code), ...token(item.type)]),
    ...token(body.type).filter((type) => type !== 'about:blank'),
    ...token(body.error),
  ],
  google(body) {
    const error = record(body.error);
    return [
      ...records(error?.errors).flatMap((item) => token(item.reason)),
      ...records(error?.details).flatMap((item) => token(item.reason)),
      ...token(error?.status),
      ...token(body.error),
    ];
  },
};
