/** Chooses the OAuth client for a provider: the configured one, or the simulator's when the simulator stands in for the network. */
import type { ProviderName } from '../domain/networks.js';
import type { ProviderCredentials } from './adapter.js';
import { simulatorCredentials } from './simulator-credentials.js';

export interface NetworksSettings {
  production: boolean;
  credentials: Partial<Record<ProviderName, ProviderCredentials>>;
  /** The local simulator, used for every provider without credentials. */
  simulatorUrl?: string;
}

export interface NetworkClient {
  credentials: ProviderCredentials;
  /** The simulator's address for this provider; null for the real network. */
  simulatedAt: string | null;
}

/** Returns null if the provider isn't set up. Production never uses the simulator, even if configured to: its secret is public. */
export function findClient(
  { production, credentials, simulatorUrl }: NetworksSettings,
  provider: ProviderName,
): NetworkClient | null {
  const configured = credentials[provider];
  if (configured) return { credentials: configured, simulatedAt: null };
  if (production || !simulatorUrl) return null;
  return {
    credentials: simulatorCredentials(provider),
    simulatedAt: `${simulatorUrl.replace(/\/$/, '')}/${provider}`,
  };
}

/** A stand-in for a provider serves all its endpoints from one address. */
export const baseUrlsAt = (url: string) => ({ authorize: url, token: url, api: url });
