/** Turns every failure of a sign-in or a refresh into a NetworkError of the right kind. */
import { AuthorizationResponseError } from 'openid-client';
import { PROVIDER_LABELS } from '../domain/networks.js';
import type { ProviderName } from '../domain/networks.js';
import { NetworkError } from './adapter.js';
import { classifyFor, verdictOnCode } from './classify.js';
import { isBlameless } from '../domain/reasons.js';
import { GRAPH } from './errors/graph.js';
import { RULES } from './errors/index.js';
import { readErrorCode } from './errors/rules.js';
import type { Answer } from './http.js';

/** The person pressed Cancel. LinkedIn has its own codes for that. */
const DENIED = new Set(['access_denied', 'user_cancelled_login', 'user_cancelled_authorize']);

/** Describes a refusal by the token endpoint. */
export function tokenFailure(provider: ProviderName, answer: Answer): NetworkError {
  const label = PROVIDER_LABELS[provider];
  const { verdict, rawCode } = classifyFor(provider, answer);
  const options = { verdict, rawCode };
  if (verdict === 'application') return applicationTrouble(provider, options);
  // A response without any code comes from a proxy, not from the network.
  if (verdict === 'transient' || rawCode === undefined)
    return new NetworkError('unavailable', `${label} isn’t available right now (HTTP ${answer.status}).`, options);
  return new NetworkError('rejected', `${label} refused the authorization (${rawCode}).`, options);
}

/** Describes a refusal by an API after the sign-in. */
export function apiFailure(provider: ProviderName, answer: Answer): NetworkError {
  const label = PROVIDER_LABELS[provider];
  const { verdict, rawCode } = classifyFor(provider, answer);
  const options = { verdict, rawCode };
  if (verdict === 'application') return applicationTrouble(provider, options);
  if (isBlameless(verdict) || rawCode === undefined)
    return new NetworkError('unavailable', `${label} can’t respond right now (HTTP ${answer.status}).`, options);
  return new NetworkError('rejected', `${label} doesn’t accept the new authorization (${rawCode}).`, options);
}

function applicationTrouble(provider: ProviderName, options: { cause?: unknown; rawCode?: string }): NetworkError {
  const message = `${PROVIDER_LABELS[provider]} does not accept Relink’s app (${options.rawCode ?? 'no code'}).`;
  return new NetworkError('application', message, { ...options, verdict: 'application' });
}

/**
 * Refuses a redirect back that has a network's own `error_code` without the standard's `error`. Meta does that when the trouble is the
 * app's, not the person's: it isn't live, its domain isn't entered, or its id is wrong. So at Meta, even a code that no table lists is the
 * app's trouble; only a code for an outage is not.
 * @throws {NetworkError}
 */
export function refuseBareErrorCode(provider: ProviderName, callback: URLSearchParams): void {
  if (!callback.has('error_code') || callback.has('error') || callback.has('code')) return;
  const [rawCode] = readErrorCode(callback.get('error_code'));
  const verdict = rawCode === undefined ? undefined : verdictOnCode(provider, rawCode);
  if (verdict === 'transient') throw outage(provider, { rawCode, verdict });
  if (RULES[provider] === GRAPH || verdict === 'application') throw applicationTrouble(provider, { rawCode });
  throw refused(provider, rawCode ?? 'no code', { rawCode, verdict });
}

/** Runs a step of an adapter and turns whatever it throws into a NetworkError. */
export async function asNetworkErrors<T>(provider: ProviderName, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw asNetworkError(provider, error);
  }
}

function asNetworkError(provider: ProviderName, error: unknown): NetworkError {
  // openid-client wraps the errors that its fetch throws.
  for (let inner: unknown = error; inner !== undefined; inner = inner instanceof Error ? inner.cause : undefined) {
    if (inner instanceof NetworkError) return inner;
    if (inner instanceof AuthorizationResponseError) return callbackFailure(provider, inner);
  }
  const label = PROVIDER_LABELS[provider];
  return new NetworkError('rejected', `The response from ${label} doesn’t belong to this sign-in.`, { cause: error });
}

function callbackFailure(provider: ProviderName, cause: AuthorizationResponseError): NetworkError {
  const label = PROVIDER_LABELS[provider];
  const options = { cause, rawCode: cause.error };
  if (DENIED.has(cause.error)) return new NetworkError('denied', `The sign-in at ${label} was canceled.`, options);
  const verdict = verdictOnCode(provider, cause.error);
  if (verdict === 'application') return applicationTrouble(provider, options);
  if (verdict === 'transient') return outage(provider, { ...options, verdict });
  return refused(provider, cause.error, { ...options, verdict });
}

type Options = ConstructorParameters<typeof NetworkError>[2];

const outage = (provider: ProviderName, options: Options) =>
  new NetworkError('unavailable', `${PROVIDER_LABELS[provider]} isn’t available right now.`, options);

const refused = (provider: ProviderName, code: string, options: Options) =>
  new NetworkError('rejected', `${PROVIDER_LABELS[provider]} refused the authorization (${code}).`, options);
