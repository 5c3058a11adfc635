/**
 * Transfers as people see them: choosing, seeing what moves and why, confirming, the result, and the reconnect that continues after one.
 */
import { describe, expect, test } from '@jest/globals';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { accounts, emails, pendingSignIns, parentProfiles, transfers, users } from '../../db/schema.js';
import { moveTransfer } from '../../services/transfers/move.js';
import { aProfile } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { until } from '../rig/until.js';
import { axeViolations, createStage, JANE, overflow, springfield, usePrimary } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const town = freshFixture(() => springfield(stage.site));
const { page, press } = usePrimary(stage, () => town.city);

const db = () => stage.site.context.db;
const heading = (name: string | RegExp, on = page) => on.getByRole('heading', { level: 1, name }).waitFor();
const ownerOf = async (id: string) => (await db().select().from(accounts).where(eq(accounts.id, id)))[0]!.ownerId;
const pages = () =>
  db()
    .select()
    .from(accounts)
    .where(and(eq(accounts.archiveId, town.city.archiveId), eq(accounts.name, 'Springfield Fire Department')));

async function running() {
  const of = eq(transfers.archiveId, town.city.archiveId);
  const [row] = await db().select().from(transfers).where(of).orderBy(desc(transfers.id)).limit(1);
  return row;
}

/** Does the worker's job: there is none here, so that a page can be seen while a transfer is running. */
async function moved() {
  await until('a transfer is running', async () => (await running())?.status === 'running');
  const { id: transferId } = (await running())!;
  await moveTransfer(stage.site.context, { archiveId: town.city.archiveId, transferId });
}

