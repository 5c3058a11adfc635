/** Ends an authorization at the network: token revocation as in RFC 7009, adjusted for the networks' deviations from it. */
import { PROVIDER_LABELS } from '../domain/networks.js';
import type { ProviderName } from '../domain/networks.js';
import type { ProviderCredentials, Tokens } from './adapter.js';
import { errorCodes } from './classify.js';
import { tokenFailure } from './failures.js';
import { send } from './http.js';

export interface RevocationSettings {
  provider: ProviderName;
  url: string;
  fetch: typeof fetch;
  headers?: Readonly<Record<string, string>>;
  /** What is sent along with the token, such as the client id and secret if they belong in the body. */
  parameters?: Readonly<Record<string, string>>;
  /** Codes that mean there is nothing left to revoke. */
  dead: readonly string[];
}

export async function revokeToken(settings: RevocationSettings, token: string): Promise<void> {
  const { provider, url, headers, parameters, dead } = settings;
  const answer = await send(settings.fetch, PROVIDER_LABELS[provider], url, {
    method: 'POST',
    headers: { accept: 'application/json', ...headers },
    body: new URLSearchParams({ token, ...parameters }),
  });
  if (answer.status === 200) return;
  const codes = errorCodes(provider, answer.body);
  if (answer.status < 500 && answer.status !== 429 && codes.some((code) => dead.includes(code))) return;
  throw tokenFailure(provider, answer);
}

/** Revokes each token separately. The refresh token goes first, so a failure halfway can't leave one that issues new tokens. */
export async function revokeEach(
  settings: RevocationSettings,
  tokens: Pick<Tokens, 'accessToken' | 'refreshToken'>,
): Promise<void> {
  if (tokens.refreshToken !== undefined) await revokeToken(settings, tokens.refreshToken);
  await revokeToken(settings, tokens.accessToken);
}

export function clientParameters({ clientId, clientSecret }: ProviderCredentials): Record<string, string> {
  return { client_id: clientId, client_secret: clientSecret };
}
