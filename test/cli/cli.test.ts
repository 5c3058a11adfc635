/** The command line as an operator runs it. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { connect } from '../../db/client.js';
import { applicationTroubles, archives, surgeHolds } from '../../db/schema.js';
import { aCity } from '../rig/builders.js';
import { createTestDatabase } from '../rig/database.js';
import { sharedFixture } from '../rig/fixtures.js';
import { runProgram } from '../rig/program.js';

const database = sharedFixture(createTestDatabase);
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'relink-cli-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

const relink = (args: string[], env: Record<string, string> = {}) =>
  runProgram(['relink.ts', ...args], { DATABASE_URL: database.url, RELINK_DATA_DIR: dataDir, ...env });
const CREATE = ['archive', 'create', '--name', 'Fairview', '--admin-name', 'Ann', '--admin-email', 'ann@city.example'];

test('archive create makes an archive with its Primary Administrator and a key that is shown once', async () => {
  const { code, stdout } = await relink(CREATE);
  expect(code).toBe(0);
  const [, key = ''] = /API key +(relink_\S+)/.exec(stdout) ?? [];
  const [, archiveId = ''] = /Archive +(arc_\w+)/.exec(stdout) ?? [];
  expect(key).not.toBe('');
  const list = await relink(['keys', 'list', '--archive', archiveId]);
  expect(list.stdout).toContain(key.slice(-4));
  expect(list.stdout).not.toContain(key);
  expect(list.stdout).toContain('Fairview');

  const made = await relink(['keys', 'create', '--archive', archiveId, '--name', 'reports', '--scopes', 'report']);
  const [, id = ''] = /Key +(key_\w+)/.exec(made.stdout) ?? [];
  expect((await relink(['keys', 'revoke', id])).code).toBe(0);
  expect((await relink(['keys', 'list', '--archive', archiveId])).stdout).toMatch(new RegExp(`${id}.*revoked`));
  expect(await relink(['keys', 'revoke', id])).toMatchObject({ code: 1, stderr: expect.stringContaining('keys list') });
});

test('a second archive whose name reads like the first one’s is refused, and a rename solves it', async () => {
  const create = (name: string) => relink([...CREATE.slice(0, 2), '--name', name, ...CREATE.slice(4)]);
  const { stdout } = await create('Twice');
  const [archiveId = ''] = /arc_\w+/.exec(stdout) ?? [];
  expect(await create('TWlCE')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/"TWlCE" for the archive "Twice" \(arc_\w+\).*tells them apart/),
  });
  const renamed = await relink(['archive', 'rename', archiveId, '--name', 'Once', '--product-name', 'Once Records']);
  expect(renamed).toMatchObject({ code: 0, stdout: expect.stringMatching(/Saved[^]*Once\n[^]*Once Records/) });
  expect((await create('TWlCE')).code).toBe(0);
  expect((await relink(['archive', 'rename', archiveId, '--name', 'Twice'])).code).toBe(1);
  const back = await relink(['archive', 'rename', archiveId, '--default-product']);
  expect(back.stdout).toContain('as the installation calls it');
});

test.each(['keys', 'archive'])('%s --help lists only that group’s commands', async (group) => {
  const { code, stdout, stderr } = await relink([group, '--help']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`${group} list`);
  expect(stdout).not.toContain('doctor');
});

test('hold stops all mail for a reason, and release resumes it', async () => {
  expect((await relink(['hold'])).code).toBe(2);
  expect((await relink(['hold', '--reason', 'a network is down'])).code).toBe(0);
  const again = await relink(['hold', '--reason', 'another']);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/already on hold.*a network is down/) });
  expect((await relink(['backlog'])).stdout).toContain('a network is down');
  expect((await relink(['release'])).stdout).toContain('Mail is being sent again');
  expect((await relink(['backlog'])).stdout).toContain('Mail isn’t on hold');
});

describe('a mistyped command exits with an explanation', () => {
  test.each([
    [['nonsense'], 2, /There’s no command "nonsense"/],
    [['archive', 'create', '--name', 'x'], 2, /--admin-name <name> and --admin-email <address>/],
    [[...CREATE.slice(0, -1), 'no-address'], 2, /--admin-email: Enter an email address/],
    [['keys', 'create', '--archive', 'arc_x', '--name', 'x', '--scopes', 'all'], 2, /no scope "all"/],
    [['keys', 'create', '--archive', 'arc_x', '--name', 'x'], 1, /no archive arc_x/],
    [['keys', 'list', '--archive', 'arc_x'], 1, /no archive arc_x/],
    [['archive', 'rename', 'arc_x', '--name', 'x'], 1, /no archive arc_x/],
    [['archive', 'rename', 'arc_x'], 2, /--product-name/],
    [['archive', 'rename', 'arc_x', '--product-name', 'a <b@c.example>'], 2, /--product-name: /],
    [['migrate', '--force'], 2, /--force/],
  ])('%j', async (args, code, message) => {
    const run = await relink(args);
    expect(run.code).toBe(code);
    expect(run.stderr).toMatch(message);
    expect(run.stderr).not.toMatch(/\n\s+at /);
  });
});

test('without DATABASE_URL, a command uses the running stack’s database or says how to set one', async () => {
  const none = await runProgram(['relink.ts', 'backlog'], { RELINK_DATA_DIR: path.join(dataDir, 'none') });
  expect(none).toMatchObject({ code: 1, stderr: expect.stringMatching(/DATABASE_URL.*npm start/) });
  await writeFile(
    path.join(dataDir, 'endpoints.json'),
    JSON.stringify({ url: 'http://localhost:1', database: database.url }),
  );
  const found = await runProgram(['relink.ts', 'backlog'], { RELINK_DATA_DIR: dataDir });
  expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining('Mail isn’t on hold') });
});

const doctorsEnvironment = () => ({
  TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS ?? '',
  RESEND_API_KEY: 're_x',
  RESEND_BASE_URL: 'http://127.0.0.1:9',
  MAIL_FROM: 'Relink <relink@example.org>',
  RELINK_KEYS: `k1:${randomBytes(32).toString('base64')}`,
});

test('doctor says what works and how to fix what does not', async () => {
  const env = doctorsEnvironment();
  const { code, stdout } = await relink(['doctor'], env);
  const lines = stdout.split('\n');
  const about = (what: string) => lines.find((line) => line.includes(what)) ?? '';
  expect(code).toBe(1);
  for (const what of ['database', 'migrations', 'clock', 'Temporal ']) expect(about(what)).toMatch(/^ok/);
  expect(about('API')).toMatch(/^WRONG.*readyz doesn’t respond/);
  expect(about('workers')).toMatch(/^WRONG.*no worker polls/);
  expect(about('Resend key')).toMatch(/^WRONG.*Can this machine reach Resend/);
  expect(stdout).not.toContain(env.RELINK_KEYS);
  const unset = await relink(['doctor']);
  expect(unset).toMatchObject({ code: 1, stdout: expect.stringMatching(/RELINK_KEYS: generate a key/) });
});

test('doctor lists what networks hold against our app, and which unknown codes hold emails, each with what to do', async () => {
  const doctor = async () => (await relink(['doctor'], doctorsEnvironment())).stdout;
  const well = await doctor();
  expect(well).toMatch(/^ok +our app +no network has refused our app lately$/m);
  expect(well).toMatch(/^ok +unknown codes +no emails wait/m);
  const connection = connect(database.url, { name: 'test', max: 1 });
  const until = sql`now() + interval '1 hour'`;
  for (const n of [1, 2]) {
    const { archiveId } = await aCity(connection.db);
    await connection.db.insert(applicationTroubles).values([
      { archiveId, provider: 'x', code: 'credits', count: 5 },
      { archiveId, provider: 'google', code: 'other', count: 1, lastSeenAt: sql`now() - interval '31 hours'` },
    ]);
    await connection.db
      .insert(surgeHolds)
      .values({ archiveId, id: `srg_${n}`, network: 'instagram', code: '987654', until });
  }
  await connection.close();
  const output = await doctor();
  expect(output).toMatch(
    /^WRONG +our app +x refuses it \(credits\) since .* 2 archives\. The credits or the plan are used up\./m,
  );
  expect(output).not.toContain('google');
  expect(output).toMatch(
    /^WRONG +unknown codes +instagram 987654: the emails of 2 archives wait .*`surge-holds release srg_/m,
  );
});

test('doctor names archives that people can’t tell apart', async () => {
  const doctor = async () => (await relink(['doctor'], doctorsEnvironment())).stdout;
  expect(await doctor()).toMatch(/^ok +archive names +people can tell all archives apart$/m);
  const connection = connect(database.url, { name: 'test', max: 1 });
  await aCity(connection.db, { name: 'City of Lakewood' });
  await aCity(connection.db, { name: 'CITY OF LAKEW00D' });
  const { archiveId } = await aCity(connection.db, { name: 'City of Springfield' });
  await connection.db.update(archives).set({ senderName: 'City of Lakewood' }).where(eq(archives.id, archiveId));
  await connection.close();
  const found = await doctor();
  expect(found).toMatch(
    /^WRONG +sender names +emails of "City of Springfield" \(arc_\w+\) are from "City of Lakewood", like "City of Lakewood" of/m,
  );
  expect(found).toMatch(
    /^WRONG +archive names +people can’t tell apart "City of Lakewood" \(arc_\w+\) and "CITY OF LAKEW00D" \(arc_\w+\)\. Rename one/m,
  );
});

test('doctor says when the local stack is not running or was killed', async () => {
  const doctorAt = (dir: string) => runProgram(['relink.ts', 'doctor'], { RELINK_DATA_DIR: dir });
  const stopped = await doctorAt(path.join(dataDir, 'none'));
  expect(stopped).toMatchObject({ code: 1, stdout: expect.stringMatching(/local stack.*not running.*`npm start`/) });
  const noPid = { url: 'http://localhost:1', database: database.url, pid: 2 ** 30 };
  await writeFile(path.join(dataDir, 'endpoints.json'), JSON.stringify(noPid));
  expect((await doctorAt(dataDir)).stdout).toMatch(/local stack.*was killed\. Start it again/);
});
