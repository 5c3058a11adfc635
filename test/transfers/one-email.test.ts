/** "A transfer is one email to each person it concerns": what it says, and what it stands for. */
import { describe, expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { dueSteps, emails } from '../../db/schema.js';
import { composeRequests } from '../../services/mail/delivery/compose-requests.js';
import { moveTransfer } from '../../services/transfers/move.js';
import { anAccount, aRunningTransfer } from '../rig/builders.js';
import { report } from '../rig/reports.js';
import { until } from '../rig/until.js';
import { useTransfers } from '../rig/transfers.js';

const { world, town, db, to, transferBeforeFirstEmail } = useTransfers({ realTime: true });

describe('the one email about a transfer', () => {
  test('names the previous owner of each account when there were several', async () => {
    const one = await anAccount(db(), town.city, { name: 'Mayor' });
    const { body } = await town.call('POST', '/v1/users', {
      name: 'Third',
      email: `third-${town.city.archiveId}@city.example`,
      roles: ['account_owner'],
    });
    const two = await anAccount(db(), town.city, { name: 'Library', ownerId: body.id });
    const three = await anAccount(db(), town.city, { name: 'Museum', ownerId: body.id });
    await report(world.context, town.city.archiveId, three);
    await town.transferred({ accountIds: [one, two, three], ...to() });
    const [mail] = await world.mailsTo(town.city.emails.otherOwner);
    expect(mail!.text).toMatch(/\* Museum\n  X · disconnected since .* · from Third/);
    expect(mail!.text).toContain('* Library\n  X · from Third');
    expect(mail!.text).toContain('* Mayor\n  X · from Owner');
  });

  test('never calls an account connected that no one has authorized here', async () => {
    const imported = await anAccount(db(), town.city, { name: 'Library' });
    const authorized = await anAccount(db(), town.city, { name: 'Museum', authorized: true });
    await town.transferred({ accountIds: [imported, authorized], ...to() });
    const [mail] = await world.mailsTo(town.city.emails.otherOwner);
    expect(mail!.subject).toMatch(/^2 .* accounts are now yours$/);
    const text = mail!.text.replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'so we can’t check whether it’s archived. You can give permission on your page: * Library X',
    );
    expect(text).toContain('This account is connected. Nothing to do for now: * Museum X');
  });

  test('is one for each of two transfers in a row, and tells each person only what is still true', async () => {
    await world.dispatcher.stop();
    const third = await town.call('POST', '/v1/users', {
      name: 'Third',
      email: `row-${town.city.archiveId}@city.example`,
      roles: ['account_owner'],
    });
    const account = await anAccount(db(), town.city, { name: 'Mayor', authorized: true });
    await report(world.context, town.city.archiveId, account);
    const first = await aRunningTransfer(db(), town.city, [account]);
    await moveTransfer(world.context, { archiveId: town.city.archiveId, transferId: first });
    const second = await aRunningTransfer(db(), town.city, [account], third.body.id);
    await moveTransfer(world.context, { archiveId: town.city.archiveId, transferId: second });
    await world.restartDispatcher();
    await world.quiet();
    const subjects = async (address: string) => (await world.mailsTo(address)).map(({ subject }) => subject);
    expect((await subjects(`row-${town.city.archiveId}@city.example`)).sort()).toEqual([
      expect.stringContaining('Immediate action required'),
      expect.stringContaining('now an Account Owner'),
    ]);
    // In between it was Other's: nothing is theirs any more, and the email says only that.
    expect(await subjects(town.city.emails.otherOwner)).toEqual([
      expect.stringMatching(/^Mayor .* was transferred to Third$/),
    ]);
    expect(await subjects(town.city.emails.owner)).toEqual([
      expect.stringMatching(/^Mayor .* was transferred to Other$/),
    ]);
  });

  test('copies the administrators if it stands for a first email that was still due', async () => {
    const [mail, ...more] = await transferBeforeFirstEmail();
    expect(more).toEqual([]);
    expect(mail!.cc.sort()).toEqual([town.city.emails.primary, town.city.emails.subscribed].sort());
    expect(mail!.text).toContain(`/owners/${town.city.otherOwner}`);
  });

  test('is composed again if an account is reconnected before it is sent: what is connected is still listed', async () => {
    await world.inboxMode('rate_limit');
    const mayor = await anAccount(db(), town.city, { name: 'Mayor' });
    const park = await anAccount(db(), town.city, { name: 'Park' });
    await report(world.context, town.city.archiveId, mayor);
    await town.transfer({ accountIds: [mayor, park], ...to() });
    await until('the email about the transfer is composed', async () => {
      const rows = await db().select().from(emails).where(eq(emails.userId, town.city.otherOwner));
      return rows.some(({ kind, state }) => kind === 'transferred' && state === 'composed');
    });
    expect(await town.call('POST', `/v1/accounts/${mayor}/reconnected`, {})).toMatchObject({ status: 200 });
    await world.inboxMode('ok');
    await world.quiet();
    const [mail, ...more] = await world.mailsTo(town.city.emails.otherOwner);
    expect(more).toEqual([]);
    expect(mail!.subject).toMatch(/^2 .* accounts are now yours$/);
    expect(mail!.text).toContain('* Mayor');
  });

  test('is also composed again if another process held the step of the account that is reconnected', async () => {
    await world.dispatcher.stop();
    const mayor = await anAccount(db(), town.city, { name: 'Mayor' });
    const park = await anAccount(db(), town.city, { name: 'Park' });
    await report(world.context, town.city.archiveId, mayor);
    const transferId = await aRunningTransfer(db(), town.city, [mayor, park]);
    await moveTransfer(world.context, { archiveId: town.city.archiveId, transferId });
    await db().transaction(async (tx) => {
      await tx.select().from(dueSteps).where(eq(dueSteps.archiveId, town.city.archiveId)).for('update');
      await composeRequests(world.context, town.city.archiveId);
    });
    expect(await town.call('POST', `/v1/accounts/${mayor}/reconnected`, {})).toMatchObject({ status: 200 });
    await world.restartDispatcher();
    await world.quiet();
    const [mail, ...more] = await world.mailsTo(town.city.emails.otherOwner);
    expect(more).toEqual([]);
    expect(mail!.subject).toMatch(/^2 .* accounts are now yours$/);
  });

  test('waits for a token refresh that may make it unnecessary to reconnect anything', async () => {
    const account = await anAccount(db(), town.city);
    await world.dispatcher.stop();
    const { id: disconnectId } = await report(world.context, town.city.archiveId, account);
    const soon = sql`now() + interval '3 seconds'`;
    await db().update(dueSteps).set({ notBefore: soon }).where(eq(dueSteps.disconnectId, disconnectId));
    const id = await aRunningTransfer(db(), town.city, [account]);
    await moveTransfer(world.context, { archiveId: town.city.archiveId, transferId: id });
    await world.restartDispatcher();
    await world.quiet();
    const subjects = (await world.mailsTo(town.city.emails.otherOwner)).map(({ subject }) => subject);
    expect(subjects).toEqual([expect.stringContaining('Immediate action required')]);
    const [row] = await db().select().from(emails).where(eq(emails.userId, town.city.otherOwner));
    const [due] = await db().select().from(dueSteps).where(eq(dueSteps.disconnectId, disconnectId));
    expect(due!.emailId).toBe(row!.id);
    expect(row!.acceptedAt!.getTime()).toBeGreaterThanOrEqual(due!.notBefore!.getTime());
  });
});
