/** Accounts come into the archive under the ids that their networks use, and a wrong id can be corrected. */
import { describe, expect, test } from '@jest/globals';
import { and, asc, eq } from 'drizzle-orm';
import { accounts, audit, changes, credentials } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { anAccount, aRunningTransfer } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

type Errors = { line: number; field: string | null; message: string }[];

const HEADER = 'network,networkAccountId,name,ownerEmail';
const importLines = (lines: readonly string[], query = '') =>
  api.upload(
    `/v1/accounts/import${query}`,
    [HEADER, ...lines.map((line) => `${line},${api.city.emails.owner}`)].join('\n'),
  );
/** What each sentence is about. */
const KINDS = {
  not_an_account_id: /ID\. It’s|ID\. It starts/,
  rounded_digits: /only zeros/,
  rounded_number: /looks like a number that a spreadsheet rounded/,
  account_twice: /^Line \d+ also has/,
  not_an_email: /email address/,
  unknown_owner: /^No one in this archive/,
  empty: /blank/,
};
const kindOf = (message: string) => Object.entries(KINDS).find(([, pattern]) => pattern.test(message))?.[0] ?? message;
const errorsOf = (body: Record<string, unknown>) =>
  (body.errors as Errors).map((error) => ({ ...error, code: kindOf(error.message) }));
const rowOf = async (networkAccountId: string) =>
  (await api.context.db.select().from(accounts).where(eq(accounts.networkAccountId, networkAccountId)))[0];
const add = (more: object) =>
  api.call('POST', '/v1/accounts', { network: 'x', name: 'City Hall', ownerId: api.city.owner, ...more });

describe('importing accounts', () => {
  test('a clerk who protected her ids from Excel gets her accounts under the real ids', async () => {
    const { status, body } = await importLines([
      'instagram,"=""17841405822304914""",Parks',
      "instagram,'17841405822304915,Fire",
      'facebook_page,"104,567,891,234,567",Library',
    ]);
    expect([status, body]).toMatchObject([200, { created: 3 }]);
    for (const [id, name] of [
      ['17841405822304914', 'Parks'],
      ['17841405822304915', 'Fire'],
      ['104567891234567', 'Library'],
    ] as const)
      expect(await rowOf(id)).toMatchObject({ name });
  });

  test('a clerk who pasted addresses and URNs gets those that contain an id, and learns what the others need', async () => {
    const lines = [
      'x,@CityOfFairview,City',
      'youtube,https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv,TV',
      'linkedin_page,urn:li:organization:1363540,City LI',
      'linkedin_page,https://www.linkedin.com/company/old-government-house,House',
      'facebook_page,https://www.facebook.com/profile.php?id=61561730669920,Page',
      'instagram,cityoffairview,IG',
    ];
    const { status, body } = await importLines(lines);
    expect(status).toBe(422);
    expect(errorsOf(body).map(({ line, field, code }) => [line, field, code])).toEqual([
      [2, 'networkAccountId', 'not_an_account_id'],
      [5, 'networkAccountId', 'not_an_account_id'],
      [7, 'networkAccountId', 'not_an_account_id'],
    ]);
    const [x, linkedin, instagram] = errorsOf(body).map(({ message }) => message);
    expect(x).toMatch(/X account’s ID\. It’s a number, such as 2244994945, not the name after the @/);
    expect(linkedin).toMatch(/LinkedIn Page’s ID\. It’s a number, such as 1363540\..*“company\/”/);
    expect(instagram).toMatch(/17 digits and starts with 1784, such as 17841405822304914/);
    expect(await rowOf('1363540')).toBeUndefined();

    const fine = lines.filter((_, i) => [1, 2, 4].includes(i));
    expect((await importLines(fine)).body).toEqual({ created: 3, updated: 0 });
    expect(await rowOf('UCabcdefghijklmnopqrstuv')).toMatchObject({ name: 'TV' });
    expect(await rowOf('1363540')).toMatchObject({ name: 'City LI' });
    expect(await rowOf('61561730669920')).toMatchObject({ name: 'Page' });
    // The same account in another spelling is the same account.
    expect((await importLines(['linkedin_page,1363540,City on LinkedIn'])).body).toEqual({ created: 0, updated: 1 });
    expect(
      errorsOf((await importLines(['linkedin_page,2222222,A', 'linkedin_page,urn:li:organization:2222222,B'])).body),
    ).toMatchObject([{ line: 3, code: 'account_twice' }]);
  });

  test('an id that Excel rounded isn’t imported, until someone confirms each line that really ends in zeros', async () => {
    const lines = [
      'instagram,17841405822304900,Parks',
      'instagram,17841400008460000,Fire',
      'facebook_page,100064512345678000,Library',
      'facebook_page,1.04568E+14,Police',
    ];
    const { status, body } = await importLines(lines);
    expect(status).toBe(422);
    expect(errorsOf(body).map(({ line, code }) => [line, code])).toEqual([
      [2, 'rounded_digits'],
      [3, 'rounded_digits'],
      [4, 'rounded_digits'],
      [5, 'rounded_number'],
    ]);
    expect(errorsOf(body)[0]?.message).toMatch(/spreadsheet probably rounded.*confirmRounded/);
    const partly = await importLines(lines.slice(0, 3), '?confirmRounded=2,4');
    expect(errorsOf(partly.body).map(({ line }) => line)).toEqual([3]);
    expect(await rowOf('17841405822304900')).toBeUndefined();
    // What was rounded to "1.04568E+14" can't be confirmed: its digits are gone.
    const gone = await importLines(lines, '?confirmRounded=2,3,4,5');
    expect(errorsOf(gone.body).map(({ line }) => line)).toEqual([5]);
    expect((await importLines(lines.slice(0, 3), '?confirmRounded=2,3,4')).body).toEqual({ created: 3, updated: 0 });
    expect(await rowOf('17841400008460000')).toMatchObject({ name: 'Fire' });
    // The archive has this account, so its id needs no confirmation again.
    expect((await importLines(['instagram,17841400008460000,Fire Department'])).body).toEqual({
      created: 0,
      updated: 1,
    });
  });

  test('all problems of a line are listed at once, with those of its id', async () => {
    const csv = `${HEADER}\nx,@fairview,City,nobody\ninstagram,17841405822304900,,nobody@fairview.example\nx,@parks,Parks,nobody@fairview.example`;
    const { body } = await api.upload('/v1/accounts/import?confirmRounded=3', csv);
    expect(errorsOf(body).map(({ line, code }) => [line, code])).toEqual([
      [2, 'not_an_email'],
      [2, 'not_an_account_id'],
      [3, 'empty'],
      [3, 'unknown_owner'],
      [4, 'not_an_account_id'],
      [4, 'unknown_owner'],
    ]);
  });

  test('accounts that were added before ids had a form can still be updated', async () => {
    await anAccount(api.context.db, api.city, { network: 'x', networkAccountId: 'old-handle', name: 'Old' });
    expect((await importLines(['x,old-handle,New'])).body).toEqual({ created: 0, updated: 1 });
    expect(await rowOf('old-handle')).toMatchObject({ name: 'New' });
  });
});

