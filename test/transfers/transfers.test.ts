/** Transfers, from the request to the emails. */
import { describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { audit, changes, disconnects, emailBatches, emails, transfers, users } from '../../db/schema.js';
import { failTransfer, moveTransfer } from '../../services/transfers/move.js';
import { requestTransfer } from '../../services/transfers/request.js';
import { aProfile, anAccount, aRunningTransfer } from '../rig/builders.js';
import { report } from '../rig/reports.js';
import { until } from '../rig/until.js';
import { DAY_MS } from '../rig/calendar.js';
import { useTransfers } from '../rig/transfers.js';

const { world, town, db, to, transferBeforeFirstEmail } = useTransfers();

const untilMailed = (address: string) =>
  until('the email has arrived', async () => (await world.mailsTo(address)).length > 0);

describe('article: "Do accounts need to be transferred to a different Account Owner?"', () => {
  test('a Parent Profile moves together with the accounts it authorizes', async () => {
    const { id, pages } = await aProfile(db(), town.city, 2);
    const other = await anAccount(db(), town.city);
    const { body } = await town.transferred({ parentProfileIds: [id], ...to() });
    expect(body).toMatchObject({ status: 'completed', moved: { accountIds: pages, parentProfileIds: [id] } });
    expect(await town.ownerOfProfile(id)).toBe(town.city.otherOwner);
    for (const page of pages) {
      expect(await town.ownerOf(page)).toBe(town.city.otherOwner);
      expect(await town.profileOf(page)).toBe(id);
    }
    expect(await town.ownerOf(other)).toBe(town.city.owner);
  });

  test('a Parent Profile can move without its accounts: they are detached, and their owner is told what to do', async () => {
    const { id, pages } = await aProfile(db(), town.city, 1);
    await town.transferred({ parentProfileIds: [id], withManagedAccounts: false, ...to() });
    expect(await town.ownerOf(pages[0]!)).toBe(town.city.owner);
    expect(await town.profileOf(pages[0]!)).toBeNull();
    const [mail] = await world.mailsTo(town.city.emails.owner);
    expect(mail!.text).toContain('This account stays with you');
    expect(mail!.text).toContain('/connect#');
  });

  test('an account moved without its Parent Profile is detached: capture continues, and the new owner is emailed once', async () => {
    const { id, pages } = await aProfile(db(), town.city, 2, { authorized: true });
    await town.transferred({ accountIds: [pages[0]], ...to() });
    expect(await town.ownerOf(pages[0]!)).toBe(town.city.otherOwner);
    expect(await town.profileOf(pages[0]!)).toBeNull();
    expect([await town.ownerOf(pages[1]!), await town.profileOf(pages[1]!)]).toEqual([town.city.owner, id]);
    const { body } = await town.call('GET', `/v1/accounts/${pages[0]}`);
    expect(body.status).toBe('connected');
    const mails = await world.mailsTo(town.city.emails.otherOwner);
    expect(mails).toHaveLength(1);
    expect(mails[0]!.text).toContain('Please give permission with your own personal profile soon');
  });
});

test('open disconnects continue with the new owner: one email immediately, then the series where it left off', async () => {
  const account = await anAccount(db(), town.city, { name: 'Mayor' });
  await report(world.context, town.city.archiveId, account);
  await world.advance(3);
  const before = (await world.mailsTo(town.city.emails.owner)).length;
  await town.transferred({ accountIds: [account], ...to() });
  const [mail, ...more] = await world.mailsTo(town.city.emails.otherOwner);
  expect(more).toEqual([]);
  expect(mail).toMatchObject({
    subject: 'ArchiveSocial: Immediate action required - Please reconnect your account(s)',
    cc: [],
  });
  expect(mail!.text).toContain('/connect#');
  const told = (await world.mailsTo(town.city.emails.owner)).slice(before);
  expect(told).toHaveLength(1);
  expect(told[0]!.subject).toBe('Mayor (X account) was transferred to Other');
  expect(told[0]!.text).not.toContain('/connect#');
  await world.advance(4.5);
  expect((await world.mailsTo(town.city.emails.otherOwner)).map(({ subject }) => subject)).toEqual([
    mail!.subject,
    'Action required: Reconnect account',
  ]);
  expect(await world.mailsTo(town.city.emails.owner)).toHaveLength(before + 1);
  const rows = await db()
    .select()
    .from(audit)
    .where(and(eq(audit.archiveId, town.city.archiveId), eq(audit.type, 'transferred')));
  expect(rows).toMatchObject([{ accountId: account, detail: { from: 'Owner', to: 'Other' } }]);
  expect(rows[0]!.disconnectId).not.toBeNull();
  const [change] = await db()
    .select()
    .from(changes)
    .where(and(eq(changes.accountId, account), eq(changes.type, 'transferred')));
  expect(change!.detail).toEqual({ ownerId: town.city.otherOwner });
});

test('after two transfers, each new owner has been emailed once', async () => {
  const account = await anAccount(db(), town.city);
  await report(world.context, town.city.archiveId, account);
  await world.quiet();
  await town.transferred({ accountIds: [account], ...to() });
  await town.transferred({ accountIds: [account], toOwnerId: town.city.owner });
  const rows = await db()
    .select()
    .from(emails)
    .where(and(eq(emails.archiveId, town.city.archiveId), eq(emails.kind, 'transferred')));
  const sent = rows.filter(({ state }) => state === 'accepted');
  const toNew = sent.filter(({ payload }) => payload && 'side' in payload && payload.side === 'new');
  expect(toNew.map(({ userId }) => userId).sort()).toEqual([town.city.owner, town.city.otherOwner].sort());
  // Beside these, each of them was told once what they no longer have.
  expect(sent).toHaveLength(4);
});

test('a first email that is still due goes to the new owner, and there is no second one', async () => {
  const to = await transferBeforeFirstEmail();
  expect(to.map(({ subject }) => subject)).toEqual([expect.stringContaining('Immediate action required')]);
});

test('a paused disconnect stays paused, but its new owner is emailed about it', async () => {
  const account = await anAccount(db(), town.city, { name: 'Mayor' });
  const { id } = await report(world.context, town.city.archiveId, account);
  await world.quiet();
  const later = new Date(world.context.clock.now().getTime() + 5 * DAY_MS).toISOString();
  await town.call('POST', `/v1/disconnects/${id}/pause`, { until: later, reason: 'Holidays' });
  const asked = await town.transfer({ accountIds: [account], ...to() });
  await untilMailed(town.city.emails.otherOwner);
  const [mail, ...more] = await world.mailsTo(town.city.emails.otherOwner);
  expect(mail).toMatchObject({ subject: 'Mayor (X account) is now yours' });
  expect(mail!.text).toContain('The emails about it are paused or on hold.');
  expect(more).toEqual([]);
  expect((await town.call('GET', `/v1/transfers/${asked.body.id}`)).body.status).toBe('completed');
  await town.call('POST', `/v1/disconnects/${id}/withdraw`, { reason: 'A mistake' });
});

test('the new owner of an inactive account is emailed too', async () => {
  const account = await anAccount(db(), town.city);
  await town.call('PATCH', `/v1/accounts/${account}`, { status: 'inactive', reason: 'Closed' });
  await town.transferred({ accountIds: [account], ...to() });
  expect(await world.mailsTo(town.city.emails.otherOwner)).toHaveLength(1);
});

test('an unsent email composed for the old owner goes to the new one instead', async () => {
  // The provider says that it took nothing: the email is composed and still unsent.
  await world.inboxMode('rate_limit');
  const account = await anAccount(db(), town.city);
  await report(world.context, town.city.archiveId, account);
  await until('a sending attempt has been made', async () => {
    const [batch] = await db().select().from(emailBatches).where(eq(emailBatches.archiveId, town.city.archiveId));
    return (batch?.attempts ?? 0) > 0;
  });
  const [composed] = await db().select().from(emails).where(eq(emails.archiveId, town.city.archiveId));
  expect(composed).toMatchObject({ userId: town.city.owner, kind: 'first' });
  const asked = await town.transfer({ accountIds: [account], ...to() });
  expect(asked.status).toBe(202);
  await until('the account has moved', async () => (await town.ownerOf(account)) === town.city.otherOwner);
  await world.inboxMode('ok');
  await world.quiet();
  const subjects = async (address: string) => (await world.mailsTo(address)).map(({ subject }) => subject);
  expect((await subjects(town.city.emails.owner)).filter((subject) => subject.includes('Immediate'))).toEqual([]);
  expect(await subjects(town.city.emails.otherOwner)).toEqual([expect.stringContaining('Immediate')]);
});

test('an impossible transfer is refused with every offending id, and nothing moves', async () => {
  const mine = await anAccount(db(), town.city);
  const theirs = await anAccount(db(), town.city, { ownerId: town.city.otherOwner });
  const busy = await anAccount(db(), town.city);
  await aRunningTransfer(db(), town.city, [busy]);
  const { id, pages } = await aProfile(db(), town.city, 1, { ownerId: town.city.otherOwner });
  const answer = await town.transfer({
    accountIds: [mine, theirs, busy, 'acc_none'],
    parentProfileIds: [id],
    ...to(),
  });
  expect(answer).toMatchObject({ status: 409, body: { code: 'transfer_impossible', parentProfileIds: [id] } });
  expect(answer.body.accountIds.sort()).toEqual([theirs, busy, 'acc_none'].sort());
  expect(Object.fromEntries(answer.body.problems.map((one) => [one.id, one.code]))).toEqual({
    [theirs]: 'already_theirs',
    [busy]: 'transfer_in_progress',
    acc_none: 'not_found',
    [id]: 'already_theirs',
  });
  expect(await town.ownerOf(mine)).toBe(town.city.owner);
  expect(await town.ownerOf(pages[0]!)).toBe(town.city.otherOwner);
  expect(await town.transfer({ accountIds: ['acc_none'], ...to() })).toMatchObject({ status: 422 });
  expect(await town.transfer({ accountIds: [mine], toOwnerId: town.city.readOnly })).toMatchObject({
    status: 422,
    body: { code: 'not_an_account_owner' },
  });
  expect(await town.transfer({ accountIds: [mine] })).toMatchObject({ status: 422 });
  expect(await town.transfer(to())).toMatchObject({ status: 422 });
  await db()
    .update(transfers)
    .set({ status: 'failed', error: { code: 'not_done_in_time' }, finishedAt: new Date() })
    .where(eq(transfers.archiveId, town.city.archiveId));
});

test('administrators are told whose personal profile still authorizes what moved, in the preview and afterward', async () => {
  const { id, pages } = await aProfile(db(), town.city, 2);
  const through = [{ parentProfileId: id, name: 'Jane Doe', accountIds: [pages[0]] }];
  const { body: preview } = await town.transfer({ accountIds: [pages[0]], ...to() }, '?dryRun=true');
  expect(preview.authorizedThrough).toEqual(through);
  const { body } = await town.transferred({ accountIds: [pages[0]], ...to() });
  expect(body.authorizedThrough).toEqual(through);
});

test('a dry run shows what would move and why, and changes nothing', async () => {
  const { id, pages } = await aProfile(db(), town.city, 2);
  const { status, body } = await town.transfer(
    { parentProfileIds: [id], accountIds: [pages[0]], ...to() },
    '?dryRun=true',
  );
  expect(status).toBe(200);
  expect(body).toEqual({
    accounts: [
      { id: pages[0], why: 'chosen' },
      { id: pages[1], why: 'managed' },
    ],
    parentProfileIds: [id],
    detachedAccountIds: [],
    stayingAccountIds: [],
    authorizedThrough: [{ parentProfileId: id, name: 'Jane Doe', accountIds: pages }],
  });
  expect(await db().select().from(transfers).where(eq(transfers.archiveId, town.city.archiveId))).toEqual([]);
  expect(await town.ownerOfProfile(id)).toBe(town.city.owner);
});

describe('staff changes', () => {
  test('removing an Account Owner who has accounts requires a transfer first', async () => {
    const { id } = await aProfile(db(), town.city, 2);
    const loose = await anAccount(db(), town.city);
    const remove = () => town.call('DELETE', `/v1/users/${town.city.owner}`);
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'owner_has_accounts', accountCount: 3 } });
    await town.transferred({ parentProfileIds: [id], accountIds: [loose], ...to() });
    expect((await remove()).status).toBe(204);
  });

  test('article: "System Admins (Administrators) may need to add an Account Owner if they do not exist in the archive." The transfer adds them and emails their link', async () => {
    const account = await anAccount(db(), town.city);
    const address = `new-${town.city.archiveId}@city.example`;
    const { body } = await town.transferred({ accountIds: [account], toOwner: { name: 'Newcomer', email: address } });
    expect(body.status).toBe('completed');
    const [added] = await db().select().from(users).where(eq(users.email, address));
    expect(added).toMatchObject({ name: 'Newcomer', isAccountOwner: true, adminRole: null });
    expect(await town.ownerOf(account)).toBe(added!.id);
    const mails = await world.mailsTo(address);
    expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining('You’re now an Account Owner for ')]);
    expect(mails[0]!.text).toContain('/connect#');
    expect(mails[0]!.text).toContain('* City Hall');
    expect(mails[0]!.text).toContain('How long: It works for 90 days.');
    const taken = await town.transfer({ accountIds: [account], toOwner: { name: 'Twice', email: address } });
    expect(taken).toMatchObject({ status: 409, body: { code: 'email_taken' } });
  });

  test('the new owner and the account can’t be removed during a transfer', async () => {
    const account = await anAccount(db(), town.city);
    const id = await aRunningTransfer(db(), town.city, [account]);
    const refused = { status: 409, body: { code: 'transfer_in_progress' } };
    expect(await town.call('DELETE', `/v1/users/${town.city.otherOwner}`)).toMatchObject(refused);
    expect(await town.call('DELETE', `/v1/accounts/${account}`)).toMatchObject(refused);
    await moveTransfer(world.context, { archiveId: town.city.archiveId, transferId: id });
    expect(await town.ownerOf(account)).toBe(town.city.otherOwner);
  });
});

