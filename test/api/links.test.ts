import { expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { openLink } from '../../services/access/personalized-links.js';
import { audit, emails, personalizedLinks, users } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

const ask = (body: object, userId = api.city.owner, as?: string) =>
  api.call('POST', `/v1/users/${userId}/personalized-link`, body, { as });

async function judge(url: string): Promise<string> {
  const { db, config } = api.context;
  const [, id = '', secret = ''] = /#(lnk_\w+)\.([\w-]+)$/.exec(url) ?? [];
  return (await openLink(db, config.keys, config.windows, id, secret)).outcome;
}

test('copying returns the same link until it is renewed; then the old one is dead', async () => {
  const first = (await ask({ delivery: 'copy' })).body.url;
  expect((await ask({ delivery: 'copy' })).body.url).toBe(first);
  expect(await judge(first)).toBe('valid');
  const second = (await ask({ delivery: 'copy', renew: true })).body.url;
  expect(second).not.toBe(first);
  expect([await judge(first), await judge(second)]).toEqual(['dead', 'valid']);
});

test('a key that can’t act for people can’t copy a link either, which would let it act as the owner', async () => {
  const path = `/v1/users/${api.city.owner}/personalized-link`;
  const key = await api.aKey(['read', 'manage']);
  expect(await api.call('POST', path, { delivery: 'copy' }, { key })).toMatchObject({
    status: 403,
    body: { code: 'scope_missing' },
  });
  const row = and(eq(audit.archiveId, api.city.archiveId), eq(audit.type, 'link_copied'));
  const before = await api.context.db.$count(audit, row);
  const both = await api.aKey(['act', 'manage']);
  expect((await api.call('POST', path, { delivery: 'copy' }, { key: both })).status).toBe(200);
  expect(await api.context.db.$count(audit, row)).toBe(before + 1);
});

test('a key that can’t act for people can’t have an owner’s link mailed to an address of its choice', async () => {
  const { owner, archiveId } = api.city;
  const { url } = (await ask({ delivery: 'copy' })).body;
  const { email } = (await api.call('GET', `/v1/users/${owner}`)).body;
  const mails = () => api.context.db.$count(emails, eq(emails.archiveId, archiveId));
  const before = await mails();
  const key = await api.aKey(['read', 'manage']);
  const change = (body: object, userId = owner) => api.call('PATCH', `/v1/users/${userId}`, body, { key });
  const refused = { status: 403, body: { code: 'scope_missing' } };
  expect(await change({ email: 'mallory@elsewhere.example' })).toMatchObject(refused);
  // Nor by making an owner of someone at the same moment.
  const more = { email: 'mallory@elsewhere.example', roles: ['account_owner'] };
  expect(await change(more, api.city.readOnly)).toMatchObject(refused);
  expect((await api.call('GET', `/v1/users/${owner}`)).body.email).toBe(email);
  expect([await judge(url), await mails()]).toEqual(['valid', before]);
  expect((await change({ email: email.toUpperCase(), name: 'Renamed' })).status).toBe(200);
});

test('the secret is never stored', async () => {
  const { url } = (await ask({ delivery: 'copy' })).body;
  const secret = url.split('.').at(-1) ?? '';
  expect(Buffer.from(secret, 'base64url').length).toBeGreaterThanOrEqual(16);
  const rows = JSON.stringify(await api.context.db.select().from(personalizedLinks));
  expect(rows).not.toContain(secret);
});

test('sending creates an email that names the sender', async () => {
  const { status, body } = await ask({ delivery: 'email' }, api.city.otherOwner, api.city.primary);
  expect([status, body]).toEqual([202, { email: { merged: false, notBefore: null } }]);
  const mails = await api.context.db
    .select()
    .from(emails)
    .where(and(eq(emails.userId, api.city.otherOwner), eq(emails.kind, 'link')));
  expect(mails).toMatchObject([{ state: 'due', payload: { why: 'requested', senderName: 'Primary' } }]);
});

test('nothing is sent to an undeliverable address, but the link can still be copied', async () => {
  await api.context.db.update(users).set({ emailState: 'bounced' }).where(eq(users.id, api.city.otherOwner));
  expect(await ask({ delivery: 'email' }, api.city.otherOwner)).toMatchObject({
    status: 409,
    body: { code: 'address_undeliverable' },
  });
  expect((await ask({ delivery: 'copy' }, api.city.otherOwner)).status).toBe(200);
});

test('only Account Owners have a link', async () => {
  expect(await ask({ delivery: 'copy' }, api.city.primary)).toMatchObject({
    status: 422,
    body: { code: 'not_an_account_owner' },
  });
});

test('a new address gets a new link, and the link in the old mailbox is dead', async () => {
  const added = await api.call('POST', '/v1/users', {
    name: 'Moira',
    email: 'moira@old.example',
    roles: ['account_owner'],
  });
  const { url } = (await ask({ delivery: 'copy' }, added.body.id)).body;
  const linkMails = () =>
    api.context.db
      .select({ id: emails.id })
      .from(emails)
      .where(and(eq(emails.userId, added.body.id), eq(emails.kind, 'link')));
  const change = (body: object) => api.call('PATCH', `/v1/users/${added.body.id}`, body);

  await change({ email: 'MOIRA@old.example', name: 'Moira R.' });
  expect(await judge(url)).toBe('valid');
  expect(await linkMails()).toHaveLength(1);
  await change({ email: 'moira@new.example' });
  expect(await judge(url)).toBe('dead');
  // The first email was still waiting, so it goes to the new address.
  expect(await linkMails()).toHaveLength(1);
});
