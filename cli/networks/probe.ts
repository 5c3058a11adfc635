/**
 * Sends a code that doesn't exist to a network's token endpoint, through Relink's own adapter. If the network knows the client, the
 * error is about the code; otherwise it is about the client. No one has to sign in, and nothing changes.
 */
import { randomBytes } from 'node:crypto';
import { NETWORK_NAMES, NETWORKS, type ProviderName } from '../../domain/networks.js';
import { ADAPTERS, NetworkError, type ProviderCredentials } from '../../networks/index.js';
import type { BaseUrls } from '../../networks/oauth.js';

const TIMEOUT_MS = 5000;

export interface ProbeSettings {
  credentials: ProviderCredentials;
  redirectUri: string;
  baseUrls?: BaseUrls;
  fetch?: typeof fetch;
  now?: () => number;
}

export interface Probe {
  verdict: 'accepted' | 'refused' | 'unclear' | 'unreachable';
  /** The network's error code, if it sent one. */
  code?: string;
  /** How far the network's clock is ahead of this machine's; null if the network didn't send the time. */
  aheadMs: number | null;
  host: string | null;
}

interface TextResponse {
  status: number;
  body: string;
}

export async function probe(provider: ProviderName, settings: ProbeSettings): Promise<Probe> {
  const { credentials, redirectUri, baseUrls, now = Date.now } = settings;
  let [url, aheadMs]: [URL | null, number | null] = [null, null];
  const observingFetch: typeof fetch = async (input, init) => {
    url = new URL(input instanceof Request ? input.url : input);
    const before = now();
    const response = await (settings.fetch ?? fetch)(input, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const date = Date.parse(response.headers.get('date') ?? '');
    // The header has whole seconds, so the actual time is half a second later on average.
    if (!Number.isNaN(date)) aheadMs = date + 500 - (before + now()) / 2;
    return response;
  };
  const network = NETWORK_NAMES.find((name) => NETWORKS[name].provider === provider)!;
  const state = randomBytes(16).toString('base64url');
  const callbackUrl = new URL(redirectUri);
  callbackUrl.search = new URLSearchParams({ state, code: `relink-check-${state}` }).toString();
  const request = { network, redirectUri, state, codeVerifier: randomBytes(32).toString('base64url'), callbackUrl };
  let first: Pick<Probe, 'verdict' | 'code'>;
  try {
    await ADAPTERS[provider]({ credentials, baseUrls, fetch: observingFetch }).authorize(request);
    first = { verdict: 'unclear' };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    first = verdictOf(error);
  }
  const observed = { aheadMs, host: hostOf(url) };
  if (url === null || aheadMs === null) return { ...first, ...observed };
  const clientVerdict = await CLIENT_CHECKS[provider]?.(url, credentials, observingFetch).catch(() => null);
  return { ...first, ...clientVerdict, ...observed };
}

const hostOf = (url: URL | null): string | null => url?.host ?? null;

function verdictOf({ kind, rawCode }: NetworkError): Pick<Probe, 'verdict' | 'code'> {
  const code = rawCode !== undefined && /^[\w./:-]{1,60}$/.test(rawCode) ? { code: rawCode } : {};
  if (kind === 'application') return { verdict: 'refused', ...code };
  if (kind === 'rejected') return { verdict: 'accepted' };
  // A response with a code comes from the network, which is busy. Without a code, there was no response, or it came from a proxy.
  return rawCode === undefined ? { verdict: 'unreachable' } : { verdict: 'unclear', ...code };
}

/** A more reliable check of the client alone. Returns null if the response says nothing about the client. */
type ClientCheck = (
  tokenUrl: URL,
  credentials: ProviderCredentials,
  fetcher: typeof fetch,
) => Promise<Pick<Probe, 'verdict' | 'code'> | null>;

/** "App access tokens": exchanges the id and secret for an app token, which is thrown away. */
const checkMetaClient: ClientCheck = async (tokenUrl, credentials, fetcher) => {
  const { status, body } = await post(fetcher, tokenUrl, credentials, { grant_type: 'client_credentials' });
  if (status === 200) return { verdict: 'accepted' };
  // 1: "Error validating client secret." 101: "Invalid application ID."
  const code = status === 400 ? /"code"\s*:\s*(1|101)\b/.exec(body)?.[1] : undefined;
  return code === undefined ? null : { verdict: 'refused', code };
};

/** The networks that document a way to check the client alone. */
const CLIENT_CHECKS: Partial<Record<ProviderName, ClientCheck>> = {
  facebook: checkMetaClient,
  threads: checkMetaClient,
  /** "Token Introspection": 401 is an invalid client secret; 400 may be about the token, which doesn't exist. */
  linkedin: async (tokenUrl, credentials, fetcher) => {
    const url = new URL('introspectToken', tokenUrl);
    const { status } = await post(fetcher, url, credentials, { token: 'relink-check' });
    return status === 401 ? { verdict: 'refused', code: '401' } : null;
  },
};

async function post(
  fetcher: typeof fetch,
  url: URL,
  { clientId, clientSecret }: ProviderCredentials,
  parameters: Record<string, string>,
): Promise<TextResponse> {
  const body = new URLSearchParams({ ...parameters, client_id: clientId, client_secret: clientSecret });
  const response = await fetcher(url, { method: 'POST', body, redirect: 'manual' });
  return { status: response.status, body: await response.text() };
}
