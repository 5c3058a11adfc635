/** Reads what a response's headers say when its body has no code. */
import { record, records } from './errors/rules.js';
import { parseJson } from './http.js';

export type Headers = ReadonlyMap<string, string>;

export function headersOf(headers: Readonly<Record<string, string>> = {}): Headers {
  return new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/**
 * RFC 6750, 3: `WWW-Authenticate: Bearer realm="…", error="invalid_token"`. Skips quoted text, even if it contains an error.
 * A name is read from its beginning only, because a long one would otherwise be read again from each of its letters.
 */
export function bearerError(headers: Headers): string[] {
  const challenge = headers.get('www-authenticate') ?? '';
  if (!/^\s*Bearer\s/i.test(challenge)) return [];
  for (const [, name, quoted, plain] of challenge.matchAll(
    /(?<![\w-])([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g,
  )) {
    const value = quoted ?? plain ?? '';
    if (name === 'error' && /^[a-z_]{1,50}$/.test(value)) return [value];
  }
  return [];
}

/** Rate limits: RFC 9110, 10.2.3; X: https://docs.x.com/x-api/fundamentals/rate-limits; Meta: business use case limits. */
export function isThrottled(headers: Headers): boolean {
  if (headers.has('retry-after') || headers.get('x-rate-limit-remaining')?.trim() === '0') return true;
  const usage = record(parseJson(headers.get('x-business-use-case-usage') ?? '')) ?? {};
  return Object.values(usage)
    .flatMap(records)
    .some(({ estimated_time_to_regain_access: minutes }) => typeof minutes === 'number' && minutes > 0);
}
