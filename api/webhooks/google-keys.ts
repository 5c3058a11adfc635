/**
 * The issuer and the keys that Google signs its security events with, both from the address that Google documents. They are fetched only
 * when needed, and at a limited rate, so forged events can't cause a flood of requests.
 */
import { createRemoteJWKSet, errors, type CompactVerifyGetKey } from 'jose';
import { z } from 'zod';

const CONFIGURATION_URL = 'https://accounts.google.com/.well-known/risc-configuration';
const CONFIGURATION_MS = 3_600_000;
const KEYS_MS = 600_000;
/** An unknown key may be new, so the keys are fetched again; but no more often than this, because anyone can invent key ids. */
const UNKNOWN_KEY_MS = 30_000;
/** How long to wait after a failure before fetching again. */
const RETRY_MS = 5000;
/** Kept short because Google is waiting for the response. */
const TIMEOUT_MS = 3000;

/** The keys could not be fetched, so the signature can't be checked, and the sender should try again. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

export interface EventKeys {
  issuer: string;
  /** @throws {errors.JWKSNoMatchingKey} @throws {KeysUnavailable} */
  key: CompactVerifyGetKey;
}

const Configuration = z.looseObject({ issuer: z.string().min(1), jwks_uri: z.url({ protocol: /^https?$/ }) });

/** @param simulatedAt the simulator's address for Google */
export function eventKeys(simulatedAt: string | null, unknownKeyMs = UNKNOWN_KEY_MS): () => Promise<EventKeys> {
  const url = simulatedAt === null ? CONFIGURATION_URL : `${simulatedAt}/.well-known/risc-configuration`;
  let cached: { keys: EventKeys; uri: string; until: number } | undefined;
  let pending: Promise<EventKeys> | undefined;
  const guarded = circuitBreaker();

  async function fetchConfiguration(): Promise<EventKeys> {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const { issuer, jwks_uri: uri } = Configuration.parse(response.ok ? await response.json() : null);
    if (simulatedAt === null && !uri.startsWith('https:')) throw new Error('the keys URL is not HTTPS');
    const key = cached?.uri === uri ? cached.keys.key : remoteKeys(uri, unknownKeyMs);
    const keys = { issuer, key };
    cached = { keys, uri, until: Date.now() + CONFIGURATION_MS };
    return keys;
  }

  return async () => {
    if (cached && cached.until > Date.now()) return cached.keys;
    try {
      return await guarded(() => (pending ??= fetchConfiguration().finally(() => (pending = undefined))));
    } catch (error) {
      // The configuration changes once in years, so an hour-old one is better than losing an event.
      if (cached) return cached.keys;
      throw error;
    }
  };
}

function remoteKeys(uri: string, cooldownDuration: number): CompactVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(uri), {
    cacheMaxAge: KEYS_MS,
    cooldownDuration,
    timeoutDuration: TIMEOUT_MS,
  });
  const guarded = circuitBreaker();
  return (header, token) => {
    // A known key needs no request. Forged events can therefore not delay genuine ones while Google is unreachable.
    const isKnown = keys.fresh && keys.jwks()?.keys.some(({ kid }) => kid === header.kid);
    return isKnown ? keys(header, token) : guarded(() => keys(header, token), isTokenError);
  };
}

/** The keys were available, and the error is about this token. */
const isTokenError = (error: unknown) =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

/** Makes calls fail immediately for a while after a failure. @throws {KeysUnavailable} */
function circuitBreaker() {
  let until = 0;
  return async <T>(work: () => Promise<T>, isAnswer: (error: unknown) => boolean = () => false): Promise<T> => {
    if (Date.now() < until) throw new KeysUnavailable('fetching Google’s keys failed a moment ago');
    try {
      return await work();
    } catch (cause) {
      if (isAnswer(cause)) throw cause;
      until = Date.now() + RETRY_MS;
      throw new KeysUnavailable('could not fetch Google’s keys', { cause });
    }
  };
}
