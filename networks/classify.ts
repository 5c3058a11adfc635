/**
 * Determines why a network refused a request, from its error codes alone (errors/ has a table for each network, and each row names
 * its source). The text is never searched: a trace id that contains "190" must not disconnect an account.
 *
 * - A status that signals overload or an outage is transient, whatever the body says. So is any error that the network itself marks
 *   as transient.
 * - A code in the table decides. A code in no table is `unknown`, and is kept.
 * - A body that isn't the network's own JSON (a proxy's page, an empty or incomplete body) says nothing. The result is `unknown`
 *   without a code, so the reason given by the reporter stands; an adapter treats it as an outage. The content type doesn't matter:
 *   Meta has sent JSON as text/javascript, and no proxy writes a network's error codes.
 * - A plain 400 (the network's JSON without any code) is a bad request, not a lost authorization.
 */
import { NETWORKS } from '../domain/networks.js';
import type { NetworkName, ProviderName } from '../domain/networks.js';
import type { Verdict } from '../domain/reasons.js';
import { RULES, tableOf } from './errors/index.js';
import { record } from './errors/rules.js';
import { bearerError, headersOf, isThrottled } from './headers.js';
import { parseJson } from './http.js';

export type { Verdict } from '../domain/reasons.js';

export interface NetworkAnswer {
  status: number;
  /** As the archive reports them; names can be in upper or lower case. */
  headers?: Readonly<Record<string, string>>;
  /** The body as text. Left out if unknown, which is not the same as empty. */
  body?: string;
}

export interface Classification {
  verdict: Verdict;
  /** The network's own code, in the form used in the table, e.g. "190/463". */
  rawCode?: string;
}

export function classify(network: NetworkName, answer: NetworkAnswer): Classification {
  return classifyFor(NETWORKS[network].provider, answer);
}

export function classifyFor(provider: ProviderName, answer: NetworkAnswer): Classification {
  const { status, body } = answer;
  const table = tableOf(RULES[provider]);
  const headers = headersOf(answer.headers);
  const json = body === undefined ? undefined : record(parseJson(body));
  const inBody = json ? RULES[provider].codes(json) : [];
  const codes = inBody.length > 0 ? inBody : bearerError(headers);
  const [rawCode] = codes;
  const code = rawCode === undefined ? {} : { rawCode };

  if (isOverload(status) || isMarkedTransient(provider, body ?? '')) return { verdict: 'transient', ...code };
  const listed = codes.find((each) => table.has(each));
  if (listed !== undefined) return { verdict: table.get(listed) ?? 'unknown', ...code };
  const byStatus = json && table.get(`http_${status}`);
  if (byStatus) return { verdict: byStatus, rawCode: rawCode ?? String(status) };
  if (isThrottled(headers)) return { verdict: 'transient', ...code };
  if (rawCode !== undefined) return { verdict: 'unknown', rawCode };
  const wrongRequest = status < 400 || (status === 400 && json !== undefined);
  return { verdict: wrongRequest ? 'not_a_disconnect' : 'unknown' };
}

/** By RFC 9110 and RFC 6585, a request with one of these statuses can be retried later. */
function isOverload(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** Returns the error codes in a body, most specific first; none if the body isn't the network's own JSON. */
export function errorCodes(provider: ProviderName, body: string): string[] {
  const json = record(parseJson(body));
  return json ? RULES[provider].codes(json) : [];
}

/** Returns whether the network marks the error as transient, whatever its code. */
export function isMarkedTransient(provider: ProviderName, body: string): boolean {
  const json = record(parseJson(body));
  return json !== undefined && RULES[provider].isMarkedTransient?.(json) === true;
}
