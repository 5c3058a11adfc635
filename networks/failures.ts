/** Turns every failure of a sign-in or a refresh into a NetworkError of the right kind. */
import { AuthorizationResponseError } from 'openid-client';
import { PROVIDER_LABELS } from '../domain/networks.js';
import type { ProviderName } from '../domain/networks.js';
import { NetworkError } from './adapter.js';
import { classifyFor, errorCodes, isMarkedTransient } from './classify.js';
import type { Verdict } from '../domain/reasons.js';
import { RULES } from './errors/index.js';
import type { Answer } from './http.js';

/** The person pressed Cancel. LinkedIn has its own codes for that. */
const DENIED = new Set(['access_denied', 'user_cancelled_login', 'user_cancelled_authorize']);

/** Describes a refusal by the token endpoint. */
export function tokenFailure(provider: ProviderName, answer: Answer): NetworkError {
  const label = PROVIDER_LABELS[provider];
  const { verdict, rawCode } = classifyFor(provider, answer);
  const options = verdictFields(verdict, rawCode);
  const isPermanent =
    answer.status >= 400 && answer.status < 500 && answer.status !== 429 && !isMarkedTransient(provider, answer.body);
  if (isPermanent && errorCodes(provider, answer.body).some((code) => isMisconfigured(provider, code))) {
    const message = `${label} doesn’t accept Relink’s client ID, secret, or redirect URI.`;
    return new NetworkError('misconfigured', message, options);
  }
  // A response without any code comes from a proxy, not from the network.
  if (verdict === 'transient' || rawCode === undefined) {
    return new NetworkError('unavailable', `${label} isn’t available right now (HTTP ${answer.status}).`, options);
  }
  return new NetworkError('rejected', `${label} refused the authorization (${rawCode}).`, options);
}

const isMisconfigured = (provider: ProviderName, code: string) => RULES[provider].misconfigured.includes(code);

/** Without a code, the response isn't the network's own, so it says nothing about the account. */
function verdictFields(verdict: Verdict, rawCode: string | undefined): { rawCode?: string; verdict?: Verdict } {
  return rawCode === undefined ? {} : { rawCode, verdict };
}

/** Describes a refusal by an API after the sign-in. */
export function apiFailure(provider: ProviderName, answer: Answer): NetworkError {
  const label = PROVIDER_LABELS[provider];
  const { verdict, rawCode } = classifyFor(provider, answer);
  const options = verdictFields(verdict, rawCode);
  if (verdict === 'transient' || verdict === 'not_a_disconnect' || rawCode === undefined) {
    return new NetworkError('unavailable', `${label} can’t respond right now (HTTP ${answer.status}).`, options);
  }
  return new NetworkError('rejected', `${label} doesn’t accept the new authorization (${rawCode}).`, options);
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
  if (cause.error === 'server_error' || cause.error === 'temporarily_unavailable') {
    return new NetworkError('unavailable', `${label} isn’t available right now.`, options);
  }
  if (isMisconfigured(provider, cause.error)) {
    return new NetworkError('misconfigured', `${label} doesn’t accept Relink’s request.`, options);
  }
  return new NetworkError('rejected', `${label} refused the authorization (${cause.error}).`, options);
}
