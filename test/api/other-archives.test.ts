/** A transfer sees only its own archive: what belongs to another doesn't exist for it and isn't touched. */
import { expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { createApi } from '../rig/api.js';
import { anAccount, aProfile } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

test.each(['', '?dryRun=true'])(
  'POST /v1/transfers%s refuses another archive’s accounts and Parent Profiles',
  async (query) => {
    const { db } = api.context;
    const [mine, theirs] = [await anAccount(db, api.city), await anAccount(db, api.otherCity)];
    const profile = await aProfile(db, api.otherCity, 2);
    const toOwnerId = api.city.otherOwner;
    for (const asked of [
      { accountIds: [theirs] },
      { parentProfileIds: [profile.id] },
      { accountIds: [profile.pages[0]] },
      { accountIds: [mine, theirs] },
    ]) {
      const { status, body } = await api.call('POST', `/v1/transfers${query}`, { ...asked, toOwnerId });
      expect(status).toBe(422);
      expect(body).toMatchObject({ code: 'transfer_invalid', problems: [{ code: 'not_found' }] });
    }
    const claimed = await db.execute(sql`select id from accounts where transfer_id is not null
    union all select id from parent_profiles where transfer_id is not null`);
    expect([...claimed]).toEqual([]);
  },
);
