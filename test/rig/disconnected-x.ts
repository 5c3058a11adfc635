/** A disconnected X account whose person can sign in there, and browsers of the archive's people, for tests of who may still end a reconnect. */
import { startLoginSession } from '../../services/access/sessions.js';
import { freshFixture, sharedFixture } from './fixtures.js';
import { aBrokenAccount, accountRow, aCity, createSite } from './site.js';
import { Visitor } from './visitor.js';

let accounts = 0;

/** Makes all of it anew for each test, on one site. */
export function useDisconnectedX() {
  const site = sharedFixture(createSite);
  const city = freshFixture(() => aCity(site.context.db));
  const x = freshFixture(async () => {
    const networkAccountId = `x-${(accounts += 1)}`;
    await site.identity({ network: 'x', id: networkAccountId, name: 'City Hall' });
    const { id } = await aBrokenAccount(site, city, { network: 'x', networkAccountId });
    return { id, networkAccountId };
  });
  return {
    site,
    city,
    x,
    status: async () => (await accountRow(site, city, x.id)).status,
    /** By default, the Primary Administrator. */
    signedIn: async (userId = city.primary): Promise<Visitor & { sessionId: string }> => {
      const visitor = new Visitor(site);
      const { id, secret } = await startLoginSession(site.context.db, { archiveId: city.archiveId, userId });
      visitor.setCookie('relink', secret);
      return Object.assign(visitor, { sessionId: id });
    },
  };
}