describe('adding an account through the API', () => {
  test('an id in another spelling is stored in the network’s own, and a handle is refused', async () => {
    const { body } = await add({ networkAccountId: 'https://x.com/i/user/783214' });
    expect(body).toMatchObject({ networkAccountId: '783214' });
    expect((await add({ networkAccountId: '783214' })).body.code).toBe('already_in_archive');
    expect(await add({ networkAccountId: '@CityOfFairview' })).toMatchObject({
      status: 422,
      body: { code: 'invalid_request', errors: [{ path: 'networkAccountId', code: 'not_an_account_id' }] },
    });
  });

  test('digits in a JSON string are never taken for rounded ones', async () => {
    const { status, body } = await add({ network: 'instagram', networkAccountId: '17841405822304000' });
    expect([status, body.networkAccountId]).toEqual([201, '17841405822304000']);
  });

  test('a Parent Profile’s id has a form too', async () => {
    const profile = (network: string, networkProfileId: string) =>
      api.call('POST', '/v1/parent-profiles', { network, networkProfileId, name: 'Jane', ownerId: api.city.owner });
    expect((await profile('linkedin', 'urn:li:person:yrZCpj2Z12')).body).toMatchObject({
      networkProfileId: 'yrZCpj2Z12',
    });
    expect(await profile('facebook', 'jane.doe.7')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'networkProfileId', code: 'not_a_profile_id' }] },
    });
  });
});

describe('a report', () => {
  const report = (network: string, networkAccountId: string) =>
    api.call('POST', '/v1/disconnects', { network, networkAccountId });

  test('finds its account in whatever spelling the archive has the id', async () => {
    const { body: account } = await add({ network: 'linkedin_page', networkAccountId: '4711001' });
    for (const spelling of ['urn:li:organization:4711001', '="4711001"', '\u00A04711001', '4711001'])
      expect((await report('linkedin_page', spelling)).body).toMatchObject({ accountId: account.id });
    expect((await report('linkedin_page', 'fairview')).status).toBe(404);
  });

  test('prefers the account that has exactly this id, however odd', async () => {
    const { db } = api.context;
    const odd = await anAccount(db, api.city, { network: 'linkedin_page', networkAccountId: '="4711002"' });
    const { body: plain } = await add({ network: 'linkedin_page', networkAccountId: '4711002' });
    expect((await report('linkedin_page', '="4711002"')).body).toMatchObject({ accountId: odd });
    expect((await report('linkedin_page', '4711002')).body).toMatchObject({ accountId: plain.id });
  });
});

