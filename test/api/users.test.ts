import { describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { audit, emails, personalizedLinks, users } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

const linkMailsTo = async (userId: string) =>
  api.context.db
    .select()
    .from(emails)
    .where(and(eq(emails.userId, userId), eq(emails.kind, 'link')));

const add = (more: object = {}) =>
  api.call('POST', '/v1/users', { name: 'Ann Lee', email: 'ann@city.example', roles: ['account_owner'], ...more });

const primaryOf = async (archiveId: string) =>
  (await api.context.db.select().from(users).where(eq(users.archiveId, archiveId)))
    .filter(({ adminRole }) => adminRole === 'primary_administrator')
    .map(({ id }) => id);

test('a new Account Owner is emailed the Personalized Link, once', async () => {
  const { status, body } = await add();
  expect(status).toBe(201);
  expect(body).toMatchObject({ name: 'Ann Lee', roles: ['account_owner'], access: 'connect_only', emailState: 'ok' });
  expect(await linkMailsTo(body.id)).toMatchObject([{ state: 'due', payload: { why: 'added' } }]);
});

test('a person’s language and time zone can be set, and reset to the archive’s', async () => {
  const { body } = await add({ email: 'habla@city.example', locale: 'es', timeZone: 'America/Denver' });
  expect(body).toMatchObject({ locale: 'es', timeZone: 'America/Denver' });
  const patch = (more: object) => api.call('PATCH', `/v1/users/${body.id}`, more);
  expect((await patch({ timeZone: null })).body).toMatchObject({ locale: 'es', timeZone: null });
  expect((await patch({ locale: null })).body).toMatchObject({ locale: null, timeZone: null });
  expect(await patch({ locale: 'tlh' })).toMatchObject({ status: 422, body: { errors: [{ path: 'locale' }] } });
  expect(await patch({ timeZone: '+02:00' })).toMatchObject({ status: 422, body: { errors: [{ path: 'timeZone' }] } });
});

test('a new administrator gets no link', async () => {
  const { body } = await add({ email: 'admin@city.example', roles: ['read_only_administrator'] });
  expect(await linkMailsTo(body.id)).toEqual([]);
});

test('whoever a key adds is told of to the Primary Administrator if they’re an administrator, and not if they only connect accounts', async () => {
  const told = () =>
    api.context.db
      .select({ userId: emails.userId, payload: emails.payload })
      .from(emails)
      .where(and(eq(emails.archiveId, api.city.archiveId), eq(emails.kind, 'security_notice')))
      .orderBy(emails.id);
  const before = (await told()).length;
  await add({ name: 'Only Connects', email: 'only-connects@city.example' });
  await add({ name: 'New Boss', email: 'boss@city.example', roles: ['full_access_administrator'] });
  const security = { change: 'roles', people: [{ name: 'New Boss' }], total: 1 };
  expect((await told()).slice(before)).toMatchObject([
    { userId: api.city.primary, payload: { security, by: { kind: 'archive' } } },
  ]);
});

test('an email address belongs to one user of an archive, ignoring case', async () => {
  await add({ email: 'twice@city.example' });
  expect(await add({ email: 'Twice@City.example' })).toMatchObject({ status: 409, body: { code: 'email_taken' } });
  const elsewhere = await api.call(
    'POST',
    '/v1/users',
    { name: 'Same', email: 'twice@city.example', roles: ['account_owner'] },
    { key: api.otherKey },
  );
  expect(elsewhere.status).toBe(201);
});

describe('a shared mailbox', () => {
  const refusal = (name: string) => ({
    status: 409,
    body: {
      code: 'email_taken',
      detail: expect.stringMatching(new RegExp(`^${name} already has the address .*keep one person for it`)),
    },
  });

  test('is refused to a second person: the refusal names the first one and says how to share it', async () => {
    const { body: dana } = await add({ name: 'Dana Fox', email: 'clerk@city.example' });
    expect(await add({ name: 'Bob Stone', email: ' CLERK@City.Example ' })).toMatchObject(refusal('Dana Fox'));
    const { body: bob } = await add({ name: 'Bob Stone', email: 'bob@city.example' });
    const change = await api.call('PATCH', `/v1/users/${bob.id}`, { email: 'Clerk@city.example' });
    expect(change).toMatchObject(refusal('Dana Fox'));
    expect((await api.call('GET', `/v1/users/${bob.id}`)).body.email).toBe('bob@city.example');
    expect((await api.call('PATCH', `/v1/users/${dana.id}`, { email: 'clerk@city.example' })).status).toBe(200);
  });

  test('goes to one of ten people who are added at the same moment, and the others are told to whom', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => add({ name: `Person ${i}`, email: 'front-desk@city.example' })),
    );
    const [added, ...second] = answers.filter(({ status }) => status === 201);
    expect(second).toEqual([]);
    const refused = answers.filter((answer) => answer !== added);
    expect(refused).toHaveLength(9);
    for (const answer of refused) expect(answer).toMatchObject(refusal(String(added!.body.name)));
  });

  test('in two lines of a file is refused with the line and the name of the first person', async () => {
    const csv = 'name,email,roles\nDana Fox,desk@city.example,account_owner\nBob,DESK@city.example,account_owner\n';
    const { status, body } = await api.upload('/v1/users/import', csv);
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      expect.objectContaining({
        line: 3,
        field: 'email',
        message: expect.stringMatching(/^Line 2 already has the address DESK@city.example, for Dana Fox\./),
      }),
    ]);
  });
});

