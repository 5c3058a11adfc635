/** What an administrator does about an account that was added with a wrong id, in a real browser. */
import { expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { accounts } from '../../db/schema.js';
import { anAccount, SPRINGFIELD } from '../rig/builders.js';
import { report } from '../rig/reports.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aCity, disconnectOf } from '../rig/site.js';
import { axeViolations, createStage, overflow, usePrimary } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const city = freshFixture(() => aCity(stage.site.context.db, SPRINGFIELD));
const { page, asPrimary, press, done } = usePrimary(stage, () => city);

const rowOf = async (id: string) => (await stage.site.context.db.select().from(accounts).where(eq(accounts.id, id)))[0];

test('an administrator corrects an account’s ID, and learns what an ID looks like when hers isn’t one', async () => {
  const id = await anAccount(stage.site.context.db, city, { networkAccountId: 'cityhall' });
  await page.goto(`/accounts/${id}`);
  await page.getByLabel('ID', { exact: true }).fill('@CityOfSpringfield');
  await press('Correct the ID');
  await page.getByRole('alert').getByText('It’s a number, such as 2244994945, not the name after the @.').waitFor();
  expect(await page.getByLabel('ID', { exact: true }).inputValue()).toBe('@CityOfSpringfield');
  expect(await axeViolations(page)).toEqual([]);
  await page.getByLabel('ID', { exact: true }).fill('https://x.com/i/user/783214');
  await press('Correct the ID');
  await done('The ID is corrected.');
  expect(await rowOf(id)).toMatchObject({ networkAccountId: '783214', status: 'connected' });
});

test('an administrator who deletes an account is told what happens first, and its history stays readable', async () => {
  const { context } = stage.site;
  const id = await anAccount(context.db, city, { name: 'Wrong Parks' });
  await report(context, city.archiveId, id);
  const disconnect = await disconnectOf(stage.site, city, id);
  await page.goto(`/accounts/${id}`);
  await page.getByRole('link', { name: 'Delete this account' }).click();
  await page.getByRole('heading', { name: 'Delete Wrong Parks?' }).waitFor();
  await page.getByText('Its history stays.').waitFor();
  expect([await axeViolations(page), await overflow(page)]).toEqual([[], 0]);
  expect(await rowOf(id)).toMatchObject({ deletedAt: null });
  await press('Delete this account');
  await done('The account is deleted.');
  expect((await page.goto(`/accounts/${id}`))?.status()).toBe(404);
  expect((await page.goto(`/disconnects/${disconnect.id}`))?.status()).toBe(200);
  await page.getByText('Primary deleted the account from the archive.').first().waitFor();
  await page.goto('/gaps');
  await page.getByText('Wrong Parks').filter({ visible: true }).first().waitFor();
});

test('a clerk confirms the one line whose ID really ends in zeros, and both accounts are added', async () => {
  const owner = city.emails.owner;
  await page.goto('/configure/import?kind=accounts');
  await page
    .getByLabel('Spreadsheet contents')
    .fill(
      `network,networkAccountId,name,ownerEmail\nInstagram,17841405822304900,Parks,${owner}\nInstagram,17841405822304914,Fire,${owner}`,
    );
  await press('Check every line');
  await page.getByText('A spreadsheet probably rounded this ID').waitFor();
  expect(await page.getByRole('button', { name: 'Save these accounts' }).count()).toBe(0);
  expect(await axeViolations(page)).toEqual([]);
  await page.getByLabel('The ID in line 2 really ends in zeros').check();
  await press('Check again');
  await page.getByText('2 accounts will be added').waitFor();
  await press('Save these accounts');
  await done('Saved: 2 accounts added.');
  const rows = await stage.site.context.db.select().from(accounts).where(eq(accounts.archiveId, city.archiveId));
  expect(rows.map(({ networkAccountId }) => networkAccountId).toSorted()).toEqual([
    '17841405822304900',
    '17841405822304914',
  ]);
});

test('a Spanish-speaking clerk reads what an Instagram ID looks like', async () => {
  const spanish = await asPrimary({ locale: 'es-US' });
  await spanish.goto('/configure/import?kind=accounts');
  await spanish
    .getByLabel('Contenido de la hoja de cálculo')
    .fill(`network,networkAccountId,name,ownerEmail\nInstagram,springfield,Ciudad,${city.emails.owner}`);
  await press('Revisar todas las líneas', spanish);
  await spanish.getByText('Tiene 17 dígitos y empieza con 1784, por ejemplo, 17841405822304914.').waitFor();
});
