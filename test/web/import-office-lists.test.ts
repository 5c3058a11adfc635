/** Lists as offices keep them: titles above the columns, no column names, filters, other programs. In a real browser. */
import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { accounts, users } from '../../db/schema.js';
import { anAccount, aProfile, SPRINGFIELD } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aCity } from '../rig/site.js';
import { axeViolations, createStage, overflow, usePrimary } from '../rig/stage.js';
import { hiddenRow, workbook } from '../rig/workbook.js';

const stage = sharedFixture(createStage);
const city = freshFixture(() => aCity(stage.site.context.db, SPRINGFIELD));
const { page, press, done } = usePrimary(stage, () => city);

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const upload = (name: string, mimeType: string, buffer: Buffer) =>
  page.getByLabel('Choose a file').setInputFiles({ name, mimeType, buffer });
const choose = (label: string) => page.getByLabel(label, { exact: true });
const rows = () => page.locator('tbody tr').allTextContents();
const emails = async () =>
  (await stage.site.context.db.select().from(users).where(eq(users.archiveId, city.archiveId))).map(
    ({ email }) => email,
  );

async function paste(text: string, kind = 'users'): Promise<void> {
  await page.goto(`/configure/import?kind=${kind}`);
  await page.getByLabel('Spreadsheet contents').fill(text);
  await press('Check every line');
}

describe('a list with titles above the column names', () => {
  test.each([
    ['one title', 'City of Springfield: contacts,,\n,,\nFull name,E-mail,Role\n', 3],
    ['a title and a date', 'Contacts;;2026\nUpdated by J. Doe;;\nNombre;Correo electrónico;Rol\n', 3],
    ['a table’s name, as Numbers writes it', 'Table 1\t\t\nName\tEmail\tRole\n', 2],
    ['commas in the title of a list with semicolons', 'Parks, Fire, and Police\nName;Email;Role\n', 2],
  ])('finds them below %s', async (_what, head, line) => {
    const separator = /[;\t]/.exec(head)?.[0] ?? ',';
    await paste(head + ['Ada Lane', 'ada@springfield.example', 'Account Owner'].join(separator));
    await page.getByRole('heading', { name: 'Match the columns' }).waitFor();
    expect(await choose('Line with the column names').inputValue()).toBe(String(line));
    expect([await axeViolations(page), await overflow(page)]).toEqual([[], 0]);
    await press('Check every line');
    await page.getByRole('heading', { name: '1 person will be added' }).waitFor();
    expect((await rows())[0]).toContain(`Line ${line + 1}`);
    await press('Save these people');
    await done('Saved: 1 person added.');
    expect(await emails()).toContain('ada@springfield.example');
  });

  test('can be told which line it is, when its names are unknown', async () => {
    await paste(
      'Stadt Springfield\nAnsprechpartner,Büro\nWer,Wohin,Was\nAda Lane,ada@springfield.example,Account Owner',
    );
    await choose('Line with the column names').selectOption({ label: 'Line 2: Ansprechpartner · Büro' });
    await press('Update the columns');
    expect(await choose('Name').locator('option').allTextContents()).toContain('Ansprechpartner (for example, Wer)');
    await choose('Line with the column names').selectOption({ label: 'Line 3: Wer · Wohin · Was' });
    await press('Update the columns');
    await choose('Name').selectOption({ label: 'Wer (for example, Ada Lane)' });
    await choose('Email address').selectOption('1');
    await choose('Roles').selectOption('2');
    await press('Check every line');
    await page.getByRole('heading', { name: '1 person will be added' }).waitFor();
  });
});

test('the first person of a list without column names isn’t lost', async () => {
  await paste('Ada Lane,ada@springfield.example,Account Owner\nBo Reyes,bo@springfield.example,Account Owner');
  await page.getByText('This file seems to have no column names.').waitFor();
  await choose('Name').selectOption('0');
  await choose('Email address').selectOption('1');
  await choose('Roles').selectOption('2');
  await press('Check every line');
  await page.getByRole('heading', { name: '2 people will be added' }).waitFor();
  await press('Save these people');
  await done('Saved: 2 people added.');
  expect(await emails()).toEqual(expect.arrayContaining(['ada@springfield.example', 'bo@springfield.example']));
});

test('rows that a filter hides are pointed out when the file is chosen', async () => {
  const titles = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>';
  await page.goto('/configure/import');
  await upload('people.xlsx', XLSX, workbook({ People: titles + hiddenRow(2, 'Ada') + hiddenRow(3, 'Bo') }));
  await done('Rows that are hidden in your spreadsheet are included: 2 and 3.');
});

test.each([
  [
    'in UTF-16 without a byte order mark',
    Buffer.from('name\temail\troles\r\nJosé\tjose@springfield.example\tAccount Owner\r\n', 'utf16le'),
  ],
  [
    'of text formulas',
    Buffer.from('="name",="email",="roles"\r\n="José",="jose@springfield.example",="Account Owner"'),
  ],
])('a file %s is read', async (_what, buffer) => {
  await page.goto('/configure/import');
  await upload('people.csv', 'text/csv', buffer);
  await done('The file’s contents are in the field below.');
  await press('Check every line');
  await page.getByRole('heading', { name: '1 person will be added' }).waitFor();
  expect((await rows())[0]).toContain('José');
});

test.each([
  ['an empty file', '', 'This file is empty.'],
  ['a web page that is called a spreadsheet', '<html><table><tr><td>Name</td></tr></table></html>', 'We couldn’t read'],
])('%s gets a sentence instead of silence', async (_what, text, sentence) => {
  await page.goto('/configure/import');
  await upload('people.xls', 'application/vnd.ms-excel', Buffer.from(text));
  await done(sentence);
});

describe('accounts that are already in the archive', () => {
  test('are shown from what to what they change, and unchanged ones as unchanged', async () => {
    const { db } = stage.site.context;
    const { id: profile } = await aProfile(db, city, 0);
    const facebook = { network: 'facebook_page' as const, networkAccountId: '104567891234567' };
    await anAccount(db, city, { ...facebook, name: 'Old name' });
    await anAccount(db, city, { network: 'x', networkAccountId: '2244994945', name: 'Police' });
    const { owner } = city.emails;
    const head = 'Platform,ID,Page,Owner,Parent Profile';
    const police = `Twitter,2244994945,Police,${owner},`;
    await paste(`${head}\nFacebook,104567891234567,Parks,${owner},${profile}\n${police}`, 'accounts');
    await press('Check every line');
    await page.getByRole('heading', { name: '1 existing account will be updated' }).waitFor();
    const [changed, same] = await rows();
    expect(changed).toContain('Name: from “Old name” to “Parks”');
    expect(changed).toContain('Parent Profile: Jane Doe');
    expect(same).toContain('Existing account: nothing changes');
    await press('Save these accounts');
    await done('Saved: 1 account updated.');
    const [page1] = await db.select().from(accounts).where(eq(accounts.networkAccountId, '104567891234567'));
    expect(page1).toMatchObject({ name: 'Parks', parentProfileId: profile });
    await paste(`${head}\n${police}`, 'accounts');
    await press('Check every line');
    await page.getByText('Every account in this file is already in the archive').waitFor();
    expect(await page.getByRole('button', { name: 'Save these accounts' }).count()).toBe(0);
  });
});