test('moving is idempotent', async () => {
  const account = await anAccount(db(), town.city);
  const id = await aRunningTransfer(db(), town.city, [account]);
  const move = () => moveTransfer(world.context, { archiveId: town.city.archiveId, transferId: id });
  expect(await Promise.all([move(), move(), move()])).toEqual(['completed', 'completed', 'completed']);
  const rows = await db()
    .select()
    .from(audit)
    .where(and(eq(audit.accountId, account), eq(audit.type, 'transferred')));
  expect(rows).toHaveLength(1);
});

test('with notify: false, no one is emailed, and the series continues with the new owner', async () => {
  const account = await anAccount(db(), town.city);
  await report(world.context, town.city.archiveId, account);
  await world.quiet();
  await town.transferred({ accountIds: [account], notify: false, ...to() });
  expect(await world.mailsTo(town.city.emails.otherOwner)).toEqual([]);
  await world.advance(2.5);
  expect(await world.mailsTo(town.city.emails.otherOwner)).toHaveLength(1);
  const [open] = await db().select().from(disconnects).where(eq(disconnects.accountId, account));
  expect(open).toMatchObject({ status: 'open', series: 1, step: 1 });
});

describe('whoever adds an owner with a transfer is named in the email with their link', () => {
  test('if the transfer sends no emails', async () => {
    const { archiveId, primary } = town.city;
    const address = `silent-${archiveId}@city.example`;
    const administrator = {
      kind: 'person' as const,
      archiveId,
      userId: primary,
      name: 'Primary',
      adminRole: 'primary_administrator' as const,
      isAccountOwner: false,
      via: { kind: 'login' as const, sessionId: 'ses_1', signInAge: 0 },
    };
    await requestTransfer(world.context, administrator, {
      accountIds: [await anAccount(db(), town.city)],
      parentProfileIds: [],
      to: { name: 'Newcomer', email: address },
      withManagedAccounts: true,
      notify: false,
    });
    await untilMailed(address);
    const [mail] = await world.mailsTo(address);
    expect(mail!.text).toContain('Primary made you an Account Owner for ');
  });

  test('if the transfer fails', async () => {
    const { archiveId, emails: addresses } = town.city;
    const transferId = await aRunningTransfer(db(), town.city, [await anAccount(db(), town.city)]);
    await db().update(transfers).set({ addsOwner: true }).where(eq(transfers.id, transferId));
    await failTransfer(world.context, { archiveId, transferId });
    await untilMailed(addresses.otherOwner);
    const [mail] = await world.mailsTo(addresses.otherOwner);
    expect(mail!.text).toContain('Primary made you an Account Owner for ');
  });
});
