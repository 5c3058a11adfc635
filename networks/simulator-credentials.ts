/** The client that the local simulator knows; here and not in simulator/, which production does without. */
import type { ProviderName } from '../domain/networks.js';
import type { ProviderCredentials } from './adapter.js';

export function simulatorCredentials(provider: ProviderName): ProviderCredentials {
  return { clientId: `simulator-${provider}`, clientSecret: `simulator-secret-${provider}` };
}
