/**
 * Whoever finds an open browser does nothing that no one hears of, and nothing that can't be undone: that needs a sign-in from the last ten
 * minutes. It's checked where the change is made, so pages and the API refuse alike.
 */
import { describe, expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { newRowId } from '../../db/ids.js';
import {
  accounts,
  archives,
  audit,
  disconnects,
  emails,
  personalizedLinks,
  surgeHolds,
  transfers,
  users,
} from '../../db/schema.js';
import type { Actor } from '../../domain/actor.js';
import { FRESH_SIGN_IN_MINUTES, QUIET_ACTS_PER_HOUR } from '../../domain/limits.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import {
  callApi as api,
  doorsOf,
  postForm as form,
  signedInAgo,
  STALE,
  staleAnswer,
  testFreshSignIn,
  type Act,
} from '../rig/aged-sign-ins.js';
import { anAccount, aSurgeHold, SPRINGFIELD } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aBrokenAccount, aCity, createSite, type City, type Site } from '../rig/site.js';
import { Visitor, words, type Seen } from '../rig/visitor.js';

const site = sharedFixture(createSite);
const db = () => site.context.db;

interface Things extends City {
  account: string;
  disconnect: string;
  hold: string;
  subscribed: string;
}

const things = freshFixture(async (): Promise<Things> => {
  const city = await aCity(db(), SPRINGFIELD);
  const { id: account, disconnectId: disconnect } = await aBrokenAccount(site, city, { networkAccountId: '1234' });
  const hold = await aSurgeHold(db(), city);
  const [subscribed] = await db().select().from(users).where(eq(users.email, city.emails.subscribed));
  return { ...city, account, disconnect, hold, subscribed: subscribed!.id };
});

const INPUT = { email: 'mallory@elsewhere.example', name: 'Mallory' };
const FAR = new Date(Date.now() + 300 * 86_400_000);
const NEVER = [0, 86, 87, 88, 89, 90];

/** Everything that the acts below could change. */
async function state() {
  const { archiveId } = things;
  const tables = [users, accounts, disconnects, personalizedLinks, transfers, surgeHolds, audit];
  const rows = await Promise.all(
    tables.map((table) => db().select().from(table).where(eq(table.archiveId, archiveId))),
  );
  const sorted = rows.map((each) => each.map((row) => JSON.stringify(row)).toSorted());
  const mail = await db().select({ id: emails.id }).from(emails).where(eq(emails.archiveId, archiveId));
  return JSON.stringify([sorted, mail.length, await db().select().from(archives).where(eq(archives.id, archiveId))]);
}

/** Asks with an API key instead of a browser's session. */
class Program extends Visitor {
  constructor(
    of: Site,
    private readonly key: string,
  ) {
    super(of);
  }