describe('trying a given-up address again', () => {
  const retry = (id: string, options = {}) => api.call('POST', `/v1/users/${id}/email-retry`, {}, options);

  test('is for those who can change people: it is in the audit, and the owner is emailed their link', async () => {
    const { body: owner } = await add({ name: 'Gone', email: 'gone@city.example', roles: ['account_owner'] });
    await api.context.db
      .update(users)
      .set({ emailState: 'bounced', emailFailedAt: new Date() })
      .where(eq(users.id, owner.id));
    expect((await retry(owner.id, { as: api.city.readOnly })).status).toBe(403);
    expect((await retry(owner.id, { as: owner.id })).status).toBe(403);
    expect((await retry(owner.id, { key: api.otherKey })).status).toBe(404);
    expect(await retry(owner.id, { as: api.city.primary })).toMatchObject({
      status: 200,
      body: { emailState: 'ok', emailFailedAt: null, emailRetriedAt: expect.any(String), emailConfirmedAt: null },
    });
    // The first one was still waiting to be sent.
    expect(await linkMailsTo(owner.id)).toHaveLength(1);
    const events = await api.context.db.select().from(audit).where(eq(audit.userId, owner.id));
    expect(events.filter(({ type }) => type === 'address_retried')).toMatchObject([
      { actor: { kind: 'user', id: api.city.primary }, detail: { to: 'gone@city.example' } },
    ]);
    expect(await retry(owner.id)).toMatchObject({ status: 200, body: { emailState: 'ok' } });
    expect(await linkMailsTo(owner.id)).toHaveLength(1);
  });
});

