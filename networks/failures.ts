/** Turns every failure of a sign-in or a refresh into a NetworkError of the right kind. */
import { AuthorizationResponseError } from 'openid-client';
import { PROVIDER_LABELS } from '../domain/networks.js';
import type { ProviderName } from '../domain/networks.js';
import { NetworkError } from './adapter.js';
import { isDenial } from './callback-parameters.js';
import { classifyFor, verdictOnCode } from './classify.js';
import { isBlameless } from '../domain/reasons.js';
import { GRAPH } from './errors/graph.js';
import { RULES } from './errors/index.js';
import { readErrorCode } from './errors/rules.js';
import type { Answer } from './http.js';

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
 * Refuses a redirect back that has Meta's `error_code`. Beside the standard's `error`, the code counts only if it blames the app. Without
 * one, the trouble is usually the app's, not the person's (it isn't live, its domain isn't entered, or its id is wrong), unless the table
 * knows the code better.
 * @throws {NetworkError}
 */
export function refuseMetaErrorCode(provider: ProviderName, callback: URLSearchParams): void {
  if (RULES[provider] !== GRAPH || callback.has('code')) return;
  const [rawCode] = readErrorCode(callback.get('error_code'));
  // Here, a subcode can stand in the code's place.
  const verdict =
    rawCode === undefined ? undefined : (verdictOnCode(provider, rawCode) ?? verdictOnCode(provider, `190/${rawCode}`));
  if (callback.has('error')) {
    if (verdict === 'application') throw applicationTrouble(provider, { rawCode });
    return;
  }
  if (!callback.has('error_code') && !callback.has('error_message')) return;
  if (verdict === undefined || verdict === 'application') throw applicationTrouble(provider, { rawCode });
  const kind = isBlameless(verdict) ? 'unavailable' : 'rejected';
  throw new NetworkError(kind, `${PROVIDER_LABELS[provider]} refused the sign-in (${rawCode}).`, { rawCode, verdict });
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
  if (isDenial(cause.error)) return new NetworkError('denied', `The sign-in at ${label} was canceled.`, options);
  const verdict = verdictOnCode(provider, cause.error);
  if (verdict === 'application') return applicationTrouble(provider, options);
  if (verdict === 'transient')
    return new NetworkError('unavailable', `${label} isn’t available right now.`, { ...options, verdict });
  return new NetworkError('rejected', `${label} refused the authorization (${cause.error}).`, { ...options, verdict });
}
