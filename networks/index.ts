/** Gives access to every network: the real one if credentials are set, otherwise the simulator, otherwise a clear error. */
import { NETWORKS, PROVIDER_LABELS } from '../domain/networks.js';
import type { NetworkName, ProviderName } from '../domain/networks.js';
import type { Permission } from '../domain/permissions.js';
import { NetworkError } from './adapter.js';
import type { ProviderAdapter } from './adapter.js';
import { baseUrlsAt, findClient, type NetworkClient, type NetworksSettings } from './clients.js';
import { facebook, SCOPES as facebookScopes } from './facebook.js';
import { google, SCOPES as googleScopes } from './google.js';
import { linkedin, SCOPES as linkedinScopes } from './linkedin.js';
import type { ProviderSettings } from './oauth.js';
import { threads, SCOPES as threadsScopes } from './threads.js';
import { x, SCOPES as xScopes } from './x.js';

export * from './adapter.js';
export { unreliableAfterConsent } from './eventual-consistency.js';
export { classify } from './classify.js';
export type { Verdict } from './classify.js';

export const ADAPTERS: Record<ProviderName, (settings: ProviderSettings) => ProviderAdapter> = {
  facebook,
  linkedin,
  x,
  google,
  threads,
};

/** The permissions that a person is asked to grant, which the network's app review must therefore approve. */
export const SCOPES: Record<ProviderName, readonly string[]> = {
  facebook: facebookScopes,
  linkedin: linkedinScopes,
  x: xScopes,
  google: googleScopes,
  threads: threadsScopes,
};

/** What a consent without a refresh token lacks, where access tokens last only hours; null where an access token lasts on its own. */
export const LASTING_ACCESS: Record<ProviderName, Permission | null> = {
  facebook: null,
  linkedin: null,
  x: 'x_lasting',
  google: 'youtube_lasting',
  threads: null,
};

export interface Networks {
  /** @throws {NetworkError} `application`, naming the environment variables to set */
  adapterFor(network: NetworkName): ProviderAdapter;
  configured(network: NetworkName): boolean;
  /** Returns null if the provider isn't set up. */
  clientOf(provider: ProviderName): NetworkClient | null;
}

export function createNetworks(settings: NetworksSettings): Networks {
  const adapters = new Map<ProviderName, ProviderAdapter>();

  const clientOf = (provider: ProviderName) => findClient(settings, provider);

  return {
    clientOf,
    configured: (network) => clientOf(NETWORKS[network].provider) !== null,
    adapterFor(network) {
      const { provider } = NETWORKS[network];
      const known = adapters.get(provider);
      if (known) return known;
      const client = clientOf(provider);
      if (!client) {
        const name = provider.toUpperCase();
        throw new NetworkError(
          'application',
          `${PROVIDER_LABELS[provider]} isn’t set up. Set ${name}_CLIENT_ID and ${name}_CLIENT_SECRET.`,
        );
      }
      const { credentials, simulatedAt } = client;
      const adapter = ADAPTERS[provider]({
        credentials,
        baseUrls: simulatedAt === null ? undefined : baseUrlsAt(simulatedAt),
      });
      adapters.set(provider, adapter);
      return adapter;
    },
  };
}
