import { describe, expect, test } from '@jest/globals';
import { and, eq, like } from 'drizzle-orm';
import { accounts, emails, users } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

type Errors = { line: number; field: string | null; message: string }[];
const importUsers = (csv: string | Buffer, query = '') => api.upload(`/v1/users/import${query}`, csv);
const importAccounts = (csv: string, query = '') => api.upload(`/v1/accounts/import${query}`, csv);
const where = (body: Record<string, unknown>) => (body.errors as Errors).map(({ line, field }) => [line, field]);
const peopleOf = async () =>
  api.context.db.select().from(users).where(eq(users.archiveId, api.city.archiveId)).orderBy(users.id);
const byEmail = async (email: string) => (await peopleOf()).find((user) => user.email === email);

describe('importing users', () => {
  test('accepts a spreadsheet’s own export: BOM, CRLF, quotes, blank lines, and a header in any order and case', async () => {
    const csv =
      '\uFEFF Roles ,EMAIL,"Name"\r\naccount_owner,a1@x.example,"Lee, Ann ""Annie"""\r\n,,\r\n\r\n"account_owner;read_only_administrator",a2@x.example,Bob\r\n';
    expect(await importUsers(csv)).toMatchObject({ status: 200, body: { created: 2, updated: 0 } });
    expect(await byEmail('a1@x.example')).toMatchObject({
      name: 'Lee, Ann "Annie"',
      isAccountOwner: true,
      adminRole: null,
    });
    expect(await byEmail('a2@x.example')).toMatchObject({ isAccountOwner: true, adminRole: 'read_only_administrator' });
  });

  test.each([
    ['semicolons', 'name;email;roles\nAnn;b1@x.example;"account_owner;read_only_administrator"\n', 'b1@x.example'],
    ['tabs', 'name\temail\troles\nAnn\tb2@x.example\taccount_owner\n', 'b2@x.example'],
    ['semicolons and a "sep=" line', 'sep=;\r\nname;email;roles\r\nAnn;b3@x.example;Account Owner\r\n', 'b3@x.example'],
    [
      'semicolons, a BOM, and role names in Spanish',
      '\uFEFFName;E-Mail;Roles\nAnn;b5@x.example;Titular de la cuenta\n',
      'b5@x.example',
    ],
    [
      'cells that are text formulas',
      '="name",="email",="roles"\n="Ann",="b6@x.example",="account_owner"',
      'b6@x.example',
    ],
    ['vertical bars', 'name|email|roles\nAnn|b7@x.example|account_owner\n', 'b7@x.example'],
    ['an empty column in front', ',name,email,roles\n,Ann,b8@x.example,account_owner\n', 'b8@x.example'],
    ['old Mac line endings', 'name,email,roles\rAnn,b4@x.example,account_owner\r', 'b4@x.example'],
  ])('accepts a file with %s', async (_what, csv, email) => {
    expect((await importUsers(csv)).body).toEqual({ created: 1, updated: 0 });
    expect(await byEmail(email)).toMatchObject({ name: 'Ann', isAccountOwner: true });
  });

  test('updates existing people, ignoring the case of their addresses', async () => {
    await importUsers('name,email,roles\nAnn,c1@x.example,account_owner');
    const before = await byEmail('c1@x.example');
    const again = await importUsers(
      'name,email,roles\nAnna,C1@X.example,read_only_administrator\nBob,c2@x.example,account_owner',
    );
    expect(again.body).toEqual({ created: 1, updated: 1 });
    expect(await byEmail('c1@x.example')).toMatchObject({
      id: before?.id,
      name: 'Anna',
      isAccountOwner: false,
      adminRole: 'read_only_administrator',
    });
  });

  test('emails new Account Owners their link, once', async () => {
    const csv = 'name,email,roles\nAnn,d1@x.example,account_owner\nBob,d2@x.example,read_only_administrator';
    await importUsers(csv);
    await importUsers(csv.replace('Ann', 'Anna'));
    const mailsTo = async (email: string) =>
      api.context.db
        .select()
        .from(emails)
        .where(and(eq(emails.kind, 'link'), eq(emails.userId, (await byEmail(email))!.id)));
    expect(await mailsTo('d1@x.example')).toHaveLength(1);
    expect(await mailsTo('d2@x.example')).toHaveLength(0);
  });

  test('saves nothing if there are errors, and names the line and field of each', async () => {
    const before = await peopleOf();
    const csv = [
      'name,email,roles',
      '"Ann', // A quoted newline: the record spans lines 2 and 3.
      'Lee",e1@x,account_owner',
      'Bob,e2@x.example,account_owner',
      ',nonsense,boss',
      'Bob,E2@x.example,account_owner',
      'Cat,e3@x.example,primary_administrator;read_only_administrator',
      'Dan,e4@x.example,account_owner,more',
    ].join('\n');
    const { status, body } = await importUsers(csv);
    expect([status, body.code]).toEqual([422, 'import_invalid']);
    expect(where(body)).toEqual([
      [2, 'email'],
      [5, 'name'],
      [5, 'email'],
      [5, 'roles'],
      [6, 'email'],
      [7, 'roles'],
      [8, null],
    ]);
    const twice = (body.errors as Errors)[4];
    expect(twice?.message).toContain('Line 4 already has the address E2@x.example, for Bob.');
    expect(await peopleOf()).toEqual(before);
  });

  test('keeps quotation marks and line breaks within a cell from breaking a name', async () => {
    const csv =
      'name\temail\troles\nAnn "Annie" Lee\tg1@x.example\taccount_owner\n"Parks\nDesk"\tg2@x.example\taccount_owner';
    expect((await importUsers(csv)).body).toEqual({ created: 2, updated: 0 });
    expect(await byEmail('g1@x.example')).toMatchObject({ name: 'Ann "Annie" Lee' });
    expect(await byEmail('g2@x.example')).toMatchObject({ name: 'Parks Desk' });
  });

  test('names an address that is twice in the file, even if one of the lines has another problem', async () => {
    const csv = 'name,email,roles\nAnn,h1@x.example,boss\nBob,H1@x.example,account_owner';
    expect(where((await importUsers(csv)).body)).toEqual([
      [2, 'roles'],
      [3, 'email'],
    ]);
  });

  test('saves nothing in a dry run', async () => {
    const before = await peopleOf();
    const csv = `name,email,roles\nAnn,f1@x.example,account_owner\nOther,${api.city.emails.owner},account_owner`;
    expect((await importUsers(csv, '?dryRun=true')).body).toEqual({ created: 1, updated: 1 });
    expect((await importUsers(`${csv}\nx,y,z`, '?dryRun=true')).status).toBe(422);
    expect(await peopleOf()).toEqual(before);
  });

  test('never changes the Primary Administrator: a line that names another one, or takes the role away, is refused', async () => {
    const primary = `Primary,${api.city.emails.primary}`;
    const { owner } = api.city.emails;
    for (const lines of [
      ['New,new-primary@g.example,primary_administrator'],
      [`Owner,${owner},account_owner;primary_administrator`],
      [`${primary},read_only_administrator`],
    ])
      expect(where((await importUsers(['name,email,roles', ...lines].join('\n'))).body)).toEqual([[2, 'roles']]);
    const swap = await importUsers(
      `name,email,roles\n${primary},full_access_administrator\nNew,new-primary@g.example,primary_administrator`,
    );
    expect([swap.status, where(swap.body)]).toEqual([
      422,
      [
        [2, 'roles'],
        [3, 'roles'],
      ],
    ]);
    const primaries = (await peopleOf()).filter(({ adminRole }) => adminRole === 'primary_administrator');
    expect(primaries.map(({ id }) => id)).toEqual([api.city.primary]);
    const renamed = await importUsers(`name,email,roles\nRenamed,${api.city.emails.primary},primary_administrator`);
    expect(renamed.body).toEqual({ created: 0, updated: 1 });
  });

  test('cannot take the Account Owner role from someone who owns accounts', async () => {
    await api.call('POST', '/v1/accounts', {
      network: 'x',
      networkAccountId: '9001',
      name: 'A',
      ownerId: api.city.owner,
    });
    const { body } = await importUsers(`name,email,roles\nOwner,${api.city.emails.owner},read_only_administrator`);
    expect(where(body)).toEqual([[2, 'roles']]);
    expect(await byEmail(api.city.emails.owner)).toMatchObject({ isAccountOwner: true });
  });

  test.each([
    ['an unknown column', 'name,mail,roles\na,b,c', 1, 'mail'],
    ['a missing column', 'name,roles\na,b', 1, 'email'],
    ['a duplicate column', 'name,email,roles,Email\na,b,c,d', 1, 'email'],
    ['no content', '\n\n', 1, null],
    ['an unclosed quote', 'name,email,roles\nok,o@x.example,account_owner\n"a,b,c\nd,e,f\n', 3, null],
    ['content in a column without a name', 'name,,email,roles\nAnn,x,q@x.example,account_owner', 2, null],
  ])('refuses a file with %s', async (_what, csv, line, field) => {
    const { status, body } = await importUsers(csv);
    expect([status, body.code, where(body)]).toEqual([422, 'import_invalid', [[line, field]]]);
  });

  test.each([
    [
      'Windows-1252',
      Buffer.from('name,email,roles\nAnn,a@x.example,account_owner\nM\xfcller,m@x.example,account_owner\n', 'latin1'),
      3,
    ],
    ['UTF-16', Buffer.from('\uFEFFname,email,roles\n', 'utf16le'), 1],
    ['UTF-16 without a byte order mark', Buffer.from('name,email,roles\n', 'utf16le'), 1],
  ])('refuses a file in %s and says how to save it', async (_what, bytes, line) => {
    const { status, body } = await importUsers(bytes);
    expect([status, where(body)]).toEqual([422, [[line, null]]]);
    expect((body.errors as Errors)[0]?.message).toContain('CSV UTF-8');
  });

  test('accepts 10,000 people in one file', async () => {
    const rows = (name: string) =>
      Array.from({ length: 10_000 }, (_, i) => `${name} ${i},big${i}@x.example,account_owner`).join('\n');
    const { body } = await importUsers(`name,email,roles\n${rows('A')}`);
    expect(body).toMatchObject({ created: 10_000, updated: 0, heldBack: { until: expect.any(String) } });
    const links = await api.context.db
      .select({ notBefore: emails.notBefore })
      .from(emails)
      .innerJoin(users, and(eq(users.id, emails.userId), like(users.email, 'big%@x.example')));
    expect(links).toHaveLength(10_000);
    expect(links.filter(({ notBefore }) => notBefore !== null)).toHaveLength(
      (body.heldBack as { emails: number }).emails,
    );
    expect((await importUsers(`name,email,roles\n${rows('B')}`)).body).toEqual({ created: 0, updated: 10_000 });
  });
});

