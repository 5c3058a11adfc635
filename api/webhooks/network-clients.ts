/** Which client Relink is at a provider: the configured one, or the simulator's where that stands in for the network. */
import type { Config } from '../../platform/config.js';
import type { ProviderName } from '../../domain/networks.js';
import type { ProviderCredentials } from '../../networks/adapter.js';
import { simulatorCredentials } from '../../networks/simulator-credentials.js';

export interface NetworkClient extends ProviderCredentials {
  /** Where the simulator has this provider; null: the real one. */
  simulatedAt: string | null;
}

/** Null: not set up. The simulator's secret is no secret, so production knows no simulator, whatever else it was told. */
export function clientOf(
  { production, networks }: Pick<Config, 'production' | 'networks'>,
  provider: ProviderName,
): NetworkClient | null {
  const configured = networks.credentials[provider];
  if (configured) return { ...configured, simulatedAt: null };
  if (production || networks.simulatorUrl === undefined) return null;
  const simulatedAt = `${networks.simulatorUrl.replace(/\/$/, '')}/${provider}`;
  return { ...simulatorCredentials(provider), simulatedAt };
}
