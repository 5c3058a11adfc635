/** Operators say which archives the organization's provider signs people in to. */
import { expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { connect } from '../../db/client.js';
import { oidcIdentities } from '../../db/schema.js';
import { aCity } from '../rig/builders.js';
import { createTestDatabase } from '../rig/database.js';
import { sharedFixture } from '../rig/fixtures.js';
import { runProgram } from '../rig/program.js';

const database = sharedFixture(createTestDatabase);
const connection = sharedFixture(async () => connect(database.url, { name: 'test', max: 2 }));
const ISSUER = 'https://login.example';

const relink = (args: string[], env: Record<string, string> = { OIDC_ISSUER: ISSUER }) =>
  runProgram(['relink.ts', 'organization', ...args], { DATABASE_URL: database.url, ...env });

test('the provider serves every archive until the operator names one, and never again by itself', async () => {
  const [city, other] = [await aCity(connection.db, { name: 'Fairview' }), await aCity(connection.db)];
  const list = async () => (await relink(['list'])).stdout.split('\n');
  const lineOf = async ({ archiveId }: { archiveId: string }) =>
    (await list()).find((line) => line.includes(archiveId));
  expect(await lineOf(other)).toContain(ISSUER);

  expect(await relink(['serve', '--archive', city.archiveId], {})).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('OIDC_ISSUER'),
  });
  expect((await relink(['serve', '--archive', city.archiveId])).code).toBe(0);
  expect([await lineOf(city), await lineOf(other)]).toEqual([
    expect.stringContaining(ISSUER),
    expect.stringMatching(/ none /),
  ]);
  expect((await relink(['stop', '--archive', city.archiveId])).code).toBe(0);
  expect(await lineOf(city)).toMatch(/ none /);
  expect(await relink(['serve', '--archive', 'arc_none'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('archive list'),
  });
});

test('the operator can unlink a person from their account at the organization', async () => {
  const city = await aCity(connection.db);
  const link = { archiveId: city.archiveId, userId: city.primary, issuer: ISSUER, subject: 'sub' };
  await connection.db.insert(oidcIdentities).values(link);
  const unlink = () => relink(['unlink', '--archive', city.archiveId, '--email', city.emails.primary.toUpperCase()]);
  expect((await unlink()).stdout).toContain('is unlinked');
  expect(await connection.db.select().from(oidcIdentities).where(eq(oidcIdentities.archiveId, city.archiveId))).toEqual(
    [],
  );
  expect((await unlink()).stdout).toContain('isn’t linked');
});
