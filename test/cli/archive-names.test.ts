/** What archives are called: the operator vouches for it, and people can tell archives apart. */
import { describe, expect, test } from '@jest/globals';
import { eq, inArray } from 'drizzle-orm';
import { archives, audit } from '../../db/schema.js';
import { findLookAlikeSenders, nameAsRead } from '../../services/archives/archive-names.js';
import { UNICODE_VERSION } from '../../services/archives/confusables.js';
import { changeArchiveSettings } from '../../services/archives/settings.js';
import { createArchive } from '../../services/operations/create-archive.js';
import { renameArchive } from '../../services/operations/rename-archive.js';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

const operator = { kind: 'operator', name: 'the operator' } as const;
const create = (name: string) =>
  createArchive(api.context, operator, { name, administrator: { name: 'Ann', email: 'ann@city.example' } });
const rename = (archiveId: string, name: string) => renameArchive(api.context, operator, archiveId, { name });
const named = async (...names: string[]) =>
  (await api.context.db.select().from(archives).where(inArray(archives.name, names))).length;

const LOOK_ALIKES = [
  ['in capitals', 'CITY OF LAKEWOOD'],
  ['with other spaces and a period', 'City  of\u00A0Lakewood.'],
  ['with Cyrillic letters', 'Сity оf Lаkewооd'],
  ['with a zero', 'City of Lakew0od'],
  ['with an accent', 'Cíty of Lakewood'],
  ['with two letters that look like one', 'City of Lakevvood'],
  ['with a letter of another width', 'Ｃity of Lakewood'],
  ['with an invisible character', 'City of Lake\u200Dwood'],
] as const;

test.each(LOOK_ALIKES)('a name %s reads like the same name', (_how, name) => {
  expect(nameAsRead(name)).toBe(nameAsRead('City of Lakewood'));
});

test.each([
  ['Greek', 'Clty οf Lαkewοοd', 'City of Lakewood'],
  ['mathematical', '𝐂𝐢𝐭𝐲 𝑜𝑓 𝓛𝓪𝓴𝓮𝔀𝓸𝓸𝓭', 'City of Lakewood'],
  ['outlined', '\u{1CCD8}ity of \u{1CCE1}akewood', 'City of Lakewood'],
  ['small capital', 'City of Lakewꝏd', 'City of Lakewood'],
  ['the digit one and capital I', '1llinois Schoo1s', 'Illinois Schools'],
  ['r and n', 'Bumham Schools', 'Burnham Schools'],
  ['Armenian', 'Mesa Տchools', 'Mesa Schools'],
  ['Cherokee', 'Ꮇesa Schools', 'Mesa Schools'],
  ['Georgian', 'Mesa \u{10BD}chools', 'Mesa Schools'],
  ['lunate', '\u03F9ity of Lakewood', 'City of Lakewood'],
  ['small lunate', 'Ar\u03F2hive', 'Archive'],
  ['squared', '\u{1F132}ity of Lakewood', 'City of Lakewood'],
  ['trademarked', 'City of Lakewood™', 'City of Lakewood'],
  ['Mandaic and new Kirat Rai', '\u{11DE0}ak Scho\u{840}ls', 'Oak Schools'],
])('%s letters make no other name', (_which, name, other) => {
  expect(nameAsRead(name)).toBe(nameAsRead(other));
});

test('the table of look-alikes is as new as the Unicode of the runtime', () => {
  expect(Number(UNICODE_VERSION)).toBeGreaterThanOrEqual(Number(process.versions.unicode));
});

test.each(['City of Lakewoods', 'Lakewood Schools', 'City of Lakewood, CO', '中央区'])(
  '“%s” reads like another name',
  (name) => {
    expect(nameAsRead(name)).not.toBe(nameAsRead('City of Lakewood'));
  },
);

test('neighboring counties keep their names', () => {
  const names = ['Clay County', 'Day County', 'Clark County', 'Dark County', 'Adams County', 'Adarns County Schools'];
  expect(new Set(names.map(nameAsRead)).size).toBe(names.length);
});

