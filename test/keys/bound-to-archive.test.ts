/** Ids are unique within an archive, not across archives: a token is bound to its archive too and can't be decrypted in any other. */
import { expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { connect } from '../../db/client.js';
import { accounts, credentials } from '../../db/schema.js';
import { findCredential, saveCredential } from '../../services/credentials/credentials.js';
import { aCity, anAccount } from '../rig/builders.js';
import { createTestDatabase } from '../rig/database.js';
import { RINGS } from '../rig/encrypted-accounts.js';
import { sharedFixture } from '../rig/fixtures.js';

const database = sharedFixture(createTestDatabase);
const connection = sharedFixture(() => connect(database.url, { name: 'test', max: 2 }));

it('a token copied to an account with the same id in another archive can’t be decrypted', async () => {
  const { db } = connection;
  const [here, there] = [await aCity(db), await aCity(db)];
  const accountId = await anAccount(db, here);
  const twin = await anAccount(db, there);
  await db.update(accounts).set({ id: accountId }).where(eq(accounts.id, twin));
  const [mine, theirs] = [here, there].map(({ archiveId }) => ({ archiveId, accountId }));
  await saveCredential(db, RINGS.before, mine!, { accessToken: 'of this archive', refreshToken: 'refresh' });
  await saveCredential(db, RINGS.before, theirs!, { accessToken: 'of the other', refreshToken: 'refresh' });
  const [row] = await db.select().from(credentials).where(eq(credentials.archiveId, here.archiveId));
  const { accessToken } = row!;
  expect(await findCredential(db, RINGS.before, theirs!)).toMatchObject({ tokens: { accessToken: 'of the other' } });
  await db.update(credentials).set({ accessToken }).where(eq(credentials.archiveId, there.archiveId));
  await expect(findCredential(db, RINGS.before, theirs!)).rejects.toThrow();
  expect(await findCredential(db, RINGS.before, mine!)).toMatchObject({ tokens: { accessToken: 'of this archive' } });
});
