/** A simulator on a free port, and a browser with a cookie jar that follows redirects up to Relink's callback. */
import { createNetworks } from '../../networks/index.js';
import type {
  AuthorizationRequest,
  NetworkAuthorization,
  NetworkError,
  ProviderAdapter,
} from '../../networks/index.js';
import { startSimulator } from '../../dev/network-simulator/index.js';
import type { Simulator, SimulatorSettings } from '../../dev/network-simulator/index.js';
import { NETWORKS, PROVIDER_NAMES } from '../../domain/networks.js';
import type { NetworkName, ProviderName } from '../../domain/networks.js';

const callbackOf = (provider: ProviderName) => `http://localhost:3000/oauth/${provider}/callback`;
const REDIRECT_URIS = Object.fromEntries(PROVIDER_NAMES.map((name) => [name, [callbackOf(name)]]));
export const CODE_VERIFIER = 'a-code-verifier-that-is-at-least-43-characters-long';

/** For each network: who signs in there, and the account that is then captured. */
export const PEOPLE: Record<NetworkName, { who: readonly [string, string]; account: string }> = {
  facebook_page: { who: ['facebook', 'f1'], account: 'p1' },
  instagram: { who: ['facebook', 'f1'], account: 'i1' },
  linkedin_page: { who: ['linkedin', 'l1'], account: 'o1' },
  linkedin_profile: { who: ['linkedin', 'l1'], account: 'l1' },
  x: { who: ['x', 'x1'], account: 'x1' },
  youtube: { who: ['youtube', 'y1'], account: 'y1' },
  threads: { who: ['threads', 't1'], account: 't1' },
};

export interface Account {
  network: string;
  id: string;
  name: string;
}

export async function rig(settings: Partial<SimulatorSettings> = {}) {
  const simulator = await startSimulator({ port: 0, redirectUris: REDIRECT_URIS, slowMs: 50, ...settings });
  const networks = createNetworks({ production: false, credentials: {}, simulatorUrl: simulator.url });
  return { simulator, networks, close: () => simulator.close(), ...driver(simulator) };
}

/** Signs all of them in; Pat gets extra Pages at Facebook if a test needs them. */
export async function admitPeople(
  { identity }: Pick<ReturnType<typeof driver>, 'identity'>,
  morePages: Account[] = [],
): Promise<void> {
  const page = { network: 'facebook_page', id: 'p1', name: 'City Hall' };
  const manages = [page, ...morePages, { network: 'instagram', id: 'i1', name: 'cityhall' }];
  const organizations = [{ network: 'linkedin_page', id: 'o1', name: 'City Hall' }];
  await identity({ network: 'facebook', id: 'f1', name: 'Pat', manages, signedIn: true });
  await identity({ network: 'linkedin', id: 'l1', name: 'Pat', manages: organizations, signedIn: true });
  await identity({ network: 'x', id: 'x1', name: 'City Hall', signedIn: true });
  await identity({ network: 'youtube', id: 'y1', name: 'City TV', signedIn: true });
  await identity({ network: 'threads', id: 't1', name: 'City Hall', signedIn: true });
}

function driver({ url }: Simulator) {
  async function post(path: string, body: object): Promise<{ status: number; json: Record<string, unknown> }> {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  }
  return {
    post,
    identity: (body: Account & { manages?: Account[]; signedIn?: boolean }) => post('/api/identities', body),
    breakIt: (network: string, id: string, how: string) => post('/api/break', { network, id, how }),
  };
}

export function requestFor(network: NetworkName, changes: Partial<AuthorizationRequest> = {}): AuthorizationRequest {
  const redirectUri = callbackOf(NETWORKS[network].provider);
  return { network, redirectUri, state: 'the-state', codeVerifier: CODE_VERIFIER, ...changes };
}

/** Runs the whole authorization of a person who is already signed in at the network. */
export async function authorize(
  adapter: ProviderAdapter,
  network: NetworkName,
  browser = new Browser(),
): Promise<NetworkAuthorization> {
  const request = requestFor(network);
  const page = await browser.open(await adapter.authorizationUrl(request));
  if (!page.callback) throw new Error(`no redirect back from the network: ${page.text}`);
  return adapter.authorize({ ...request, callbackUrl: page.callback });
}

export async function errorOf(promise: Promise<unknown>): Promise<NetworkError> {
  try {
    await promise;
  } catch (error) {
    return error as NetworkError;
  }
  throw new Error('the sign-in should have been refused');
}

export interface Page {
  status: number;
  url: URL;
  text: string;
  /** Set when the network redirected the browser back to Relink. */
  callback?: URL;
}

export class Browser {
  private readonly cookies = new Map<string, string>();

  async open(url: URL, init: { method?: string; body?: URLSearchParams } = {}): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=');
      this.cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) return { status: response.status, url, text: await response.text() };
    const next = new URL(location, url);
    if (next.pathname.startsWith('/oauth/') && next.host === 'localhost:3000') {
      return { status: response.status, url, text: '', callback: next };
    }
    return this.open(next);
  }

  /** Submits a form; every form on these pages posts to the page's own address. */
  submit(page: Page, fields: [string, string][]): Promise<Page> {
    return this.open(page.url, { method: 'POST', body: new URLSearchParams(fields) });
  }
}

export const pages = (count: number, network = 'facebook_page'): Account[] =>
  Array.from({ length: count }, (_, i) => ({ network, id: `page-${i}`, name: `Page ${i}` }));