describe('an archive’s name', () => {
  test('that reads like that of another archive is refused, for a new archive and for a rename', async () => {
    const made = await create('City of Lakewood');
    const archiveId = made.outcome === 'created' ? made.archiveId : '';
    const other = { outcome: 'name_taken', other: { id: archiveId, name: 'City of Lakewood' } };
    for (const [, name] of LOOK_ALIKES) {
      expect(await create(name)).toEqual(other);
      expect(await rename(api.city.archiveId, name)).toEqual(other);
    }
    expect(await named(...LOOK_ALIKES.map(([, name]) => name))).toBe(0);
    expect(await rename(archiveId, 'CITY OF LAKEWOOD')).toMatchObject({ outcome: 'renamed' });
  });

  test('that reads like the product or the sender of another archive is refused, too', async () => {
    const made = await create('Village of Ashton');
    const id = made.outcome === 'created' ? made.archiveId : '';
    await api.context.db
      .update(archives)
      .set({ productName: 'Ashton Archive', senderName: 'Ashton City Clerk' })
      .where(eq(archives.id, id));
    for (const [name, alias] of [
      ['Asht0n Archive', 'Ashton Archive'],
      ['ASHTON CITY CLERK', 'Ashton City Clerk'],
    ] as const) {
      const taken = { outcome: 'name_taken', other: { id, name: 'Village of Ashton', alias } };
      expect(await create(name)).toEqual(taken);
      expect(await rename(api.city.archiveId, name)).toEqual(taken);
      expect(await named(name)).toBe(0);
      expect(await rename(id, name)).toMatchObject({ outcome: 'renamed' });
      await rename(id, 'Village of Ashton');
    }
    const next = await create('Village of Ashton Heights');
    const nextId = next.outcome === 'created' ? next.archiveId : '';
    const product = (productName: string) => renameArchive(api.context, operator, nextId, { productName });
    expect(await product('Ashton city c1erk')).toMatchObject({ outcome: 'product_name_taken', other: { id } });
    expect(await product('ASHTON ARCHIVE')).toMatchObject({ outcome: 'renamed' });
  });

  test('goes to one of two operators who ask for it at the same moment', async () => {
    const outcomes = await Promise.all(
      ['Town of Brook', 'TOWN OF BROOK', 'Tоwn of Brook', 'Town of Br00k'].map((name) => create(name)),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect(await named('Town of Brook', 'TOWN OF BROOK', 'Tоwn of Brook', 'Town of Br00k')).toBe(1);
  });

  test.each([
    ['name', { name: 'City of Somewhere Else' }],
    ['productName', { productName: 'City of Somewhere Else' }],
  ])('and product name can’t be changed by the archive itself: %s', async (setting, change) => {
    const before = (await api.call('GET', '/v1/archive')).body;
    const changes = () => api.context.db.$count(audit, eq(audit.type, 'settings_changed'));
    const count = await changes();
    const answer = await api.call('PATCH', '/v1/archive', { ...change, timeZone: 'America/Chicago' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'set_by_operator', setting } });
    expect((await api.call('GET', '/v1/archive')).body).toEqual(before);
    expect(await changes()).toBe(count);
  });

  test('can be sent along unchanged with other settings', async () => {
    const { name, productName } = (await api.call('GET', '/v1/archive')).body;
    const answer = await api.call('PATCH', '/v1/archive', { name, productName, timeZone: 'America/Denver' });
    expect(answer).toMatchObject({ status: 200, body: { name, productName, timeZone: 'America/Denver' } });
    expect((await api.call('PATCH', '/v1/archive', { productName: null })).status).toBe(200);
  });

  test('is changed by the operator, and the audit log says so', async () => {
    const { archiveId } = api.city;
    const names = { name: 'City of Rivers', productName: 'River Records' };
    const first = await renameArchive(api.context, operator, archiveId, names);
    expect(first).toEqual({ outcome: 'renamed', ...names });
    expect((await api.call('GET', '/v1/archive')).body).toMatchObject(names);
    expect(await renameArchive(api.context, operator, archiveId, names)).toEqual({ outcome: 'unchanged', ...names });
    const rows = await api.context.db.select().from(audit).where(eq(audit.archiveId, archiveId));
    expect(rows.filter(({ actor }) => actor.kind === 'operator').map(({ detail }) => detail)).toEqual([names]);
    await renameArchive(api.context, operator, archiveId, { productName: null });
    expect((await api.call('GET', '/v1/archive')).body).toMatchObject({ productName: 'ArchiveSocial' });
    expect(await renameArchive(api.context, operator, 'arc_none', names)).toEqual({ outcome: 'no_archive' });
  });
});

