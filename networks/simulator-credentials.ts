/** The client that the local simulator accepts. Defined here because dev/network-simulator/ is never shipped. */
import type { ProviderName } from '../domain/networks.js';
import type { ProviderCredentials } from './adapter.js';

export function simulatorCredentials(provider: ProviderName): ProviderCredentials {
  return { clientId: `simulator-${provider}`, clientSecret: `simulator-secret-${provider}` };
}
