/**
 * LinkedIn calls tokens revoked that it has just issued: within ten minutes of a consent, the answer is checked again; later, it is
 * believed.
 */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { linkedin } from '../../networks/linkedin.js';
import { sharedFixture } from '../rig/fixtures.js';
import { authorize, rig } from '../rig/networks.js';
import { createSite, type Identity } from '../rig/site.js';
import { connect, credentialOf, setCredential, somebody, statusOf, watch } from '../rig/tokens.js';

describe('a check of a token that LinkedIn calls revoked', () => {
  let person: Identity;
  let id: string;
  const site = sharedFixture(createSite);
  beforeEach(async () => {
    person = somebody('linkedin', ['linkedin_page']);
    [id] = (await connect(site, person)).ids as [string];
    await site.break('linkedin', person.id, 'revoke');
  });

  const checked = async (consent: string) => {
    await setCredential(site, id, { authorizedAt: sql`now() - ${consent}::interval`, checkAfter: sql`now()` });
    await watch(site);
    return statusOf(site, id);
  };

  it('disconnects nothing nine minutes after the consent, and checks again', async () => {
    expect(await checked('9 minutes')).toBe('connected');
    expect((await credentialOf(site, id)).checkAfter!.getTime()).toBeGreaterThan(Date.now());
  });

  it('disconnects eleven minutes after the consent', async () => {
    expect(await checked('11 minutes')).toBe('disconnected');
  });
});

describe('returning from LinkedIn', () => {
  /** Runs a sign-in at a network that calls the token revoked on the nth request, counting the code exchange. */
  async function accountsWhenRefused(nth: number, code: number): Promise<number> {
    const { simulator, identity } = await rig();
    const manages = [{ network: 'linkedin_page', id: 'o1', name: 'City Hall' }];
    await identity({ network: 'linkedin', id: 'l1', name: 'Pat', manages, signedIn: true });
    let asked = 0;
    const stuttering: typeof fetch = async (url, init) => {
      asked += 1;
      if (asked !== nth) return fetch(url, init);
      return Response.json({ status: 401, serviceErrorCode: code, code: 'REVOKED_ACCESS_TOKEN' }, { status: 401 });
    };
    const base = `${simulator.url}/linkedin`;
    const adapter = linkedin({
      credentials: { clientId: 'simulator-linkedin', clientSecret: 'simulator-secret-linkedin' },
      baseUrls: { authorize: base, token: base, api: base },
      fetch: stuttering,
    });
    try {
      return (await authorize(adapter, 'linkedin_page')).accounts.length;
    } finally {
      await simulator.close();
    }
  }

  it.each([2, 3])('retries request %i if it calls the token revoked', async (nth) => {
    expect(await accountsWhenRefused(nth, 65601)).toBe(2);
  });
});
