import { test } from '@jest/globals';
import { mkdtemp, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eq, and, sql } from 'drizzle-orm';
import { startInbox } from '../../dev/inbox/index.js';
import { createStage } from '../rig/stage.js';
import { aCity, SPRINGFIELD } from '../rig/builders.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import { SCOPES } from '../../domain/principal.js';
import { letTimePass } from '../rig/aging.js';
import { hear } from '../rig/delivery-events.js';
import { sendDueMail } from '../../services/mail/delivery/send-due-mail.js';
import { raiseDueSteps } from '../../services/disconnects/raise-due-steps.js';
import { moveTransfer } from '../../services/transfers/move.js';
import { requestDueSummaries } from '../../services/mail/weekly-summaries.js';
import { archives, disconnects, emails, transfers, users } from '../../db/schema.js';

const OUT = '/tmp/h5-shots';
const H = 3_600_000;
const D = 24 * H;

test('trial', async () => {
  await mkdir(OUT, { recursive: true });
  const dir = await mkdtemp(path.join(tmpdir(), 'relink-trial-'));
  const inbox = await startInbox({ port: 0, host: '127.0.0.1', dir });
  const stage = await createStage({ RESEND_BASE_URL: inbox.url });
  const { context } = stage.site;
  const { db } = context;
  try {
    const city = await aCity(db, SPRINGFIELD);
    const { archiveId } = city;
    const { key } = await insertApiKey(db, { archiveId, name: 'capture engine', scopes: SCOPES });
    const call = async (method: string, p: string, body?: unknown) => {
      const r = await fetch(`${stage.site.url}${p}`, {
        method,
        headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const t = await r.text();
      const b = t ? JSON.parse(t) : {};
      if (r.status >= 400) console.log(method, p, r.status, t.slice(0, 600));
      return { status: r.status, body: b };
    };
    const pass = async (ms: number) => { await letTimePass(db, archiveId, ms); };
    const mail = async () => {
      for (let i = 0; i < 4; i += 1) await sendDueMail(context, archiveId);
    };
    const steps = async () => {
      const open = await db.select().from(disconnects).where(and(eq(disconnects.archiveId, archiveId), eq(disconnects.status, 'open')));
      for (const d of open) await raiseDueSteps(context, { archiveId, disconnectId: d.id, now: Date.now() });
      await mail();
    };
    const deliver = async (how: (e: any) => any = () => 'delivered') => {
      const rows = await db.select().from(emails).where(and(eq(emails.archiveId, archiveId), eq(emails.state, 'accepted')));
      for (const e of rows) if (e.delivery === null) { const d = how(e); if (d) await hear({ context } as any, e, d, { named: [] }); }
    };
    const user = async (name: string) => (await call('POST', '/v1/users', { name, email: `${name.toLowerCase().replace(' ', '.')}@springfield.example`, roles: ['account_owner'] })).body.id as string;
    const account = async (name: string, network: string, networkAccountId: string, ownerId: string, more: object = {}) =>
      (await call('POST', '/v1/accounts', { name, network, networkAccountId, ownerId, ...more })).body.id as string;
    const tok = { authorization: { accessToken: 'a-token' } };
    const iso = (msAgo: number) => new Date(Date.now() - msAgo).toISOString();
    const transfer = async (body: object) => {
      const t = await call('POST', '/v1/transfers', body);
      if (t.status === 202) await moveTransfer(context, { archiveId, transferId: t.body.id });
      await mail();
      return t;
    };

    const ann = await user('Ann Lee');
    const bob = await user('Bob Ray');
    const carla = await user('Carla Ruiz');
    const parks = await account('Parks', 'x', '1001', ann, tok);
    const fire = await account('Fire Department', 'x', '1002', ann, tok);
    const police = await account('Police', 'x', '1003', ann, tok);
    const library = await account('Library', 'x', '1004', bob);
    const museum = await account('Museum', 'x', '1005', bob);
    const pool = await account('Pool', 'x', '1006', bob, tok);
    const zoo = await account('Zoo', 'x', '1007', carla, tok);
    const wrong = await account('Wrong ID', 'x', '1008', carla, tok);
    await mail(); await deliver();
    await pass(10 * D);
    // Parks: last captured day -3 before report; transfer between last capture and report
    await transfer({ accountIds: [parks], toOwnerId: bob });
    await deliver();
    await pass(2 * D);
    await call('POST', '/v1/disconnects', { accountId: parks, reason: 'token_expired', lastCapturedAt: iso(3 * D), detectedAt: iso(1 * D) });
    await call('POST', '/v1/disconnects', { accountId: fire, reason: 'unknown' });
    await call('POST', '/v1/disconnects', { accountId: police, reason: 'token_revoked' });
    await mail(); await deliver();
    await pass(2 * D + H); await steps(); await deliver();
    // police withdrawn
    const policeD = (await db.select().from(disconnects).where(and(eq(disconnects.archiveId, archiveId), eq(disconnects.accountId, police))))[0]!;
    await call('POST', `/v1/disconnects/${policeD.id}/withdraw`, { reason: 'Posts were there all along' });
    // transfer fire to Carla while open
    await transfer({ accountIds: [fire], toOwnerId: carla });
    await deliver();
    await pass(5 * D); await steps(); await deliver((e) => (e.userId === carla ? 'bounced' : 'delivered'));
    await mail(); await deliver();
    await call('POST', `/v1/accounts/${parks}/reconnected`, {});
    await mail(); await deliver();
    await pass(1 * D);
    // parks again: overlapping gap
    await call('POST', '/v1/disconnects', { accountId: parks, reason: 'password_changed', lastCapturedAt: iso(9 * D) });
    await mail(); await deliver();
    await pass(3 * D); await steps(); await deliver();
    // pool inactive
    await call('POST', '/v1/disconnects', { accountId: pool, reason: 'account_not_found' });
    await mail(); await deliver();
    await pass(D);
    await call('PATCH', `/v1/accounts/${pool}`, { status: 'inactive', reason: 'Closed for the winter' });
    await pass(20 * D);
    await call('PATCH', `/v1/accounts/${pool}`, { status: 'disconnected' });
    await mail(); await deliver();
    await pass(2 * H);
    await call('POST', `/v1/accounts/${pool}/reconnected`, {});
    await mail(); await deliver();
    // wrong id corrected
    await call('PATCH', `/v1/accounts/${wrong}`, { networkAccountId: '2008' });
    await mail(); await deliver();
    await pass(3 * D); await steps(); await deliver();
    await call('POST', `/v1/accounts/${wrong}/reconnected`, {});
    await pass(3 * D);
    // zoo deleted while disconnected
    await call('POST', '/v1/disconnects', { accountId: zoo, reason: 'checkpoint' });
    await mail(); await deliver();
    await pass(D);
    await call('DELETE', `/v1/accounts/${zoo}`);
    // museum: unauthorised, disconnected by archive, reconnected in the same minute
    await call('POST', '/v1/disconnects', { accountId: museum, reason: 'token_expired' });
    await call('POST', `/v1/accounts/${museum}/reconnected`, {});
    await mail();
    await pass(D);
    // bob leaves: everything to Dora, added in the same step
    const bobs = (await call('GET', `/v1/accounts?ownerId=${bob}`)).body.items.map((a: any) => a.id);
    await transfer({ accountIds: bobs, toOwner: { name: 'Dora Díaz', email: 'dora@springfield.example' } });
    await deliver();
    await call('DELETE', `/v1/users/${bob}`);
    await pass(2 * D);
    await account('Newcomer', 'x', '1010', ann, tok);
    await pass(D); await steps(); await deliver();

    const msgs = await (await fetch(`${inbox.url}/api/messages?limit=1000`)).json() as any[];
    await writeFile(`${OUT}/mails.txt`, msgs.toReversed().map((m: any) => `=== to ${m.to} cc ${m.cc}\n${m.subject}\n${m.text}\n`).join('\n'));
    await db.update(users).set({ weeklyErrorSummary: true }).where(eq(users.id, city.primary));

    for (const [label, options] of [
      ['desk-en', { viewport: { width: 1280, height: 900 }, locale: 'en-US' }],
      ['phone-en', { viewport: { width: 390, height: 844 }, locale: 'en-US' }],
      ['desk-es', { viewport: { width: 1280, height: 900 }, locale: 'es-US' }],
      ['phone-es', { viewport: { width: 390, height: 844 }, locale: 'es-US' }],
    ] as const) {
      if (process.env.SHOTS && !process.env.SHOTS.includes(label)) continue;
      const page = await stage.member(archiveId, city.primary, options as any);
      await page.goto('/gaps');
      await page.screenshot({ path: `${OUT}/gaps-${label}.png`, fullPage: true });
      await writeFile(`${OUT}/gaps-${label}.txt`, await page.getByRole('main').innerText());
      const csv = await page.request.get('/gaps.csv');
      await writeFile(`${OUT}/gaps-${label}.csv`, await csv.text());
      const all = await db.select().from(disconnects).where(eq(disconnects.archiveId, archiveId)).orderBy(disconnects.id);
      for (const [i, d] of all.entries()) {
        await page.goto(`/disconnects/${d.id}`);
        if (i < 3) await page.screenshot({ path: `${OUT}/timeline-${i}-${label}.png`, fullPage: true });
        await writeFile(`${OUT}/timeline-${i}-${label}.txt`, await page.getByRole('main').innerText());
        if (i === 1) await writeFile(`${OUT}/timeline-${i}-${label}.csv`, await (await page.request.get(`/disconnects/${d.id}/timeline.csv`)).text());
      }
      const api = await page.request.get('/v1/gaps?kind=all');
      await writeFile(`${OUT}/gaps.json`, JSON.stringify(await api.json(), null, 1));
      await page.goto('/accounts');
      await page.screenshot({ path: `${OUT}/accounts-${label}.png`, fullPage: true });
      await page.goto('/transfers');
      await writeFile(`${OUT}/transfers-${label}.txt`, await page.getByRole('main').innerText());
      await page.screenshot({ path: `${OUT}/transfers-${label}.png`, fullPage: true });
    }
  } finally {
    await stage.close();
    await inbox.close();
  }
});