describe('the Primary Administrator', () => {
  test('is demoted in the same transaction that names another one', async () => {
    const before = api.city.primary;
    const { body: named } = await add({ email: 'new-primary@city.example', roles: ['primary_administrator'] });
    expect(await primaryOf(api.city.archiveId)).toEqual([named.id]);
    const former = await api.call('GET', `/v1/users/${before}`);
    expect(former.body.roles).toEqual(['full_access_administrator']);
    const back = await api.call('PATCH', `/v1/users/${before}`, { roles: ['primary_administrator'] });
    expect(back.body.roles).toEqual(['primary_administrator']);
    expect(await primaryOf(api.city.archiveId)).toEqual([before]);
  });

  test('is exactly one person after ten simultaneous calls that each name another', async () => {
    const people = await Promise.all(
      Array.from({ length: 10 }, (_, i) => add({ email: `race-${i}@city.example`, roles: ['account_owner'] })),
    );
    const answers = await Promise.all(
      people.map(({ body }) =>
        api.call('PATCH', `/v1/users/${body.id}`, { roles: ['account_owner', 'primary_administrator'] }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(await primaryOf(api.city.archiveId)).toHaveLength(1);
  });

  test('cannot be removed or lose the role until another one is named', async () => {
    const [primary] = await primaryOf(api.city.archiveId);
    for (const attempt of [
      api.call('DELETE', `/v1/users/${primary}`),
      api.call('PATCH', `/v1/users/${primary}`, { roles: ['read_only_administrator'] }),
    ]) {
      expect(await attempt).toMatchObject({ status: 409, body: { code: 'primary_administrator_required' } });
    }
    expect(await primaryOf(api.city.archiveId)).toEqual([primary]);
  });
});

describe('removing an Account Owner', () => {
  test('is refused while they own accounts or Parent Profiles', async () => {
    const { body: owner } = await add({ email: 'owning@city.example' });
    await anAccount(api.context.db, api.city, { ownerId: owner.id });
    const refused = { status: 409, body: { code: 'owner_has_accounts', accountCount: 1 } };
    expect(await api.call('DELETE', `/v1/users/${owner.id}`)).toMatchObject(refused);
    expect(await api.call('PATCH', `/v1/users/${owner.id}`, { roles: ['read_only_administrator'] })).toMatchObject(
      refused,
    );

    const { body: other } = await add({ email: 'profile@city.example' });
    await api.call('POST', '/v1/parent-profiles', {
      network: 'facebook',
      networkProfileId: '1',
      name: 'P',
      ownerId: other.id,
    });
    expect(await api.call('DELETE', `/v1/users/${other.id}`)).toMatchObject({
      status: 409,
      body: { code: 'owner_has_accounts', accountCount: 0, parentProfileCount: 1 },
    });
  });

  test('ends the Personalized Link and is audited', async () => {
    const { body: owner } = await add({ email: 'leaving@city.example' });
    await api.call('POST', `/v1/users/${owner.id}/personalized-link`, { delivery: 'copy' });
    expect((await api.call('DELETE', `/v1/users/${owner.id}`)).status).toBe(204);
    const { db } = api.context;
    expect(await db.select().from(personalizedLinks).where(eq(personalizedLinks.userId, owner.id))).toEqual([]);
    expect((await api.call('GET', `/v1/users/${owner.id}`)).status).toBe(404);
    const entries = await db.select().from(audit).where(eq(audit.userId, owner.id)).orderBy(audit.id);
    const types = entries.map(({ type }) => type);
    expect(types).toEqual(['user_added', 'link_copied', 'user_removed']);
  });
});

test('saving an email address, new or the same, makes it deliverable again', async () => {
  const { body: user } = await add({ email: 'dead@city.example' });
  const dead = () => api.context.db.update(users).set({ emailState: 'bounced' }).where(eq(users.id, user.id));
  await dead();
  const { body: named } = await api.call('PATCH', `/v1/users/${user.id}`, { name: 'Other Name' });
  expect(named.emailState).toBe('bounced');
  const { body: changed } = await api.call('PATCH', `/v1/users/${user.id}`, { email: 'alive@city.example' });
  expect(changed).toMatchObject({ email: 'alive@city.example', emailState: 'ok' });
  await dead();
  // The mailbox was repaired; the administrator says so by saving the same address.
  const { body: same } = await api.call('PATCH', `/v1/users/${user.id}`, { email: 'alive@city.example' });
  expect(same.emailState).toBe('ok');
});

test('a user who becomes an Account Owner is emailed the link; one who already is gets no email', async () => {
  const { body: user } = await add({ email: 'grows@city.example', roles: ['read_only_administrator'] });
  const roles = ['account_owner', 'read_only_administrator'];
  await api.call('PATCH', `/v1/users/${user.id}`, { roles });
  await api.call('PATCH', `/v1/users/${user.id}`, { roles, name: 'Grown' });
  expect(await linkMailsTo(user.id)).toHaveLength(1);
});

test('the list pages through everyone once and can be filtered by role', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { body }: { body: { items: { id: string }[]; nextCursor: string | null } } = await api.call(
      'GET',
      `/v1/users?limit=3${cursor ? `&cursor=${cursor}` : ''}`,
    );
    expect(body.items.length).toBeLessThanOrEqual(3);
    seen.push(...body.items.map(({ id }) => id));
    cursor = body.nextCursor;
  } while (cursor);
  const all = await api.context.db.select().from(users).where(eq(users.archiveId, api.city.archiveId));
  expect(seen.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
  const { body } = await api.call('GET', '/v1/users?role=primary_administrator&limit=200');
  expect(body.items).toHaveLength(1);
});

test.each([
  ['no role', { roles: [] }, 'roles'],
  ['two administrator roles', { roles: ['primary_administrator', 'read_only_administrator'] }, 'roles'],
  ['an unknown role', { roles: ['boss'] }, 'roles.0'],
  ['an invalid email address', { email: 'ann' }, 'email'],
  ['a line break in the name', { name: 'Ann\nBcc: all@city.example' }, 'name'],
  ['a text direction mark in the name', { name: 'Ann \u202Eeel' }, 'name'],
  ['a blank name', { name: '   ' }, 'name'],
  ['an unknown field', { isPrimary: true }, 'isPrimary'],
])('%s is refused, and the error names the field', async (_what, wrong, path) => {
  const { status, body } = await add({ email: 'wrong@city.example', ...wrong });
  expect(status).toBe(422);
  expect(body).toMatchObject({ code: 'invalid_request', errors: [{ path }] });
});

test('a name can contain emoji and any script', async () => {
  const { body } = await add({ email: 'world@city.example', name: '  Zoë 山田 👩‍👩‍👧  ' });
  expect(body.name).toBe('Zoë 山田 👩‍👩‍👧');
});

test('a program that adds many people with one mailbox learns when the email of each goes out', async () => {
  const added = [];
  for (let i = 0; i < 21; i += 1)
    added.push(await add({ name: 'Desk', email: `desk+${i}@one-mailbox.example`, roles: ['account_owner'] }));
  const turns = added.map(({ status, body }) => [status, body.emailNotBefore]);
  expect(turns.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => [201, undefined]));
  expect(turns[20]).toEqual([201, expect.any(String)]);
  const [row] = await api.context.db
    .select({ notBefore: emails.notBefore })
    .from(emails)
    .where(eq(emails.userId, added[20]!.body.id));
  expect(row!.notBefore!.toISOString()).toBe(turns[20]![1]);
});