  override request(url: string, init: RequestInit = {}): Promise<Seen> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.key}`);
    return super.request(url, { ...init, headers: Object.fromEntries(headers) });
  }
}

const ACTS: Record<string, Act<Things>> = {
  'transferring accounts without an email to anyone': {
    page: (visitor, { account, otherOwner }) =>
      form(visitor, '/transfers/new', { step: 'now', asked: 'on', account, to: otherOwner, withManaged: 'on' }),
    api: (visitor, { account, otherOwner }) =>
      api(visitor, 'POST', '/v1/transfers', { accountIds: [account], toOwnerId: otherOwner, notify: false }),
  },
  'transferring accounts to a new person, who gets a personalized link': {
    page: (visitor, { account }) =>
      form(visitor, '/transfers/new', { step: 'now', asked: 'on', account, notify: 'on', withManaged: 'on', ...INPUT }),
    api: (visitor, { account }) => api(visitor, 'POST', '/v1/transfers', { accountIds: [account], toOwner: INPUT }),
  },
  'copying an owner’s personalized link': {
    page: (visitor, { owner }) => form(visitor, `/configure/people/${owner}/link`, { delivery: 'copy' }),
    api: (visitor, { owner }) => api(visitor, 'POST', `/v1/users/${owner}/personalized-link`, { delivery: 'copy' }),
  },
  'copying a renewed link, which ends the one that the owner has': {
    page: (visitor, { owner }) => form(visitor, `/configure/people/${owner}/link`, { delivery: 'copy', renew: 'on' }),
  },
  'removing an Account Owner': {
    page: (visitor, { otherOwner }) => form(visitor, `/configure/people/${otherOwner}/remove`),
    api: (visitor, { otherOwner }) => api(visitor, 'DELETE', `/v1/users/${otherOwner}`),
  },
  'turning off another administrator’s emails': {
    page: (visitor, { subscribed, emails: { subscribed: email } }) =>
      form(visitor, `/configure/people/${subscribed}`, {
        name: 'Subscribed',
        email,
        adminRole: 'full_access_administrator',
      }),
    api: (visitor, { subscribed }) =>
      api(visitor, 'PATCH', `/v1/users/${subscribed}`, { immediateErrorNotifications: false }),
  },
  'giving another administrator the name of a third': {
    page: (visitor, { subscribed, emails: { subscribed: email } }) =>
      form(visitor, `/configure/people/${subscribed}`, {
        name: 'Primary',
        email,
        adminRole: 'full_access_administrator',
        immediateErrorNotifications: 'on',
        weeklyErrorSummary: 'on',
      }),
    api: (visitor, { subscribed }) => api(visitor, 'PATCH', `/v1/users/${subscribed}`, { name: 'Primary' }),
  },
  'taking another administrator’s name': {
    api: (visitor, { primary }) => api(visitor, 'PATCH', `/v1/users/${primary}`, { name: 'Subscribed' }),
  },
  'renaming an administrator with a spreadsheet': {
    api: (visitor, { emails: { subscribed } }) =>
      visitor.request('/v1/users/import', {
        method: 'POST',
        headers: { 'content-type': 'text/csv', 'idempotency-key': crypto.randomUUID() },
        body: `name,email,roles\nPrimary,${subscribed},full_access_administrator\n`,
      }),
  },
  'having another administrator’s emails written in another language': {
    api: (visitor, { subscribed }) => api(visitor, 'PATCH', `/v1/users/${subscribed}`, { locale: 'es' }),
  },
  'naming another sender of all emails': {
    page: (visitor, { archiveId }) =>
      form(visitor, '/configure/emails', { senderName: `Desk ${archiveId}`, timeZone: 'UTC', locale: 'en' }),
    api: (visitor, { archiveId }) => api(visitor, 'PATCH', '/v1/archive', { senderName: `Desk ${archiveId}` }),
  },
  'moving the reminders months away': {
    page: (visitor) =>
      form(visitor, '/configure/series', { day1: '86', day2: '87', day3: '88', day4: '89', day5: '90', next: '91' }),
    api: (visitor) => api(visitor, 'PATCH', '/v1/archive', { stepDays: NEVER, seriesDays: 91 }),
  },
  'withdrawing all reports on hold': {
    page: (visitor, { hold }) => form(visitor, `/surge-holds/${hold}/withdraw`, { reason: 'A mistake' }),
    api: (visitor, { hold }) => api(visitor, 'POST', `/v1/surge-holds/${hold}/withdraw`, { reason: 'A mistake' }),
  },
  'giving an account another ID, so that another account counts as the right one': {
    page: (visitor, { account }) => form(visitor, `/accounts/${account}/network-id`, { networkAccountId: '98765' }),
    api: (visitor, { account }) => api(visitor, 'PATCH', `/v1/accounts/${account}`, { networkAccountId: '98765' }),
  },
  'deleting an account': {
    page: (visitor, { account }) => form(visitor, `/accounts/${account}/delete`),
    api: (visitor, { account }) => api(visitor, 'DELETE', `/v1/accounts/${account}`),
  },
};

/** What stops emails about one account, and is told to no one. */
const QUIET_ACTS: Record<string, Act<Things>> = {
  'pausing the emails about a disconnect': {
    page: (visitor, { disconnect }) =>
      form(visitor, `/disconnects/${disconnect}/pause`, { until: FAR.toISOString().slice(0, 10), reason: 'Later' }),
    api: (visitor, { disconnect }) =>
      api(visitor, 'POST', `/v1/disconnects/${disconnect}/pause`, { until: FAR.toISOString(), reason: 'Later' }),
  },
  'withdrawing a report': {
    page: (visitor, { disconnect }) => form(visitor, `/disconnects/${disconnect}/withdraw`, { why: 'A mistake' }),
    api: (visitor, { disconnect }) =>
      api(visitor, 'POST', `/v1/disconnects/${disconnect}/withdraw`, { reason: 'A mistake' }),
  },
  'marking an account inactive': {
    page: (visitor, { account }) =>
      form(visitor, `/accounts/${account}/inactive`, { reason: 'Closed', confirmed: 'on' }),
    api: (visitor, { account }) =>
      api(visitor, 'PATCH', `/v1/accounts/${account}`, { status: 'inactive', reason: 'Closed' }),
  },
};

/** A clerk does these all day, a colleague sees who did them, and they can be undone. */
const DAILY_ACTS: typeof QUIET_ACTS = {
  ...QUIET_ACTS,
  'saying that an account is archived again': {
    api: (visitor, { account }) => api(visitor, 'POST', `/v1/accounts/${account}/reconnected`, {}),
  },
};

/** Their pages have only a button. */
const NOTHING_TYPED = /^(transferring|copying|removing|deleting)/;

describe('a person who signed in too long ago', () => {
  testFreshSignIn(
    ACTS,
    (minutesAgo) => signedInAgo(site, things, minutesAgo),
    things,
    state,
    (page, name) => {
      expect(words(page)).toContain('Nothing was changed.');
      expect(words(page).includes('What you typed is still here.')).toBe(!NOTHING_TYPED.test(name));
    },
  );

  test.each(doorsOf(ACTS).filter(({ door }) => door === 'api'))(
    'isn’t a program with a key, which does it: $name',
    async ({ act }) => {
      const scopes = ['read', 'report', 'manage', 'act'];
      const { key } = await insertApiKey(db(), { archiveId: things.archiveId, name: 'Software', scopes });
      expect((await act(new Program(site, key), things)).status).toBeLessThan(400);
    },
  );

  test.each(doorsOf(DAILY_ACTS))('still does what is a clerk’s daily work: $name ($door)', async ({ act }) => {
    const visitor = await signedInAgo(site, things, 60);
    const before = await state();
    expect((await act(visitor, things)).status).toBeLessThan(400);
    expect(await state()).not.toBe(before);
  });

  test('still transfers with emails to both owners, sends a link, and ends a pause', async () => {
    const visitor = await signedInAgo(site, things, 60);
    const { account, disconnect, owner, otherOwner } = things;
    const order = { accountIds: [account], toOwnerId: otherOwner };
    expect((await form(visitor, `/disconnects/${disconnect}/resume`)).status).toBe(303);
    expect((await form(visitor, `/configure/people/${owner}/link`, { delivery: 'email' })).status).toBe(303);
    expect((await api(visitor, 'POST', '/v1/transfers', order)).status).toBe(202);
  });
});

describe('what is daily work needs a fresh sign-in if there is much of it', () => {
  const markInactive = async (visitor: Visitor, times: number) => {
    const account = await anAccount(db(), things);
    const answers = await Promise.all(
      Array.from({ length: times }, (_, i) =>
        api(visitor, 'PATCH', `/v1/accounts/${account}`, { status: 'inactive', reason: `Closed ${i}` }),
      ),
    );
    return answers.filter(({ status }) => status === 200).length;
  };

  /** Writes that the person has marked as many accounts inactive as are allowed. */
  const wroteInactive = (minutesAgo: number, actor: Actor = { kind: 'user', id: things.primary, name: 'Primary' }) =>
    db()
      .insert(audit)
      .values(
        Array.from({ length: QUIET_ACTS_PER_HOUR }, () => ({
          archiveId: things.archiveId,
          id: newRowId(),
          type: 'account_inactive',
          actor,
          at: sql`now() - ${minutesAgo} * interval '1 minute'`,
        })),
      );

  test.each(doorsOf(QUIET_ACTS))('$name ($door)', async ({ door, act }) => {
    await wroteInactive(40);
    const before = await state();
    expect(staleAnswer(door, await act(await signedInAgo(site, things, 60), things))).toEqual(STALE[door]);
    expect(await state()).toBe(before);
    expect((await act(await signedInAgo(site, things, FRESH_SIGN_IN_MINUTES - 1), things)).status).toBeLessThan(400);
  });

  test('exactly as much is done without it, however many requests come at once', async () => {
    const visitor = await signedInAgo(site, things, 60);
    expect(await markInactive(visitor, QUIET_ACTS_PER_HOUR + 4)).toBe(QUIET_ACTS_PER_HOUR);
  });

  test.each<[string, signInAge: number, () => Promise<unknown>]>([
    ['more than an hour ago', 120, () => wroteInactive(61)],
    ['while the sign-in was fresh', 15, () => wroteInactive(6)],
    ['by a colleague', 60, () => wroteInactive(1, { kind: 'user', id: things.subscribed, name: 'Subscribed' })],
    [
      'by a program in the person’s name',
      60,
      () => wroteInactive(1, { kind: 'user', id: things.primary, name: 'Primary', through: { id: 'k', name: 'k' } }),
    ],
  ])('what was done %s doesn’t count', async (_when, minutesAgo, write) => {
    await write();
    expect(await markInactive(await signedInAgo(site, things, minutesAgo), 1)).toBe(1);
  });

  test('a program with a key isn’t asked', async () => {
    const { key } = await insertApiKey(db(), { archiveId: things.archiveId, name: 'Software', scopes: ['manage'] });
    expect(await markInactive(new Program(site, key), QUIET_ACTS_PER_HOUR + 1)).toBe(QUIET_ACTS_PER_HOUR + 1);
  });
});

test('the pages say it before anything is typed', async () => {
  const visitor = await signedInAgo(site, things, 11);
  const { account, disconnect, hold, owner, otherOwner } = things;
  const silent = new URLSearchParams({ step: 'review', asked: 'on', account, to: otherOwner, withManaged: 'on' });
  const SAID: [path: string, said: string][] = [
    [`/accounts/${account}`, 'Before you correct an ID, sign in again.'],
    [`/accounts/${account}/delete`, 'Before you delete an account, sign in again.'],
    [`/surge-holds/${hold}`, 'Before you withdraw these reports, sign in again.'],
    ['/configure/series', 'Before you change the days, sign in again.'],
    [`/configure/people/${owner}`, 'Before you change the email address, what this person can do,'],
    [`/configure/people/${otherOwner}/remove`, 'Before you remove someone, sign in again.'],
    [`/transfers/new?${silent.toString()}`, 'Before you confirm this transfer, sign in again.'],
  ];
  for (const [path, said] of SAID)
    expect([path, words(await visitor.get(path))]).toEqual([path, expect.stringContaining(said)]);
  const loud = await visitor.get(`/transfers/new?${silent.toString()}&notify=on`);
  expect(words(loud)).not.toContain('sign in again');
  for (const path of [`/disconnects/${disconnect}`, '/configure/owners'])
    expect(words(await visitor.get(path))).not.toContain('sign in again');
});