describe('a transfer', () => {
  test('goes step by step: search, choose the new owner, review, confirm, see the result', async () => {
    await page.goto('/transfers');
    await page.getByRole('heading', { name: 'No transfers yet' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'New transfer' }).click();
    await press('Next: choose the new Account Owner');
    await page.getByRole('alert').getByText('Select at least one account or Parent Profile.').waitFor();
    await page.getByLabel('Name of an account').fill('jane');
    await press('Search');
    expect(await axeViolations(page)).toEqual([]);
    await press('Add Jane Doe');
    await page.getByText('Gives permission for 3 accounts.').first().waitFor();
    await page.getByLabel('Name of an account').fill('police');
    await press('Search');
    await press(/Add Springfield Police/);
    await press('Remove Jane Doe');
    await page.getByLabel('Name of an account').fill('jane');
    await press('Search');
    await press('Add Jane Doe');
    await press('Next: choose the new Account Owner');
    await heading('Who will be the new Account Owner?');
    await page.getByText('Owner isn’t listed, because they already have some of this.').waitFor();
    expect(await page.getByLabel('Owner', { exact: true }).count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
    await press('Next: review');
    await page.getByRole('alert').getByText('Select the new Account Owner').waitFor();
    await page.getByLabel('Other', { exact: true }).check();
    await press('Next: review');
    await heading('Transfer 4 accounts and 1 Parent Profile to Other?');
    await page.getByText('Included because its Parent Profile is transferred.').first().waitFor();
    await page
      .getByText('3 of these accounts are disconnected. We’ll email Other right away to reconnect them')
      .waitFor();
    const warned = async () => {
      await page.getByRole('heading', { name: 'Someone else’s personal profile still gives permission' }).waitFor();
      await page.getByText('On Facebook, Jane Doe gives permission for 1 of these accounts.').waitFor();
      await page.getByText('Ask Other to give permission with their own personal profile soon.').waitFor();
    };
    await warned();
    expect(await axeViolations(page)).toEqual([]);
    await press('Transfer now');
    await heading('Transferring to Other…');
    expect(await axeViolations(page)).toEqual([]);
    await moved();
    await heading('4 accounts and 1 Parent Profile transferred to Other');
    await warned();
    expect(await axeViolations(page)).toEqual([]);
    expect(await ownerOf(town.page)).toBe(town.city.otherOwner);
    await page.getByRole('link', { name: 'All transfers' }).click();
    await page
      .getByRole('row', { name: /4 accounts and 1 Parent Profile/ })
      .getByText('Done')
      .waitFor();
    expect(await axeViolations(page)).toEqual([]);
    // The record names the new owner even after that person was removed.
    const [transfer] = await db().select().from(transfers).where(eq(transfers.archiveId, town.city.archiveId));
    await db().update(transfers).set({ toOwnerId: 'usr_removed' }).where(eq(transfers.id, transfer!.id));
    await page.reload();
    await page.getByRole('cell', { name: 'Other', exact: true }).waitFor();
  });

  test('of one account warns that its Parent Profile stays behind, and fits on a phone', async () => {
    const phone = await stage.member(town.city.archiveId, town.city.primary, { viewport: { width: 360, height: 740 } });
    await phone.goto(`/accounts/${town.page}`);
    await phone.getByRole('link', { name: 'Transfer to another Account Owner' }).click();
    await heading('Who will be the new Account Owner?', phone);
    expect(await overflow(phone)).toBe(0);
    await phone.getByLabel('Other', { exact: true }).check();
    await press('Next: review', phone);
    await heading('Transfer 1 account to Other?', phone);
    await phone.getByRole('heading', { name: 'Without their Parent Profile' }).waitFor();
    expect(await overflow(phone)).toBe(0);
    await phone.context().close();
  });

  test('of a Parent Profile starts from a list that shows what each one authorizes', async () => {
    await page.goto('/parent-profiles');
    const row = page.getByRole('row', { name: /Jane Doe/ });
    await row.getByRole('link', { name: 'Springfield City Hall' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await row.getByRole('link', { name: 'Transfer Jane Doe' }).click();
    await page.getByLabel('Also transfer the accounts').uncheck();
    await page.getByLabel('Other', { exact: true }).check();
    await press('Next: review');
    await heading('Transfer 1 Parent Profile to Other?');
    await page.getByRole('heading', { name: 'Not transferred' }).waitFor();
    await press('Transfer now');
    await moved();
    await page.getByRole('heading', { name: 'Not transferred' }).waitFor();
    expect((await pages())[0]).toMatchObject({ ownerId: town.city.owner, parentProfileId: null });
    await page
      .getByText(
        /Primary requested this transfer on .*\. The previous Account Owner was Owner\. We emailed the Account Owners\./,
      )
      .waitFor();
    // An owner who lost the profile is asked for a permission of their own, until one is given.
    const owner = await stage.person();
    await owner.goto(town.link);
    await owner.getByRole('button', { name: 'Give permission for Springfield Fire Department' }).waitFor();
    expect(await axeViolations(owner)).toEqual([]);
    await stage.site.identity({ ...JANE, id: 'june', name: 'June' });
    const [popup] = await Promise.all([
      owner.waitForEvent('popup'),
      owner.getByRole('button', { name: 'Give permission for Springfield Fire Department' }).click(),
    ]);
    await popup.waitForEvent('close');
    expect((await pages())[0]).toMatchObject({ ownerId: town.city.owner, detachedAt: null });
    await owner.context().close();
  });

  test('lists everything that blocks it, by name', async () => {
    const elsewhere = await aProfile(db(), town.city, 1, { ownerId: town.city.otherOwner, name: 'Otto' });
    await page.goto(
      `/transfers/new?account=${elsewhere.pages[0]}&account=acc_gone&profile=${elsewhere.id}&to=${town.city.otherOwner}&step=review`,
    );
    const alert = page.getByRole('alert');
    await alert.getByText('Page 1 already belongs to this Account Owner.').waitFor();
    await alert.getByText('Otto already belongs to this Account Owner.').waitFor();
    await alert.getByText('An account you selected is no longer in the archive.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await press('Change what to transfer');
    await heading('What do you want to transfer?');
  });

  test('is closed to Account Owners and view-only for Read Only System Administrators', async () => {
    await db().update(users).set({ access: 'invite' }).where(eq(users.id, town.city.owner));
    const owner = await stage.member(town.city.archiveId, town.city.owner);
    expect((await owner.goto('/transfers/new'))?.status()).toBe(403);
    const readOnly = await stage.member(town.city.archiveId, town.city.readOnly);
    expect((await readOnly.goto('/transfers'))?.status()).toBe(200);
    expect(await readOnly.getByRole('link', { name: 'New transfer' }).count()).toBe(0);
    expect((await readOnly.goto('/transfers/new'))?.status()).toBe(403);
    const resume = {
      form: { pending: 'psi_any' },
      headers: { origin: stage.site.url, 'sec-fetch-site': 'same-origin' },
    };
    expect((await readOnly.request.post('/reconnect/continue', resume)).status()).toBe(403);
    await Promise.all([owner.context().close(), readOnly.context().close()]);
  });
});

test('opening a link only shows what would move, and never starts a transfer', async () => {
  await page.goto(`/transfers/new?account=${town.page}&to=${town.city.otherOwner}&step=now`);
  await heading('Transfer 1 account to Other?');
  expect(await running()).toBeUndefined();
});

test('confirming twice starts only one transfer', async () => {
  await page.goto(`/transfers/new?from=${town.city.owner}&to=${town.city.otherOwner}&step=review`);
  const hidden = (await page.content()).matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  const fields = [...hidden].map(([, name = '', value = '']): [string, string] => [name, value]);
  const send = () =>
    page.request.post('/transfers/new', {
      data: new URLSearchParams([...fields, ['step', 'now']]).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: stage.site.url,
        'sec-fetch-site': 'same-origin',
      },
      maxRedirects: 0,
    });
  const [first, second] = await Promise.all([send(), send()]);
  expect([first.status(), second.status()]).toEqual([303, 303]);
  await moved();
  const third = await send();
  expect(new Set([first, second, third].map((answer) => answer.headers().location)).size).toBe(1);
});

describe('when an owner leaves', () => {
  test('removing them requires a transfer, which can go to someone new', async () => {
    await page.goto(`/configure/people/${town.city.owner}/remove`);
    await page.getByRole('link', { name: 'Transfer everything' }).click();
    await page.getByLabel('Someone who isn’t in the archive yet').check();
    await page.getByLabel('Name', { exact: true }).fill('Nora');
    await page.getByLabel('Email address', { exact: true }).fill(town.city.emails.otherOwner);
    await press('Next: review');
    await page.getByRole('alert').getByText('already has the address').waitFor();
    await page.getByLabel('Email address', { exact: true }).fill(`nora-${town.city.archiveId}@springfield.example`);
    await press('Next: review');
    await page.getByText('to the archive as an Account Owner').waitFor();
    await press('Transfer now');
    await moved();
    await page.getByRole('link', { name: 'Remove Owner' }).click();
    await press('Remove');
    await page.getByText('removed').first().waitFor();
    const [nora] = await db()
      .select()
      .from(users)
      .where(and(eq(users.archiveId, town.city.archiveId), eq(users.name, 'Nora')));
    expect(await ownerOf(town.x)).toBe(nora!.id);
  });

  test('a bounced address prompts a transfer', async () => {
    await db().update(users).set({ emailState: 'bounced' }).where(eq(users.id, town.city.owner));
    await page.goto(`/configure/people/${town.city.owner}`);
    await page.getByText('Has this person left?').waitFor();
    await page.goto(`/accounts/${town.page}`);
    await page.getByText('Emails to the Account Owner don’t arrive').waitFor();
    await page.getByRole('link', { name: 'Transfer the account' }).click();
    await heading('Who will be the new Account Owner?');
  });
});

describe('article: "You receive an error indicating the account you are trying to reconnect and/or the parent Profile you are using to reconnect the account lives under a different Account Owner. In this case, you must transfer the account(s) to the correct Account Owner first."', () => {
  /** Puts Jane's profile under another owner, and has the administrator sign in as Jane for the owner's Page. */
  async function janeElsewhere() {
    const [account] = await db()
      .update(accounts)
      .set({ parentProfileId: null })
      .where(eq(accounts.id, town.page))
      .returning();
    await db().update(accounts).set({ parentProfileId: null }).where(eq(accounts.archiveId, town.city.archiveId));
    await db()
      .update(parentProfiles)
      .set({ ownerId: town.city.otherOwner })
      .where(eq(parentProfiles.archiveId, town.city.archiveId));
    await stage.site.identity(JANE);
    return account!;
  }

  test('the reconnect is refused, then continues after the offered transfer without another sign-in', async () => {
    await janeElsewhere();
    await page.goto(`/accounts/${town.page}`);
    const [popup] = await Promise.all([page.waitForEvent('popup'), press('Reconnect Springfield City Hall')]);
    await heading('This Parent Profile belongs to Other', popup);
    await popup.getByText('Nothing was changed').waitFor();
    expect(await axeViolations(popup)).toEqual([]);
    const [held] = await db().select().from(pendingSignIns).where(eq(pendingSignIns.archiveId, town.city.archiveId));
    expect(held!.sealed.toString('latin1')).not.toContain('Jane');
    await popup.getByRole('link', { name: 'Transfer it first' }).click();
    await heading('Transfer 1 Parent Profile to Owner?', popup);
    await press('Transfer now', popup);
    await moved();
    await press('Continue reconnecting', popup);
    await until(
      'the account is connected',
      async () => (await db().select().from(accounts).where(eq(accounts.id, town.page)))[0]!.status === 'connected',
    );
    expect(await db().select().from(pendingSignIns).where(eq(pendingSignIns.archiveId, town.city.archiveId))).toEqual(
      [],
    );
    const [profile] = await db().select().from(parentProfiles).where(eq(parentProfiles.archiveId, town.city.archiveId));
    expect(profile!.ownerId).toBe(town.city.owner);
  });

  test('the account’s page then says which check failed and offers to transfer the Parent Profile', async () => {
    await janeElsewhere();
    await page.goto(`/accounts/${town.page}`);
    const [popup] = await Promise.all([page.waitForEvent('popup'), press('Reconnect Springfield City Hall')]);
    await heading('This Parent Profile belongs to Other', popup);
    await page.goto(`/accounts/${town.page}`);
    await page.getByText('is a Parent Profile of a different Account Owner').waitFor();
    await page.getByRole('link', { name: 'Transfer the Parent Profile' }).click();
    await heading('Who will be the new Account Owner?');
  });

  test('the sign-in is held for this session only, for ten minutes, and works once', async () => {
    await janeElsewhere();
    await page.goto(`/accounts/${town.page}`);
    const [popup] = await Promise.all([page.waitForEvent('popup'), press('Reconnect Springfield City Hall')]);
    await heading('This Parent Profile belongs to Other', popup);
    const [held] = await db().select().from(pendingSignIns).where(eq(pendingSignIns.archiveId, town.city.archiveId));
    const resume = (on: Page, pending = held!.id) =>
      on.request.post('/reconnect/continue', {
        form: { pending },
        headers: { origin: stage.site.url, 'sec-fetch-site': 'same-origin' },
      });
    const other = await stage.member(town.city.archiveId, town.city.primary);
    expect((await resume(other)).status()).toBe(410);
    expect((await resume(page, 'a\0b')).status()).toBe(410);
    // Still under another owner: refused again, and kept no longer than before.
    expect((await resume(page)).status()).toBe(409);
    expect(await db().select().from(pendingSignIns).where(eq(pendingSignIns.archiveId, town.city.archiveId))).toEqual([
      held,
    ]);
    await db()
      .update(parentProfiles)
      .set({ ownerId: town.city.owner })
      .where(eq(parentProfiles.archiveId, town.city.archiveId));
    const pass = (time: string) =>
      db()
        .update(pendingSignIns)
        .set({ expiresAt: sql`${held!.expiresAt.toISOString()}::timestamptz - ${time}::interval` })
        .where(eq(pendingSignIns.id, held!.id));
    await pass('10 minutes');
    expect((await resume(page)).status()).toBe(410);
    await pass('9 minutes');
    expect((await resume(page)).status()).toBe(200);
    expect((await resume(page)).status()).toBe(410);
    await other.context().close();
  });

  test('an owner is told only that it belongs to someone else, and no sign-in is held', async () => {
    await janeElsewhere();
    const owner = await stage.person();
    await owner.goto(town.link);
    await owner
      .getByRole('button', { name: /Reconnect Springfield City Hall/ })
      .first()
      .waitFor();
    const [popup] = await Promise.all([
      owner.waitForEvent('popup'),
      owner
        .getByRole('button', { name: /Reconnect Springfield City Hall/ })
        .first()
        .click(),
    ]);
    await popup
      .getByText('This Parent Profile belongs to someone else')
      .first()
      .waitFor({ timeout: 20_000 })
      .catch(async () => {
        await popup.getByRole('link').first().click();
        await popup.getByText('This Parent Profile belongs to someone else').first().waitFor();
      });
    expect(await popup.getByRole('main').textContent()).not.toContain('Other');
    expect(await popup.getByRole('link', { name: 'Transfer it first' }).count()).toBe(0);
    expect(await db().select().from(pendingSignIns).where(eq(pendingSignIns.archiveId, town.city.archiveId))).toEqual(
      [],
    );
    expect(
      (await db().select().from(emails).where(eq(emails.archiveId, town.city.archiveId))).filter(
        ({ kind }) => kind === 'transferred',
      ),
    ).toEqual([]);
    await owner.context().close();
  });
});
