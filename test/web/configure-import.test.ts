import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { accounts, users } from '../../db/schema.js';
import { SPRINGFIELD } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aCity, anAccount, emailsTo } from '../rig/site.js';
import { until } from '../rig/until.js';
import { workbook } from '../rig/workbook.js';
import { axeViolations, createStage, overflow, SCREENS, usePrimary } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const city = freshFixture(() => aCity(stage.site.context.db, SPRINGFIELD));
const { page, asPrimary, press, done } = usePrimary(stage, () => city);

const text = (at = page) => at.getByLabel('Spreadsheet contents');
const rows = () => page.locator('tbody tr').allTextContents();

const peopleOf = () => stage.site.context.db.select().from(users).where(eq(users.archiveId, city.archiveId));
const someone = async (email: string) => (await peopleOf()).find((user) => user.email === email);

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const BAD = [
  'name,email,roles',
  'Bart,bart@springfield.example,Account Owner',
  'Milhouse,not-an-address,Account Owner',
  'Nelson,nelson@springfield.example,boss',
  '"Jo, Müller",jo@springfield.example,Account Owner; Read Only Administrator',
].join('\n');

async function check(csv: string, at = page): Promise<void> {
  await at.goto('/configure/import');
  await text(at).fill(csv);
  await press('Check every line', at);
  await at.getByRole('heading', { name: 'Check before you save' }).waitFor();
}

