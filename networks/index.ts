/** Every network behind one door: the real one where credentials are given, else the simulator, else a clear refusal. */
import { NETWORKS, PROVIDER_LABELS } from '../domain/networks.js';
import type { NetworkName, ProviderName } from '../domain/networks.js';
import { NetworkError } from './adapter.js';
import type { ProviderAdapter, ProviderCredentials } from './adapter.js';
import { facebook, SCOPES as facebookScopes } from './facebook.js';
import { google, SCOPES as googleScopes } from './google.js';
import { linkedin, SCOPES as linkedinScopes } from './linkedin.js';
import type { ProviderSettings } from './oauth.js';
import { simulatorCredentials } from './simulator-credentials.js';
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

/** What a person is asked to allow, and the network's review of our app therefore has to. */
export const SCOPES: Record<ProviderName, readonly string[]> = {
  facebook: facebookScopes,
  linkedin: linkedinScopes,
  x: xScopes,
  google: googleScopes,
  threads: threadsScopes,
};

export interface NetworksSettings {
  credentials: Partial<Record<ProviderName, ProviderCredentials>>;
  /** The local simulator, for every provider without credentials. */
  simulatorUrl?: string;
}

export interface Networks {
  /** @throws {NetworkError} `misconfigured`, naming the environment variables to set */
  adapterFor(network: NetworkName): ProviderAdapter;
  configured(network: NetworkName): boolean;
}

export function createNetworks(settings: NetworksSettings): Networks {
  const adapters = new Map<ProviderName, ProviderAdapter>();

  function settingsOf(provider: ProviderName): ProviderSettings | undefined {
    const credentials = settings.credentials[provider];
    if (credentials) return { credentials };
    if (settings.simulatorUrl === undefined) return undefined;
    const base = `${settings.simulatorUrl.replace(/\/$/, '')}/${provider}`;
    return {
      credentials: simulatorCredentials(provider),
      baseUrls: { authorize: base, token: base, api: base },
    };
  }

  return {
    configured: (network) => settingsOf(NETWORKS[network].provider) !== undefined,
    adapterFor(network) {
      const { provider } = NETWORKS[network];
      const known = adapters.get(provider);
      if (known) return known;
      const own = settingsOf(provider);
      if (!own) {
        const name = provider.toUpperCase();
        throw new NetworkError(
          'misconfigured',
          `${PROVIDER_LABELS[provider]} is not set up: set ${name}_CLIENT_ID and ${name}_CLIENT_SECRET.`,
        );
      }
      const adapter = ADAPTERS[provider](own);
      adapters.set(provider, adapter);
      return adapter;
    },
  };
}