describe('correcting the id of an account', () => {
  const correct = (accountId: string, networkAccountId: string, as = api.city.primary) =>
    api.call('PATCH', `/v1/accounts/${accountId}`, { networkAccountId }, { as });
  const changesOf = async (accountId: string) =>
    api.context.db
      .select({ type: changes.type, detail: changes.detail })
      .from(changes)
      .where(eq(changes.accountId, accountId))
      .orderBy(asc(changes.seq));
  const credentialsOf = (accountId: string) =>
    api.context.db.select().from(credentials).where(eq(credentials.accountId, accountId));

  test('keeps its history, and the capture engine learns the new one', async () => {
    const account = await anAccount(api.context.db, api.city, { networkAccountId: 'fairview' });
    const { body: opened } = await api.call('POST', '/v1/disconnects', { accountId: account });
    const { status, body } = await correct(account, 'https://x.com/i/user/501');
    expect([status, body]).toMatchObject([
      200,
      { id: account, networkAccountId: '501', status: 'disconnected', openDisconnectId: opened.id },
    ]);
    expect((await changesOf(account)).at(-1)).toEqual({ type: 'id_corrected', detail: { networkAccountId: '501' } });
    const timeline = await api.call('GET', `/v1/disconnects/${opened.id}/timeline`);
    expect(timeline.body.items.at(-1)).toMatchObject({
      type: 'account_id_corrected',
      detail: { from: 'fairview', to: '501' },
    });
    // A second time, it changes nothing.
    await correct(account, '501');
    expect((await changesOf(account)).filter(({ type }) => type === 'id_corrected')).toHaveLength(1);
  });

  test('leaves an account connected that Relink was never authorized for', async () => {
    const account = await anAccount(api.context.db, api.city, { networkAccountId: 'library' });
    expect((await correct(account, '502')).body).toMatchObject({ status: 'connected', openDisconnectId: null });
  });

  test('gives up the permission for the wrong id, and asks for one for the right id', async () => {
    const { body: added } = await add({ networkAccountId: '503', authorization: { accessToken: 'of the wrong one' } });
    const { body } = await correct(added.id, '504');
    expect(body).toMatchObject({ status: 'disconnected', openDisconnectId: expect.any(String) });
    expect(await credentialsOf(added.id)).toEqual([]);
    expect((await api.call('GET', `/v1/accounts/${added.id}/credential`)).body.code).toBe('disconnected');
    const disconnect = await api.call('GET', `/v1/disconnects/${body.openDisconnectId as string}`);
    expect(disconnect.body).toMatchObject({ reason: 'permission_missing' });
    const [reported] = await api.context.db
      .select()
      .from(audit)
      .where(and(eq(audit.accountId, added.id), eq(audit.type, 'reported')));
    // The administrator corrected an id. Nothing says that she reported a disconnect.
    expect(reported?.actor).toMatchObject({ kind: 'relink' });
  });

  test('is refused when another account has that id, while it’s being transferred, and to an owner', async () => {
    const { db } = api.context;
    const { body: other } = await add({ networkAccountId: '505', ownerId: api.city.otherOwner });
    const account = await anAccount(db, api.city, { networkAccountId: 'parks' });
    expect(await correct(account, '505')).toMatchObject({
      status: 409,
      body: { code: 'already_in_archive', accountId: other.id, ownerId: api.city.otherOwner },
    });
    expect(await correct(account, '@parks')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'networkAccountId', code: 'not_an_account_id' }] },
    });
    expect((await correct(account, '506', api.city.owner)).status).toBe(403);
    await aRunningTransfer(db, api.city, [account]);
    expect((await correct(account, '506')).body.code).toBe('transfer_in_progress');
    expect(await rowOf('506')).toBeUndefined();
  });

  test('to one that two accounts get at the same moment is refused for one of them', async () => {
    const { db } = api.context;
    const both = await Promise.all(['a', 'b'].map((id) => anAccount(db, api.city, { networkAccountId: `twin-${id}` })));
    const answers = await Promise.all(both.map((account) => correct(account, '507')));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });
});