describe('importing accounts', () => {
  const HEADER = 'network,networkAccountId,name,ownerEmail,parentProfileId\n';
  const accountOf = async (networkAccountId: string) =>
    (await api.context.db.select().from(accounts).where(eq(accounts.networkAccountId, networkAccountId)))[0];

  test('adds new accounts as connected and updates existing ones', async () => {
    const { body: profile } = await api.call('POST', '/v1/parent-profiles', {
      network: 'facebook',
      networkProfileId: '9002',
      name: 'P',
      ownerId: api.city.owner,
    });
    const owner = api.city.emails.owner;
    const csv = `${HEADER}Facebook Page,1001,Parks,${owner.toUpperCase()},${profile.id}\nx,1002,@city,${owner},\n`;
    expect((await importAccounts(csv)).body).toEqual({ created: 2, updated: 0 });
    expect(await accountOf('1001')).toMatchObject({
      status: 'connected',
      parentProfileId: profile.id,
      ownerId: api.city.owner,
    });
    const again = await importAccounts(`${HEADER}facebook_page,1001,Parks and Rec,${owner},\nx,1003,new,${owner},`);
    expect(again.body).toEqual({ created: 1, updated: 1 });
    expect(await accountOf('1001')).toMatchObject({ name: 'Parks and Rec', parentProfileId: profile.id });
  });

  test('never moves an account to another owner, even without the optional column', async () => {
    await importAccounts(`${HEADER}x,1101,A,${api.city.emails.owner},`);
    const { status, body } = await importAccounts(
      `network,networkAccountId,name,ownerEmail\nx,1101,A,${api.city.emails.otherOwner}\n`,
    );
    expect([status, where(body)]).toEqual([422, [[2, 'ownerEmail']]]);
    expect((body.errors as Errors)[0]?.message).toMatch(new RegExp(`${api.city.emails.owner}.*transfer it`));
    expect(await accountOf('1101')).toMatchObject({ ownerId: api.city.owner });
  });

  test('saves nothing if there are errors, and names the line and field of each', async () => {
    const { owner, primary } = api.city.emails;
    const { status, body } = await importAccounts(
      `${HEADER}x,1201,A,${owner},\nmyspace,,,,\nx,1202,B,nobody@x.example,\nx,1203,C,${primary},\nx,1201,D,${owner},\nx,1204,E,${owner},par_x\nfacebook_page,1205,F,${owner},par_x\n`,
    );
    expect(status).toBe(422);
    expect(where(body)).toEqual([
      [3, 'network'],
      [3, 'networkAccountId'],
      [3, 'name'],
      [3, 'ownerEmail'],
      [4, 'ownerEmail'],
      [5, 'ownerEmail'],
      [6, 'networkAccountId'],
      [7, 'parentProfileId'],
      [8, 'parentProfileId'],
    ]);
    expect((body.errors as Errors)[0]?.message).toBe(
      'Use Facebook Page, Instagram, LinkedIn Page, LinkedIn profile, X, YouTube, or Threads.',
    );
    expect(await accountOf('1201')).toBeUndefined();
  });

  test('says everything about a line at once: a network that isn’t one, and an owner who isn’t there', async () => {
    const { body } = await importAccounts(`${HEADER}LinkedIn,1363540,City,nobody@x.example,`);
    expect(where(body)).toEqual([
      [2, 'network'],
      [2, 'ownerEmail'],
    ]);
  });

  test('names the network that an ID is from', async () => {
    const { body } = await importAccounts(`${HEADER}Facebook,17841405822304914,Parks,${api.city.emails.owner},`);
    expect((body.errors as Errors)[0]?.message).toBe(
      'This is an Instagram account’s ID. Correct the ID or the social network.',
    );
  });

  test('saves nothing in a dry run', async () => {
    const csv = `${HEADER}x,1301,A,${api.city.emails.owner},`;
    expect((await importAccounts(csv, '?dryRun=true')).body).toEqual({ created: 1, updated: 0 });
    expect(await accountOf('1301')).toBeUndefined();
  });
});

test('an import accepts only text/csv, up to 20 MB', async () => {
  const json = await api.call('POST', '/v1/users/import', { name: 'x' });
  expect(json).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
  const huge = await importUsers(Buffer.alloc(20_000_001, 'x'));
  expect(huge).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
});

test.each(['networkAccountId', 'parentProfileId'])(
  'an import refuses a %s that a spreadsheet has rounded',
  async (field) => {
    const cells = { networkAccountId: '555123456789012', parentProfileId: '', [field]: '5.55E+14' };
    const csv = `network,networkAccountId,name,ownerEmail,parentProfileId\nfacebook_page,${cells.networkAccountId},Parks,${api.city.emails.owner},${cells.parentProfileId}`;
    const { status, body } = await importAccounts(csv);
    expect([status, where(body)]).toEqual([422, [[2, field]]]);
    expect((body.errors as Errors)[0]!.message).toMatch(/spreadsheet rounded.*as text/);
  },
);
