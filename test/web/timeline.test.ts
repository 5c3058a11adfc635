import { beforeEach, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { recordAudit } from '../../services/audit/audit-log.js';
import { RELINK, type Actor } from '../../domain/actor.js';
import { newRowId } from '../../db/ids.js';
import { accounts, audit, disconnects, emails, users } from '../../db/schema.js';
import { csvLine, isoInZone } from '../../http/csv-download.js';
import { EVENT_TYPES, type EventType } from '../../domain/audit-events.js';
import { aCity } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { close } from '../rig/reports.js';
import { DAY_MS } from '../rig/calendar.js';
import { disconnectOf } from '../rig/site.js';
import { axeViolations, createStage, overflow, springfield } from '../rig/stage.js';

const stage = sharedFixture(createStage);
const town = freshFixture(() => springfield(stage.site));
let disconnectId: string;
beforeEach(async () => {
  disconnectId = (await rowOf(town.page)).id;
});

const as = (userId: string) => stage.member(town.city.archiveId, userId);
const primary = () => as(town.city.primary);
const decisions = (page: Page) => page.getByRole('button').filter({ hasText: /Pause|Withdraw/ });
const sameOrigin = { 'Sec-Fetch-Site': 'same-origin' };

const rowOf = (accountId: string) => disconnectOf(stage.site, town.city, accountId);

const PROVIDER: Actor = { kind: 'provider', name: 'Resend' };
const THROUGH_LINK: Actor = { kind: 'link', name: 'Owner' };

type Happening = [type: EventType, actor: Actor, detail?: Record<string, unknown>];

async function happened(...events: Happening[]) {
  const { archiveId } = town.city;
  const about = { archiveId, disconnectId, accountId: town.page };
  await recordAudit(
    stage.site.context.db,
    events.map(([type, actor, detail]) => ({ ...about, type, actor, detail })),
  );
}

const emailed = (emailId: string, step: number, cc: string[] = []): Happening => [
  'email_sent',
  RELINK,
  { emailId, kind: 'step', series: 1, step, to: town.city.emails.owner, cc },
];

describe('a disconnect’s timeline', () => {
  test('lists in order the report, each email with its delivery, the opened link, and each refused attempt', async () => {
    const { owner, primary: copied } = town.city.emails;
    await happened(
      emailed('first', 0, [copied]),
      ['email_delivered', PROVIDER, { emailId: 'first' }],
      ['link_opened', THROUGH_LINK],
      ['reconnect_refused', THROUGH_LINK, { code: 'not_managed', signedInAs: 'Joe Doe' }],
      ['attempt_failed', THROUGH_LINK, { kind: 'denied' }],
      emailed('second', 1),
      ['email_bounced', PROVIDER, { emailId: 'second', addresses: [owner] }],
    );
    const page = await primary();
    await page.goto(`/disconnects/${disconnectId}`);
    const said = await page
      .getByRole('region', { name: 'Everything that happened' })
      .getByRole('listitem')
      .allInnerTexts();
    const sentences = said.map((one) => one.split('\n').slice(1).join(' ').trim().replaceAll(/\s+/g, ' '));
    const someone = 'Someone using Owner’s link';
    expect(sentences).toEqual([
      'The archive (API key “capture engine”) reported that the account is disconnected. The Facebook password was changed.',
      `The first email was sent to ${owner}, with a copy to ${copied}.`,
      'The first email was delivered.',
      `${someone} opened the page to reconnect accounts.`,
      `${someone} signed in as Joe Doe to reconnect the account, but it wasn’t reconnected. That profile doesn’t manage the account, or the account wasn’t selected when Facebook asked for permission.`,
      `${someone} tried to reconnect the account, but it didn’t work. The sign-in to Facebook was canceled, or permission wasn’t given.`,
      `Reminder 1 of 5 was sent to ${owner}.`,
      `Reminder 1 of 5 bounced. It couldn’t be delivered to ${owner}.`,
    ]);
  });

  test('counts an email that stands for several steps once, as the gap report does', async () => {
    const { owner } = town.city.emails;
    await happened(emailed('both', 0), emailed('both', 1), ['email_delivered', PROVIDER, { emailId: 'both' }]);
    const page = await primary();
    await page.goto(`/disconnects/${disconnectId}`);
    const events = page.getByRole('region', { name: 'Everything that happened' });
    await events.getByText(`The first email was sent to ${owner}.`).waitFor();
    await events.getByText('Reminder 1 of 5 was part of the same email.').waitFor();
    await events.getByText('The first email was delivered.').waitFor();
    expect(await events.getByText('Delivered', { exact: true }).count()).toBe(0);
    expect(await page.getByRole('img', { name: /It shows 1 email\b/ }).isVisible()).toBe(true);
  });

  test('names the Account Owner of the time after the account was transferred', async () => {
    const transferred = { from: 'Owner', fromId: town.city.owner, to: 'Other' };
    const { context } = stage.site;
    await close(context, town.city.archiveId, [town.page]);
    await context.db.insert(audit).values({
      archiveId: town.city.archiveId,
      id: newRowId(),
      type: 'transferred',
      at: new Date(Date.now() + 1000),
      accountId: town.page,
      userId: town.city.otherOwner,
      actor: RELINK,
      detail: transferred,
    });
    await context.db
      .update(accounts)
      .set({ ownerId: town.city.otherOwner, parentProfileId: null })
      .where(eq(accounts.id, town.page));
    const page = await primary();
    await page.goto(`/disconnects/${disconnectId}`);
    const facts = page.getByRole('region', { name: 'About this disconnect' });
    expect(await facts.getByText('Owner', { exact: true }).isVisible()).toBe(true);
    expect(await facts.getByText('Now: Other').isVisible()).toBe(true);
  });

  test('shows the gap in the record in words and as a picture with a text alternative', async () => {
    const { context } = stage.site;
    await context.db
      .update(disconnects)
      .set({ lastCapturedAt: new Date(Date.now() - 10 * DAY_MS) })
      .where(eq(disconnects.id, disconnectId));
    await happened(emailed('first', 0), emailed('second', 1));
    const page = await primary();
    await page.goto(`/disconnects/${disconnectId}`);
    expect(
      await page.getByText(/^Nothing from this account has been archived since .* 10 days so far/).isVisible(),
    ).toBe(true);
    await page.getByText('The gap starts when the account was last archived.').waitFor();
    expect(
      await page.getByRole('img', { name: /Nothing was archived for 10 days. It shows 2 emails/ }).isVisible(),
    ).toBe(true);
    await close(context, town.city.archiveId, [town.page]);
    await page.reload();
    expect(
      await page.getByText(/^Nothing from this account was archived from .* The gap lasted 10 days/).isVisible(),
    ).toBe(true);
    await page.getByText('Reconnected', { exact: true }).waitFor();
    expect(await decisions(page).count()).toBe(0);
  });

  test('describes an unknown event in a neutral sentence', async () => {
    const { archiveId } = town.city;
    const actor: Actor = { kind: 'user', name: 'Elon' };
    const ofNewerVersion = { archiveId, disconnectId, actor, id: newRowId(), type: 'moved_to_mars' };
    await stage.site.context.db.insert(audit).values(ofNewerVersion);
    const page = await primary();
    await page.goto(`/disconnects/${disconnectId}`);
    await page.getByText('Elon did something that this page can’t describe yet.').waitFor();
    expect(await page.getByText('moved_to_mars').count()).toBe(0);
  });

  test('returns 404 to other Account Owners and to other archives', async () => {
    await stage.site.context.db.update(users).set({ access: 'invite' }).where(eq(users.archiveId, town.city.archiveId));
    for (const [userId, status] of [
      [town.city.owner, 200],
      [town.city.otherOwner, 404],
    ] as const) {
      const page = await as(userId);
      expect((await page.goto(`/disconnects/${disconnectId}`))?.status()).toBe(status);
      expect((await page.request.get(`/disconnects/${disconnectId}/timeline.csv`)).status()).toBe(status);
      expect(await page.getByRole('button', { name: 'Withdraw the report' }).count()).toBe(0);
    }
    const elsewhere = await aCity(stage.site.context.db);
    const page = await stage.member(elsewhere.archiveId, elsewhere.primary);
    expect((await page.goto(`/disconnects/${disconnectId}`))?.status()).toBe(404);
  });

  test('tells a Read Only System Administrator why there are no buttons', async () => {
    const page = await as(town.city.readOnly);
    await page.goto(`/disconnects/${disconnectId}`);
    await page.getByText('You’re a Read Only System Administrator').waitFor();
    expect(await decisions(page).count()).toBe(0);
    const answer = await page.request.post(`/disconnects/${disconnectId}/withdraw`, {
      form: { why: 'A mistake' },
      headers: sameOrigin,
    });
    expect(answer.status()).toBe(403);
    expect((await rowOf(town.page)).status).toBe('open');
  });
});

describe('on the timeline, an administrator', () => {
  test('can pause emails until a date with a reason, and end the pause', async () => {
    const page = await primary();
    await page.goto(`/disconnects/${disconnectId}`);
    await page
      .getByLabel('Pause until (end of day)')
      .fill(new Date(Date.now() + 5 * DAY_MS).toISOString().slice(0, 10));
    await page.getByLabel('Reason', { exact: true }).fill('Budget meeting');
    await page.getByRole('button', { name: 'Pause emails' }).click();
    await page.getByText('Emails are paused.').waitFor();
    await page.getByText(/Primary paused the emails until .*\. Reason: Budget meeting/).waitFor();
    await page.getByRole('button', { name: 'Resume emails now' }).click();
    await page.getByText('Emails have resumed.').waitFor();
    expect((await rowOf(town.page)).pausedUntil).toBeNull();
  });

  test('can withdraw the report with a reason, which removes the gap', async () => {
    const page = await primary();
    await page.goto(`/disconnects/${disconnectId}`);
    await page.getByLabel('Reason for withdrawing').fill('Wrong account');
    await page.getByRole('button', { name: 'Withdraw the report' }).click();
    await page.getByText('The report was withdrawn.').waitFor();
    expect(
      await page.getByText('Primary withdrew the report because it was a mistake. Reason: Wrong account').isVisible(),
    ).toBe(true);
    await page.getByText('There’s no gap').waitFor();
    expect((await rowOf(town.page)).closedAs).toBe('withdrawn');
  });

  test('can’t pause until a date in the past, and keeps what was typed', async () => {
    const page = await primary();
    const answer = await page.request.post(`/disconnects/${disconnectId}/pause`, {
      form: { until: '2020-01-01', reason: 'Holidays' },
      headers: sameOrigin,
    });
    expect(answer.status()).toBe(422);
    expect(await answer.text()).toMatch(/value="2020-01-01"[\s\S]*id="problem-until"[\s\S]*value="Holidays"/);
  });
});

test('the CSV file has the gap and every event, in the archive’s time zone and in UTC', async () => {
  await happened(emailed('first', 0), ['link_opened', { kind: 'user', name: '=HYPERLINK("x")' }]);
  const page = await primary();
  const answer = await page.request.get(`/disconnects/${disconnectId}/timeline.csv`);
  expect(answer.headers()['content-type']).toBe('text/csv; charset=utf-8');
  expect(answer.headers()['content-disposition']).toBe('attachment; filename=timeline.csv');
  const lines = (await answer.text()).split('\r\n');
  expect(lines[0]).toBe(
    '\uFEFF"Time (archive’s time zone)","Time (UTC)","Account","Social network","What happened","Who"',
  );
  expect(lines[1]).toMatch(
    /^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d","\d{4}-\d\d-\d\dT[\d:.]+Z","Springfield City Hall","Facebook Page","The gap in the record starts\. The disconnect was noticed at this time\.",$/,
  );
  expect(lines[3]).toContain('The first email was sent to');
  expect(lines[4]).toContain(`"'=HYPERLINK(""x"") opened the page to reconnect accounts."`);
  expect(lines).toHaveLength(6);
});

test('a CSV cell is never a formula, and quotes keep a semicolon from starting another cell', () => {
  expect(csvLine(['=1+1', '+1', '-1', '@a', '\tx', 'a,b', 'say "no"', 'plain', 7, null])).toBe(
    `"'=1+1","'+1","'-1","'@a","'\tx","a,b","say ""no""","plain",7,\r\n`,
  );
  expect(csvLine(['Parks;=1+1', '＝1+1', '＋1', '－1', '＠a'])).toBe(`"Parks;=1+1","'＝1+1","'＋1","'－1","'＠a"\r\n`);
  expect(isoInZone(new Date('2026-07-01T03:04:05Z'), 'America/New_York')).toBe('2026-06-30T23:04:05-04:00');
  expect(isoInZone(new Date('2026-01-01T00:00:00Z'), 'UTC')).toBe('2026-01-01T00:00:00+00:00');
});

test('every event type is recorded by some service', () => {
  const sources = readdirSync('services', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join('services', name), 'utf8'))
    .filter((source) => /\brecordAudit\(|insert into audit\b/.test(source));
  const written = new Set<string>([
    ...sources.flatMap((source) => [...source.matchAll(/'(\w+)'/g)].map(([, type]) => type!)),
    // Types that are composed: each of these is one value of a database enum.
    ...disconnects.closedAs.enumValues,
    ...emails.delivery.enumValues.map((delivery) => `email_${delivery}`),
  ]);
  expect(EVENT_TYPES.filter((type) => !written.has(type))).toEqual([]);
});

test.each([
  ['a phone in dark mode', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
  ['a desktop in light mode', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
] as const)('the timeline is accessible and fits on %s', async (_name, options) => {
  await happened(emailed('first', 0, [town.city.emails.primary]), ['email_bounced', PROVIDER, { emailId: 'first' }]);
  const page = await stage.member(town.city.archiveId, town.city.primary, options);
  await page.goto(`/disconnects/${disconnectId}`);
  expect(await axeViolations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
});
