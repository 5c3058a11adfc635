/** The files that a clerk can start an import from, in a real browser. */
import { expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { accounts, users } from '../../db/schema.js';
import { readXlsx } from '../../services/imports/xlsx.js';
import { SPRINGFIELD } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aCity } from '../rig/site.js';
import { createStage, usePrimary } from '../rig/stage.js';
import { workbook } from '../rig/workbook.js';

const stage = sharedFixture(createStage);
const city = freshFixture(() => aCity(stage.site.context.db, SPRINGFIELD));
const { page, asPrimary, press, done } = usePrimary(stage, () => city);

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function download(href: string, at = page): Promise<Buffer> {
  await at.goto('/configure/import');
  const [file] = await Promise.all([at.waitForEvent('download'), at.locator(`a[href$="${href}"]`).click()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const upload = (buffer: Buffer, at = page) =>
  at.locator('#file').setInputFiles({ name: 'filled-in.xlsx', mimeType: XLSX, buffer });

/** What a template holds once someone wrote below its titles. */
async function filledIn(template: Buffer, lines: readonly string[][]): Promise<Buffer> {
  const { workbook: read } = await readXlsx(template, 0);
  const [titles = ''] = read!.text.split('\r\n');
  return workbook({ [read!.sheets[0]!]: [titles.split(','), ...lines], [read!.sheets[1]!]: [['Column']] });
}

test('a template for accounts keeps long IDs, says where to find them, and needs no matching of columns', async () => {
  const template = await download('/template?kind=accounts');
  const help = (await readXlsx(template, 1)).workbook!.text;
  expect(help).toContain('LinkedIn Page,Open the Page as an admin.');
  const { owner } = city.emails;
  await page.goto('/configure/import?kind=accounts');
  await upload(await filledIn(template, [['Instagram', '17841405822304914', 'Parks', owner, '']]));
  await done('The file’s contents are in the field below.');
  await press('Check every line');
  await page.getByRole('heading', { name: '1 account will be added' }).waitFor();
  await press('Save these accounts');
  await done('Saved: 1 account added.');
  const [added] = await stage.site.context.db.select().from(accounts).where(eq(accounts.archiveId, city.archiveId));
  expect(added).toMatchObject({ network: 'instagram', networkAccountId: '17841405822304914', name: 'Parks' });
});

test('a template in Spanish is read by its Spanish titles, networks, and roles', async () => {
  const spanish = await asPrimary({ locale: 'es-US' });
  const { owner } = city.emails;
  for (const [kind, line, result] of [
    ['accounts', ['Página de Facebook', '100064512345678', 'Parques', owner, ''], 'Se agregará 1 cuenta'],
    ['users', ['Luz Mora', 'luz@springfield.example', 'Responsable de cuentas'], 'Se agregará 1 persona'],
  ] as const) {
    const template = await download(`/template?kind=${kind}`, spanish);
    await spanish.goto(`/configure/import?kind=${kind}`);
    await upload(await filledIn(template, [[...line]]), spanish);
    await done('El contenido del documento está en el campo de abajo.', spanish);
    await press('Revisar todas las líneas', spanish);
    await spanish.getByRole('heading', { name: result }).waitFor();
  }
});

test.each([
  ['the template for people', '/template?kind=users', 3],
  ['the template for accounts', '/template?kind=accounts', 3],
])('nothing is saved while the example lines are still in %s', async (_what, href, lines) => {
  const template = await download(href);
  await page.goto(`/configure/import?${href.split('?')[1]}`);
  await upload(template);
  await done('The file’s contents are in the field below.');
  await press('Check every line');
  await page.getByText(`${lines} lines have problems`).waitFor();
  expect(await page.getByText('This is an example line from the template. Delete it.').count()).toBe(lines);
  const people = await stage.site.context.db.select().from(users).where(eq(users.email, 'jane.doe@example.org'));
  expect(people).toEqual([]);
});

test.each(['users', 'accounts'])('the example for %s as CSV imports once it names real people', async (kind) => {
  const example = (await download(`/example?kind=${kind}`)).toString();
  const { owner, otherOwner } = city.emails;
  await page.goto(`/configure/import?kind=${kind}`);
  const real = kind === 'users' ? ['ada@f.example', 'bo@f.example'] : [owner, otherOwner];
  await page
    .getByLabel('Spreadsheet contents')
    .fill(
      example
        .replaceAll('jane.doe@example.org', real[0]!)
        .replaceAll('sam.lee@example.org', real[1]!)
        .replaceAll('ann.clark@example.org', 'cy@f.example'),
    );
  await press('Check every line');
  await page.getByText(kind === 'users' ? '3 people will be added' : '3 accounts will be added').waitFor();
});

test('the Spanish example has Spanish names and roles, and the column names that programs use', async () => {
  const spanish = await asPrimary({ locale: 'es-US' });
  await spanish.goto('/configure/import');
  await spanish.getByText('Escriba Responsable de cuentas, Administrador principal').waitFor();
  await spanish.getByText('Escriba Página de Facebook, Instagram, ').waitFor();
  const headers = { 'Accept-Language': 'es' };
  const answer = await spanish.request.get('/configure/import/example?kind=users', { headers });
  expect((await answer.text()).split('\r\n').slice(0, 2)).toEqual([
    '\uFEFFname,email,roles',
    'Juana Pérez,juana.perez@example.org,Responsable de cuentas',
  ]);
});
