/** Which client Relink is at a provider: the configured one, or the simulator's where that stands in for the network. */
import type { ProviderName } from '../domain/networks.js';
import type { ProviderCredentials } from './adapter.js';
import { simulatorCredentials } from './simulator-credentials.js';

export interface NetworksSettings {
  production: boolean;
  credentials: Partial<Record<ProviderName, ProviderCredentials>>;
  /** The local simulator, for every provider without credentials. */
  simulatorUrl?: string;
}

export interface NetworkClient {
  credentials: ProviderCredentials;
  /** Where the simulator has this provider; null: the real one. */
  simulatedAt: string | null;
}

/** Null: not set up. The simulator's secret is no secret, so production knows no simulator, whatever else it was told. */
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

/** What stands in for a provider is one server, whatever it is asked. */
export const baseUrlsAt = (url: string) => ({ authorize: url, token: url, api: url });
