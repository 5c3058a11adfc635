/**
 * Signs the seeded people in at the simulated networks, so that the archive looks like a real one: most accounts are authorized, a few
 * are only captured, and some are disconnected. It does what people and the capture engine do, from outside.
 */
import { signInAtNetwork } from '../browser.js';
import { DEMO_OWNERS, type DemoAccount } from './demo-people.js';
import { identitiesOf, type SimulatedIdentity } from './seed.js';

export interface SignInsRequest {
  /** Where Relink is reached. */
  url: string;
  apiKey: string;
  simulatorUrl: string;
  say: (line: string) => void;
}

const LIMIT_MS = 10_000;
const HOUR_MS = 3_600_000;

interface ListedAccount {
  id: string;
  network: string;
  networkAccountId: string;
  ownerId: string;
}

/** Relink runs without these sign-ins too, so one that fails is only reported. */
export async function signInSeeded({ url, apiKey, simulatorUrl, say }: SignInsRequest): Promise<void> {
  const relink = caller(url, { authorization: `Bearer ${apiKey}` });
  const simulator = caller(simulatorUrl);

  async function signIn(account: ListedAccount, { network, id, name }: SimulatedIdentity): Promise<void> {
    const present = (signedIn: boolean) => simulator('POST', '/api/identities', { network, id, name, signedIn });
    await present(true);
    try {
      const { authorizeUrl } = await relink<{ authorizeUrl: string }>(
        'POST',
        `/v1/accounts/${account.id}/reconnect`,
        undefined,
        { 'x-relink-acting-user': account.ownerId },
      );
      await signInAtNetwork(authorizeUrl, LIMIT_MS);
    } finally {
      await present(false);
    }
  }

  async function disconnect(
    account: ListedAccount,
    { how, reason, hoursAgo }: NonNullable<DemoAccount['disconnected']>,
  ) {
    // A report about a permission that works would be withdrawn.
    const { network, networkAccountId: id } = account;
    await simulator('POST', '/api/break', { network, id, how });
    const detectedAt = new Date(Date.now() - hoursAgo * HOUR_MS).toISOString();
    await relink('POST', '/v1/disconnects', { accountId: account.id, reason, detectedAt });
  }

  try {
    const { items } = await relink<{ items: ListedAccount[] }>('GET', '/v1/accounts?limit=200');
    for (const owner of DEMO_OWNERS)
      for (const demo of owner.accounts) {
        const account = items.find(
          ({ network, networkAccountId }) => network === demo.network && networkAccountId === demo.networkAccountId,
        );
        if (!account) continue;
        if (demo.authorized) await signIn(account, identityFor(owner, demo));
        if (demo.disconnected) await disconnect(account, demo.disconnected);
      }
  } catch (error) {
    say(`Could not sign the sample people in: ${(error as Error).message}`);
  }
}

function identityFor(owner: (typeof DEMO_OWNERS)[number], account: DemoAccount): SimulatedIdentity {
  const identities = identitiesOf(owner);
  const manages = ({ manages: managed = [] }: SimulatedIdentity) =>
    managed.some(({ network, id }) => network === account.network && id === account.networkAccountId);
  return identities.find((one) => one.id === account.networkAccountId || manages(one))!;
}

function caller(origin: string, headers: Record<string, string> = {}) {
  return async <T>(method: string, path: string, body?: object, more: Record<string, string> = {}): Promise<T> => {
    const response = await fetch(origin + path, {
      method,
      headers: { ...headers, ...more, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} returned ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  };
}