describe('the sender name of an archive’s emails', () => {
  const patch = (senderName: string | null) => api.call('PATCH', '/v1/archive', { senderName });
  const ownNameIs = (name: string) =>
    api.context.db.update(archives).set({ name, productName: null }).where(eq(archives.id, api.city.archiveId));
  const savedSender = async () => (await api.call('GET', '/v1/archive')).body.senderName;

  test.each([
    ['name of another archive', 'Tоwn of Senderville'],
    ['product name of another archive', 'senderville  RECORDS'],
    ['sender name of another archive', 'Senderville C1erk'],
  ])('can’t read like the %s', async (_, senderName) => {
    await patch(null);
    const made = await create(`Town of Senderville`);
    if (made.outcome === 'created')
      await api.context.db
        .update(archives)
        .set({ productName: 'Senderville Records', senderName: 'Senderville Clerk' })
        .where(eq(archives.id, made.archiveId));
    const answer = await patch(senderName);
    expect(answer).toMatchObject({ status: 409, body: { code: 'sender_name_taken' } });
    expect(JSON.stringify(answer.body)).not.toContain('Senderville');
    expect(await savedSender()).toBeNull();
  });

  test('can’t read like the operator’s product, if the archive has another one', async () => {
    const productName = String((await api.call('GET', '/v1/archive')).body.productName);
    const as = (name: string | null) => renameArchive(api.context, operator, api.city.archiveId, { productName: name });
    await as('Another Product');
    for (const like of [productName.toUpperCase(), 'Ar\u03F2hivesocial', `${productName}™`, `${productName} Security`])
      expect(await patch(like)).toMatchObject({ status: 409, body: { code: 'sender_name_taken' } });
    await as(null);
    expect((await patch(productName)).status).toBe(200);
  });

  test.each([
    '\u03F9ity of Fairview',
    'City of Fairview™',
    'City of Fairview \u24C7',
    'The City of Fairview',
    'The C i t y of Fair-View: Clerk',
    'CITY OF FAIRVIEW SECURITY',
    'Ar\u03F2hivesocial Support',
    'ArchiveSocial™ Support',
    'ArchiveSocial Security',
    'Archive Social Security',
    'City of Springfield Schools Office',
  ])('isn’t another archive’s or the product’s: %s', async (senderName) => {
    for (const name of ['City of Fairview', 'City of Springfield Schools']) await create(name);
    await ownNameIs('City of Springfield');
    await patch(null);
    expect(await patch(senderName)).toMatchObject({ status: 409, body: { code: 'sender_name_taken' } });
    expect(await savedSender()).toBeNull();
  });

  test.each([
    'security@fairview.gov',
    'security＠fairview.gov',
    'notices@relink.example',
    'Clerk of fairview.gov',
    'fairview。gov',
  ])('isn’t an address, and is refused as one: %s', async (senderName) => {
    await create('City of Fairview');
    const problem = { path: 'senderName', message: expect.stringMatching(/^This looks like an email address/) };
    expect(await patch(senderName)).toMatchObject({
      status: 422,
      body: { code: 'invalid_request', errors: [problem] },
    });
    expect(await savedSender()).toBeNull();
  });

  test.each([
    'City of Springfield Records Office',
    'Office of the Clerk, City of Springfield',
    'City of Springfield ArchiveSocial',
    'Records Office',
    'Fairview Road Library',
    'U.S. Archives, Dept. 2.5',
    'ArchiveSocial™',
  ])('can be %s in the archive of the City of Springfield', async (senderName) => {
    for (const name of ['City of Fairview', 'Springfield', 'Office of the Mayor']) await create(name);
    await ownNameIs('City of Springfield');
    expect(await patch(senderName)).toMatchObject({ status: 200, body: { senderName } });
  });

  test('can be the archive’s own name, and one from before this rule is kept', async () => {
    const name = String((await api.call('GET', '/v1/archive')).body.name);
    expect((await patch(name)).status).toBe(200);
    const taken = 'Town of Before';
    await create(taken);
    const ofApi = eq(archives.id, api.city.archiveId);
    await api.context.db.update(archives).set({ senderName: taken }).where(ofApi);
    const kept = await api.call('PATCH', '/v1/archive', { senderName: taken, timeZone: 'America/Phoenix' });
    expect(kept).toMatchObject({ status: 200, body: { senderName: taken, timeZone: 'America/Phoenix' } });
    const ofThisOne = (await findLookAlikeSenders(api.context.db)).filter(({ id }) => id === api.city.archiveId);
    expect(ofThisOne).toMatchObject([{ sender: taken, other: { name: taken } }]);
    await patch(null);
  });

  test('goes to only one of two archives that ask for it at the same moment', async () => {
    const made = await Promise.all(['Twin A', 'Other B'].map((name) => create(`${name} ${Date.now()}`)));
    const as = (archiveId: string) => ({ kind: 'system' as const, archiveId, actor: operator });
    const answers = await Promise.allSettled(
      made.map((one, i) =>
        changeArchiveSettings(api.context, as(one.outcome === 'created' ? one.archiveId : ''), {
          senderName: ['Twin Records Office', 'TWIN RECORDS 0FFICE'][i]!,
        }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});
