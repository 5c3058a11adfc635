/**
 * Codes that a network sometimes returns falsely for a token it has just issued. Right after connecting, Relink doesn't trust them.
 * LinkedIn returns "The token used in the request has been revoked by the user" for tokens a few seconds old, in 7 of 10 tries:
 * https://github.com/tomasvotava/fastapi-sso/issues/196, https://github.com/jclusso/omniauth-linkedin-openid/issues/6
 */
import { setTimeout as pause } from 'node:timers/promises';
import { NETWORKS } from '../domain/networks.js';
import type { NetworkName, ProviderName } from '../domain/networks.js';
import { NetworkError } from './adapter.js';

const FALSE_WHEN_FRESH: Partial<Record<ProviderName, readonly string[]>> = {
  linkedin: ['65601', 'REVOKED_ACCESS_TOKEN'],
};

/** The waits before reading again what the network just couldn't say, while a person is waiting in a pop-up. */
const OUTAGE_WAITS_MS = [500, 2_000];

/**
 * Reads what a sign-in can't do without, and tries again if the network can't respond. The person has already consented, and would
 * have to do all of it again.
 */
export async function despiteOutage<T>(read: () => Promise<T>): Promise<T> {
  for (const wait of OUTAGE_WAITS_MS) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof NetworkError) || error.kind !== 'unavailable') throw error;
      await pause(wait);
    }
  }
  return read();
}

/** A few seconds were enough in the reports. The waits are short because a person is waiting in a pop-up. */
const WAITS_MS = [500, 1_500, 3_000];

export function unreliableAfterConsent(network: NetworkName, rawCode: string): boolean {
  return isFalseAlarm(NETWORKS[network].provider, rawCode);
}

const isFalseAlarm = (provider: ProviderName, rawCode: string) =>
  FALSE_WHEN_FRESH[provider]?.includes(rawCode) ?? false;

/** Reads with a token that is seconds old, and retries while the network doesn't recognize it yet. */
export async function withFreshToken<T>(provider: ProviderName, read: () => Promise<T>): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await read();
    } catch (error) {
      const code = error instanceof NetworkError ? error.rawCode : undefined;
      if (code === undefined || !isFalseAlarm(provider, code)) throw error;
      await pause(wait);
    }
  }
  return read();
}
