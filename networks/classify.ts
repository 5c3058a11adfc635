/**
 * Determines what a network's refusal means (errors/ has a table for each network, and each row names its source). A report, a token
 * check, a refresh, and a sign-in all ask here, so they agree. The table goes by error codes. The body's text is never searched: a
 * trace id that contains "190" must not disconnect an account. For a few codes of Meta's, the exact words of its own `error.message`
 * decide; errors/graph.ts turns them into a code.
 *
 * - A status that signals overload or an outage is transient, whatever the body says. So is any error that the network itself marks
 *   as transient. A 429 for a plan that is used up is still our application's trouble.
 * - A code in the table decides. A code in no table is `unknown`, and is kept.
 * - 402 and 426 are our application's trouble, whatever the code.
 * - A body that isn't in the network's own format (a proxy's page, an empty or incomplete body, another program's JSON, even if it looks
 *   similar: each table says what its network's errors always have) proves nothing, no matter who reports it: `transient`. The content
 *   type doesn't matter: Meta has sent JSON as text/javascript, and no proxy writes a network's error codes. A body that was left out is
 *   not an empty one: a report may say only the status, and then the result is `unknown` without a code, so the reporter's own reason
 *   stands.
 * - A plain 400 (the network's JSON without any code) is a bad request, not a lost authorization.
 */
import { NETWORKS } from '../domain/networks.js';
import type { NetworkName, ProviderName } from '../domain/networks.js';
import type { Verdict } from '../domain/reasons.js';
import { RULES, tableOf } from './errors/index.js';
import { OAUTH } from './errors/oauth.js';
import { readOAuthError, record } from './errors/rules.js';
import type { Json } from './errors/rules.js';
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
  /** The network's own code, in the form used in the table, e.g. "190/463". For our application's trouble, the code that decided. */
  rawCode?: string;
}

export function classify(network: NetworkName, answer: NetworkAnswer): Classification {
  return classifyFor(NETWORKS[network].provider, answer);
}

export function classifyFor(provider: ProviderName, answer: NetworkAnswer): Classification {
  const { status, body } = answer;
  const table = tableOf(provider);
  const headers = headersOf(answer.headers);
  const json = body === undefined ? undefined : ownJson(provider, body);
  // Some networks put the code only in a header, beside an empty body. Beside a proxy's page, the header is the proxy's too.
  const foreign = !json && (body ?? '').trim() !== '';
  const inBody = json ? RULES[provider].codes(json) : [];
  const codes = inBody.length > 0 || foreign ? inBody : bearerError(headers);
  const [rawCode] = codes;
  const code = rawCode === undefined ? {} : { rawCode };

  const listed = codes.find((each) => table.has(each));
  const verdict = listed === undefined ? undefined : verdictOf(table, listed);
  const planUsedUp = status === 429 && verdict === 'application';
  if (!planUsedUp && (isOverload(status) || (json && RULES[provider].isMarkedTransient?.(json))))
    return { verdict: 'transient', ...code };
  if (verdict === 'application') return { verdict, rawCode: listed };
  const byStatus = json || body === undefined ? verdictOf(table, `http_${status}`) : undefined;
  if (byStatus === 'application') return { verdict: byStatus, rawCode: rawCode ?? `http_${status}` };
  if (verdict) return { verdict, ...code };
  if (byStatus && json) return { verdict: byStatus, rawCode: rawCode ?? String(status) };
  if (isThrottled(headers)) return { verdict: 'transient', ...code };
  if (rawCode !== undefined) return { verdict: 'unknown', rawCode };
  if (status < 400) return { verdict: 'not_a_disconnect' };
  if (body !== undefined && !json) return { verdict: 'transient' };
  return { verdict: status === 400 && json ? 'not_a_disconnect' : 'unknown' };
}

const verdictOf = (table: ReturnType<typeof tableOf>, code: string): Verdict | undefined => table.get(code)?.[1];

/** Returns the body if it is JSON in the format of the network's own errors. */
function ownJson(provider: ProviderName, body: string): Json | undefined {
  const json = record(parseJson(body));
  if (!json) return undefined;
  const namesListedCode = readOAuthError(json.error ?? json.error_code).some((code) => tableOf(provider).has(code));
  return namesListedCode || RULES[provider].isOwn(json) ? json : undefined;
}

/** By RFC 9110 and RFC 6585, a request with one of these statuses can be retried later. */
function isOverload(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** Returns the verdict on a code alone, as in the redirect back from a network's authorization page. */
export function verdictOnCode(provider: ProviderName, code: string): Verdict | undefined {
  return verdictOf(tableOf(provider), code) ?? OAUTH.find(([known]) => known === code)?.[1];
}

/** Returns the error codes in a body, most specific first; none if the body isn't the network's own JSON. */
export function errorCodes(provider: ProviderName, body: string): string[] {
  const json = ownJson(provider, body);
  return json ? RULES[provider].codes(json) : [];
}
