/** Ending an authorization at the network: token revocation as in RFC 7009, with the networks' departures from it. */
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
  /** What goes with the token: client id and secret where they travel in the body. */
  parameters?: Readonly<Record<string, string>>;
  /** Codes that say that there is nothing to revoke any more. */
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

/** Where each token is revoked by itself. The refresh token first: what fails half-way must not leave what makes new tokens. */
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
