/**
 * Why a network refused a request, by its error codes alone (errors/, one table a network, each row with its source). Text is
 * never searched: a trace id that contains "190" must not disconnect an account.
 *
 * - A status of overload or outage is transient, whatever the body says, and so is what the network itself marks as passing.
 * - A code of the table decides; one that is in no table is `unknown`, and kept.
 * - What is not the network's own JSON (a proxy's page, nothing, half an answer) says nothing: `unknown` without a code, which
 *   leaves whoever reports it their own word; an adapter takes it for an outage. What a body is served as does not matter: Meta has
 *   sent JSON as text/javascript, and no proxy writes a network's error codes.
 * - A plain 400, the network's JSON without any code, is a wrong request, not a lost authorization.
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
  /** As the archive reports them, in any case. */
  headers?: Readonly<Record<string, string>>;
  /** As text. Left out: not known, which is another thing than empty. */
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
  const { status, body } = answer;
  const table = tableOf(RULES[provider]);
  const headers = headersOf(answer.headers);
  const json = body === undefined ? undefined : record(parseJson(body));
  const inBody = json ? RULES[provider].codes(json) : [];
  const codes = inBody.length > 0 ? inBody : bearerError(headers);
  const [rawCode] = codes;
  const code = rawCode === undefined ? {} : { rawCode };

  if (isOverload(status) || saysTransient(provider, body ?? '')) return { verdict: 'transient', ...code };
  const listed = codes.find((each) => table.has(each));
  if (listed !== undefined) return { verdict: table.get(listed) ?? 'unknown', ...code };
  const byStatus = json && table.get(`http_${status}`);
  if (byStatus) return { verdict: byStatus, rawCode: rawCode ?? String(status) };
  if (isThrottled(headers)) return { verdict: 'transient', ...code };
  if (rawCode !== undefined) return { verdict: 'unknown', rawCode };
  const wrongRequest = status < 400 || (status === 400 && json !== undefined);
  return { verdict: wrongRequest ? 'not_a_disconnect' : 'unknown' };
}

/** RFC 9110 and 6585: the request may be repeated later. */
function isOverload(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** The error codes of a body, the most telling first; none where it is not the network's own JSON. */
export function errorCodes(provider: ProviderName, body: string): string[] {
  const json = record(parseJson(body));
  return json ? RULES[provider].codes(json) : [];
}

/** The network marks what passes by itself, whatever its code. */
export function saysTransient(provider: ProviderName, body: string): boolean {
  const json = record(parseJson(body));
  return json !== undefined && RULES[provider].saysTransient?.(json) === true;
}