/** Uploads the lines as a file; typing that much would take the browser longer than everything else. */
async function checkFile(lines: readonly string[]): Promise<void> {
  const buffer = Buffer.from(['name,email,roles', ...lines].join('\n'));
  await page.goto('/configure/import');
  await page.getByLabel('Choose a file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
  await done('The file’s contents are in the field below.');
  await press('Check every line');
  await page.getByRole('heading', { name: 'Check before you save' }).waitFor();
}

test('the preview lists every line, those with problems first, before anything is saved', async () => {
  await check(BAD);
  await page.getByRole('alert').getByText('2 lines have problems, so you can’t save yet').waitFor();
  const [first, second, third, fourth] = await rows();
  expect(first).toContain('Line 3');
  expect(first).toContain('Email address: Enter an email address');
  expect(second).toContain('Line 4');
  expect(second).toContain('Roles: Use Account Owner, Primary Administrator,');
  expect(third).toContain('No problems');
  expect(fourth).toContain('Jo, Müller');
  expect(await page.getByRole('button', { name: 'Save these people' }).count()).toBe(0);
  expect(await peopleOf()).toHaveLength(6);
});

test('corrected text is checked again and saved, and the page says how many people were added and updated', async () => {
  await check(BAD);
  await press('Correct the text');
  expect((await text().inputValue()).replaceAll('\r', '')).toBe(BAD);
  await text().fill(BAD.replace('not-an-address', city.emails.otherOwner).replace('boss', 'Full Access Administrator'));
  await press('Check every line');
  await page.getByText('3 people will be added, and 1 existing person will be updated').waitFor();
  await page.getByText('we’ll email new Account Owners their personalized link').waitFor();
  expect((await rows()).filter((row) => row.includes('Existing person: will be updated'))).toHaveLength(1);
  expect(await peopleOf()).toHaveLength(6);
  await press('Save these people');
  await done('Saved: 3 people added and 1 person updated.');
  expect(await someone(city.emails.otherOwner)).toMatchObject({ name: 'Milhouse' });
  expect(await someone('nelson@springfield.example')).toMatchObject({ adminRole: 'full_access_administrator' });
  const bart = (await someone('bart@springfield.example'))!;
  expect(await emailsTo(stage.site, city, bart.id)).toMatchObject([{ kind: 'link' }]);
});

describe('a spreadsheet file', () => {
  test.each([
    [
      'UTF-8 with a byte order mark',
      Buffer.from('\uFEFFname;email;roles\r\nJosé;jose@springfield.example;Account Owner\r\n'),
    ],
    ['Windows-1252', Buffer.from('name;email;roles\r\nJosé;jose@springfield.example;Account Owner\r\n', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFname\temail\troles\r\nJosé\tjose@springfield.example\tAccount Owner\r\n', 'utf16le')],
  ])('in %s is decoded in the browser, with accented names intact', async (_what, buffer) => {
    await page.goto('/configure/import');
    await page.getByLabel('Choose a file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
    await done('The file’s contents are in the field below.');
    await press('Check every line');
    await page.getByText('1 person will be added').waitFor();
    expect((await rows())[0]).toContain('José');
  });

  test('isn’t needed: without JavaScript, pasting works from start to finish', async () => {
    const plain = await asPrimary({ javaScriptEnabled: false });
    await plain.goto('/configure/import');
    expect(await plain.getByLabel('Choose a file').isVisible()).toBe(false);
    await text(plain).fill('name,email,roles\nMaggie,maggie@springfield.example,Account Owner');
    await press('Check every line', plain);
    await press('Save these people', plain);
    await done('Saved: 1 person added', plain);
    expect(await someone('maggie@springfield.example')).toBeDefined();
  });
});

describe('a clerk’s own list, with its own column names', () => {
  const choose = (label: string, at = page) => at.getByLabel(label, { exact: true });
  const checkOwn = async (csv: string, at = page) => {
    await at.goto('/configure/import');
    await text(at).fill(csv);
    await press('Check every line', at);
  };

  test('is matched to ours, shown before it’s read, and what isn’t imported is named', async () => {
    await checkOwn(
      'Department;E-mail;Full name;Role\nParks;ada@springfield.example;Ada Lane;Account Owner\nFire;bo@springfield.example;Bo Reyes;Account Owner',
    );
    await page.getByRole('heading', { name: 'Match the columns' }).waitFor();
    expect(await choose('Name').locator('option:checked').textContent()).toBe('Full name (for example, Ada Lane)');
    expect(await choose('Email address').inputValue()).toBe('1');
    expect(await choose('Roles').inputValue()).toBe('3');
    expect(await peopleOf()).toHaveLength(6);
    await press('Check every line');
    await page.getByText('2 people will be added').waitFor();
    await page.getByText('Email address: from your column “E-mail”').waitFor();
    await page.getByText('This column isn’t imported: Department.').waitFor();
    await press('Save these people');
    await done('Saved: 2 people added.');
    expect(await someone('ada@springfield.example')).toMatchObject({ name: 'Ada Lane', isAccountOwner: true });
  });

  test('in Spanish, with the last name in a column of its own, needs no retyping', async () => {
    const spanish = await asPrimary({ locale: 'es-US' });
    await checkSpanish(spanish);
    await press('Guardar estas personas', spanish);
    await done('Cambios guardados: se agregó 1 persona.', spanish);
    expect(await someone('jose@springfield.example')).toMatchObject({ name: 'José Muñoz Díaz', isAccountOwner: true });
  });

  async function checkSpanish(at: typeof page): Promise<void> {
    await at.goto('/configure/import');
    await at
      .getByLabel('Contenido de la hoja de cálculo')
      .fill('Apellidos\tCorreo electrónico\tNombre\nMuñoz Díaz\tjose@springfield.example\tJosé');
    await press('Revisar todas las líneas', at);
    await at.getByRole('heading', { name: 'Relacione las columnas' }).waitFor();
    expect(await choose('Segunda parte del nombre (opcional)', at).inputValue()).toBe('0');
    await choose('Roles', at).selectOption({
      label: 'Ninguna columna: todas las personas son responsables de cuentas',
    });
    await press('Revisar todas las líneas', at);
    await at.getByText('Se agregará 1 persona').waitFor();
  }

  test('is never guessed: what no title says has to be chosen, and a choice can be changed', async () => {
    await checkOwn('a,b,c\nada@springfield.example,Ada Lane,Account Owner');
    await press('Check every line');
    await page.getByText('Choose a column for everything that isn’t optional.').waitFor();
    expect(await page.getByText('Choose the column that has this.').count()).toBe(3);
    await choose('Name').selectOption('0');
    await choose('Email address').selectOption('1');
    await choose('Roles').selectOption('2');
    await press('Check every line');
    await page.getByText('1 line has a problem').waitFor();
    await press('Choose other columns');
    expect(await choose('Name').inputValue()).toBe('0');
    await choose('Name').selectOption('1');
    await choose('Email address').selectOption('0');
    await press('Check every line');
    await page.getByText('1 person will be added').waitFor();
  });
});

test('an Excel workbook is read as it is, and another of its sheets can be chosen', async () => {
  const buffer = workbook({
    Notes: [['Remember the owners']],
    Owners: [
      ['Employee', 'Email', 'Role'],
      ['Ada Lane', 'ada@springfield.example', 'Account Owner'],
      ['Bo Reyes', 'bo', 'Account Owner'],
    ],
  });
  await page.goto('/configure/import');
  await page.getByLabel('Choose a file').setInputFiles({ name: 'owners.xlsx', mimeType: XLSX, buffer });
  await done('The file’s contents are in the field below.');
  expect(await text().inputValue()).toContain('Employee');
  await page.getByLabel('Sheet', { exact: true }).selectOption('Notes');
  await until('the other sheet is shown', async () => (await text().inputValue()).startsWith('Remember'));
  await page.getByLabel('Sheet', { exact: true }).selectOption('Owners');
  await until('the first sheet is shown again', async () => (await text().inputValue()).startsWith('Employee'));
  await press('Check every line');
  await press('Check every line');
  await page.getByText('1 line has a problem').waitFor();
  expect((await rows())[0]).toContain('Line 3');
});

test('a workbook that is no workbook gets a sentence that says what to do', async () => {
  await page.goto('/configure/import');
  const old = {
    name: 'people.xls',
    mimeType: 'application/vnd.ms-excel',
    buffer: Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  };
  await page.getByLabel('Choose a file').setInputFiles(old);
  await done('This file has a password or is in an old Excel format.');
});

describe('people who are already in the archive', () => {
  test('are shown from what to what they change, and unchanged people as unchanged', async () => {
    const { owner, otherOwner } = city.emails;
    const same = (await someone(otherOwner))!;
    await check(`name,email,roles\n${same.name},${otherOwner},Account Owner\nNew name,${owner},Account Owner`);
    const before = (await someone(owner))!;
    const [first, second] = await rows();
    expect(first).toContain(`Name: from “${before.name}” to “New name”`);
    expect(second).toContain('Existing person: nothing changes');
    await page.getByText('1 existing person will be updated').waitFor();
    await check(`name,email,roles\n${same.name},${otherOwner},Account Owner`);
    await page.getByText('There’s nothing to save.').waitFor();
    expect(await page.getByRole('button', { name: 'Save these people' }).count()).toBe(0);
  });

  test('get other roles only after these were confirmed on their own', async () => {
    const { readOnly } = city.emails;
    await check(`name,email,roles\nReader,${readOnly},Full Access Administrator`);
    expect((await rows())[0]).toContain(
      'Roles: from Read Only System Administrator to Full Access System Administrator',
    );
    await press('Save these people');
    await page.getByRole('heading', { name: 'Change this person’s roles?' }).waitFor();
    await page.getByText(`(${readOnly}): from Read Only System Administrator to`).waitFor();
    expect(await someone(readOnly)).toMatchObject({ adminRole: 'read_only_administrator' });
    await press('Change the roles and save');
    await done('Saved: 1 person updated.');
    expect(await someone(readOnly)).toMatchObject({ adminRole: 'full_access_administrator' });
  });

  test('are asked about again when other roles change meanwhile than those that were confirmed', async () => {
    const { readOnly } = city.emails;
    await check(`name,email,roles\nReader,${readOnly},Full Access Administrator`);
    await press('Save these people');
    await page.getByRole('heading', { name: 'Change this person’s roles?' }).waitFor();
    await stage.site.context.db.update(users).set({ isAccountOwner: true }).where(eq(users.email, readOnly));
    await press('Change the roles and save');
    await page.getByText('from Account Owner and Read Only System Administrator to').waitFor();
    expect(await someone(readOnly)).toMatchObject({ adminRole: 'read_only_administrator' });
  });
});

test('an import of accounts checks each owner and says which accounts already exist', async () => {
  const { db } = stage.site.context;
  await anAccount(db, city, { network: 'x', networkAccountId: '77', name: 'Old name' });
  await page.goto('/configure/import?kind=accounts');
  await text().fill(
    `network,networkAccountId,name,ownerEmail\nX,77,City Police,${city.emails.owner}\nYouTube,UCcounciltelevision00009,Council TV,nobody@springfield.example`,
  );
  await press('Check every line');
  await page.getByText('1 line has a problem').waitFor();
  expect((await rows())[0]).toContain('No one in this archive has the address nobody@springfield.example.');
  await press('Correct the text');
  await page.getByLabel('Social media accounts').waitFor();
  await text().fill((await text().inputValue()).replace('nobody@springfield.example', city.emails.owner));
  await press('Check every line');
  await page.getByText('1 account will be added, and 1 existing account will be updated').waitFor();
  expect(await rows()).toEqual([
    expect.stringContaining('Existing account: will be updated'),
    expect.stringContaining('New account: will be added'),
  ]);
  await press('Save these accounts');
  await done('Saved: 1 account added and 1 account updated.');
  const names = (await db.select().from(accounts).where(eq(accounts.archiveId, city.archiveId))).map(
    ({ name }) => name,
  );
  expect(names.toSorted()).toEqual(['City Police', 'Council TV']);
});

test('an unreadable spreadsheet gets an error that names the line', async () => {
  await check('name,email,roles\nBart,"bart@springfield.example,Account Owner\n');
  await page.getByRole('heading', { name: 'We can’t read this spreadsheet' }).waitFor();
  await page.getByText('Line 2: A quotation mark opens in this line').waitFor();
  await check('name,mail,roles');
  await page.getByText('This file has column names, but no lines below them.').waitFor();
});

test('when the archive changes after the preview, saving reports the conflict and saves nothing', async () => {
  await check(
    `name,email,roles\nOwner,${city.emails.owner},Read Only Administrator\nNew,new@springfield.example,Account Owner`,
  );
  await page.getByText('1 person will be added').waitFor();
  await anAccount(stage.site.context.db, city);
  await press('Save these people');
  await page.getByText('This Account Owner has accounts or Parent Profiles. Transfer them first').waitFor();
  expect(await someone('new@springfield.example')).toBeUndefined();
});

test('a preview of 10,000 lines is paginated, 100 lines at a time', async () => {
  const lines = Array.from({ length: 10_000 }, (_, i) => `Clerk ${i},clerk-${i}@springfield.example,Account Owner`);
  const wrong = lines.with(9_998, 'Last but one,nowhere,Account Owner');
  await checkFile(wrong);
  await page.getByText('Lines 1 to 100 of 10,000').waitFor();
  expect(await rows()).toHaveLength(100);
  expect((await rows())[0]).toContain('Last but one');
  await press('Next lines');
  await page.getByText('Lines 101 to 200 of 10,000').waitFor();
  expect((await rows())[0]).toContain('Clerk 99');
  await press('Previous lines');
  await page.getByText('Lines 1 to 100 of 10,000').waitFor();
  await checkFile(lines);
  await page.getByText('10,000 people will be added').waitFor();
});

test('a preview with more than 1,000 problems lists the first 1,000 and says so', async () => {
  const lines = Array.from({ length: 1_200 }, (_, i) => `Clerk ${i},nowhere-${i},Account Owner`);
  await checkFile(lines);
  await page.getByText('Only the first 1,000 problems are listed').waitFor();
});

test('a Full Access System Administrator can import people; a Read Only System Administrator can’t', async () => {
  const readOnly = (await someone(city.emails.readOnly))!;
  const reader = await stage.member(city.archiveId, readOnly.id);
  expect((await reader.goto('/configure/import'))?.status()).toBe(403);
  const subscribed = (await someone(city.emails.subscribed))!;
  const manager = await stage.member(city.archiveId, subscribed.id);
  expect((await manager.goto('/configure/import'))?.status()).toBe(200);
});

describe.each(SCREENS)('in %s mode, %i pixels wide', (colorScheme, width) => {
  test('the import pages are accessible, fit the screen, and log no console errors', async () => {
    const screen = await asPrimary({ colorScheme, viewport: { width, height: 900 } });
    const consoleErrors: string[] = [];
    screen.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('422')) consoleErrors.push(message.text());
    });
    await screen.goto('/configure/import?kind=users&done=users&created=3&updated=0');
    expect([await axeViolations(screen), await overflow(screen)]).toEqual([[], 0]);
    for (const csv of [BAD, BAD.split('\n').slice(0, 2).join('\n'), 'nothing of it']) {
      await check(csv, screen);
      expect([await axeViolations(screen), await overflow(screen)]).toEqual([[], 0]);
    }
    await screen.goto('/configure/import');
    await text(screen).fill('Full name,Mail,Phone\nAda Lane,ada@springfield.example,555 0100');
    await press('Check every line', screen);
    await screen.getByRole('heading', { name: 'Match the columns' }).waitFor();
    expect([await axeViolations(screen), await overflow(screen)]).toEqual([[], 0]);
    await check(`name,email,roles\nReader,${city.emails.readOnly},Full Access Administrator`, screen);
    await press('Save these people', screen);
    await screen.getByRole('heading', { name: 'Change this person’s roles?' }).waitFor();
    expect([await axeViolations(screen), await overflow(screen)]).toEqual([[], 0]);
    expect(consoleErrors).toEqual([]);
  });
});

test.each([1024, 1280])(
  'with accounts in every column, the problems have room on a screen of %i pixels',
  async (width) => {
    const screen = await asPrimary({ viewport: { width, height: 900 } });
    const id = '204815671000000000';
    await screen.goto('/configure/import?kind=accounts');
    await text(screen).fill(
      `network,networkAccountId,name,ownerEmail,parentProfileId\nfacebook_page,${id},Parks,${city.emails.owner},100024518890361`,
    );
    await press('Check every line', screen);
    const result = screen.getByRole('cell').filter({ hasText: 'A spreadsheet probably rounded this ID' });
    expect((await result.boundingBox())!.width).toBeGreaterThan(200);
    expect(await overflow(screen)).toBe(0);
  },
);
