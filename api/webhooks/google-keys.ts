/**
 * With what Google signs its security events: who it says it is, and its keys, both from the address that it documents. Asked only
 * when needed, and never more often than a stranger's forgeries could make us.
 */
import { createRemoteJWKSet, errors, type CompactVerifyGetKey } from 'jose';
import { z } from 'zod';

const CONFIGURATION_URL = 'https://accounts.google.com/.well-known/risc-configuration';
const CONFIGURATION_MS = 3_600_000;
const KEYS_MS = 600_000;
/** A key that is not among them may be new; but whoever invents key ids makes us ask no more often than this. */
const UNKNOWN_KEY_MS = 30_000;
/** While the network is away, it is asked so often at most. */
const AWAY_MS = 5000;
/** Google waits for the answer meanwhile. */
const TIMEOUT_MS = 3000;

/** The network could not be asked: nothing is known about what is signed, and the sender should come again. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

export interface EventKeys {
  issuer: string;
  /** @throws {errors.JWKSNoMatchingKey} @throws {KeysUnavailable} */
  key: CompactVerifyGetKey;
}

const Configuration = z.looseObject({ issuer: z.string().min(1), jwks_uri: z.url({ protocol: /^https?$/ }) });

/** @param simulatedAt where the simulator has Google */
export function eventKeys(simulatedAt: string | null, unknownKeyMs = UNKNOWN_KEY_MS): () => Promise<EventKeys> {
  const url = simulatedAt === null ? CONFIGURATION_URL : `${simulatedAt}/.well-known/risc-configuration`;
  let known: { keys: EventKeys; uri: string; until: number } | undefined;
  let asking: Promise<EventKeys> | undefined;
  const away = pausing();

  async function ask(): Promise<EventKeys> {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const { issuer, jwks_uri: uri } = Configuration.parse(response.ok ? await response.json() : null);
    if (simulatedAt === null && !uri.startsWith('https:')) throw new Error('the keys URL is not HTTPS');
    const key = known?.uri === uri ? known.keys.key : remoteKeys(uri, unknownKeyMs);
    const keys = { issuer, key };
    known = { keys, uri, until: Date.now() + CONFIGURATION_MS };
    return keys;
  }

  return async () => {
    if (known && known.until > Date.now()) return known.keys;
    try {
      return await away(() => (asking ??= ask().finally(() => (asking = undefined))));
    } catch (error) {
      // It changes once in years: what was true an hour ago is better than losing an event.
      if (known) return known.keys;
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
  const away = pausing();
  return (header, token) => {
    // What is known needs nobody: while the network is away, forgeries put off nothing that is genuine.
    const isKnown = keys.fresh && keys.jwks()?.keys.some(({ kid }) => kid === header.kid);
    return isKnown ? keys(header, token) : away(() => keys(header, token), isAboutTheToken);
  };
}

/** It has the keys, and says something about this one. */
const isAboutTheToken = (error: unknown) =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

/** After a failure, the next ones fail at once for a while. @throws {KeysUnavailable} */
function pausing() {
  let until = 0;
  return async <T>(work: () => Promise<T>, isAnswer: (error: unknown) => boolean = () => false): Promise<T> => {
    if (Date.now() < until) throw new KeysUnavailable('fetching Google’s keys failed a moment ago');
    try {
      return await work();
    } catch (cause) {
      if (isAnswer(cause)) throw cause;
      until = Date.now() + AWAY_MS;
      throw new KeysUnavailable('could not fetch Google’s keys', { cause });
    }
  };
}
