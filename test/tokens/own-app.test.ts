/** When a network refuses our own app, no account is to blame: nobody at an archive is bothered, and the operator is told. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { pino } from 'pino';
import { applicationTroubles, audit, disconnects, emails } from '../../db/schema.js';
import { readDashboard } from '../../services/dashboard/current.js';
import { refreshAuthorization } from '../../services/credentials/refresh.js';
import { checkBatch } from '../../services/credentials/scheduled-checks.js';
import { reportDisconnect, reportDisconnects } from '../../services/disconnects/report.js';
import type { SystemPrincipal } from '../../domain/principal.js';
import type { ProviderName } from '../../domain/networks.js';
import { sharedFixture } from '../rig/fixtures.js';
import { ARCHIVE, report } from '../rig/reports.js';
import { createSite, disconnectRow, type City } from '../rig/site.js';
import {
  connect,
  credentialOf,
  eventsOf,
  firstStepOf,
  openDisconnect,
  setCredential,
  somebody,
  statusOf,
  tryToResolve,
} from '../rig/tokens.js';
import { visitorOf, words } from '../rig/visitor.js';

const site = sharedFixture(createSite);
let logged: Record<string, unknown>[] = [];

beforeEach(async () => {
  logged = [];
  const write = (line: string) => logged.push(JSON.parse(line) as Record<string, unknown>);
  Object.assign(site.context, { log: pino({ level: 'error' }, { write }) });
  await site.context.db.delete(applicationTroubles);
});

async function app(provider: ProviderName, fault: string | null): Promise<void> {
  const answer = await fetch(`${site.simulatorUrl}/api/app`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ provider, fault }),
  });
  expect(answer.status).toBe(200);
}

/** Breaks our app at a network for as long as `work` takes. */
async function whileApp(provider: ProviderName, fault: string, work: () => Promise<void>): Promise<void> {
  await app(provider, fault);
  try {
    await work();
  } finally {
    await app(provider, null);
  }
}

const archiveOf = ({ archiveId }: City): SystemPrincipal => ({ kind: 'system', archiveId, actor: ARCHIVE });
const CREDITS = {
  status: 402,
  body: JSON.stringify({ title: 'CreditsDepleted', type: 'https://api.twitter.com/2/problems/credits' }),
};

const mailOf = ({ archiveId }: City) => site.context.db.select().from(emails).where(eq(emails.archiveId, archiveId));
const disconnectsOf = ({ archiveId }: City) =>
  site.context.db.select().from(disconnects).where(eq(disconnects.archiveId, archiveId));
const metric = async () => {
  const text = await (await fetch(`${site.url.replace('localhost', '127.0.0.1')}/metrics`)).text();
  return text.split('\n').filter((line) => line.startsWith('relink_network_application_trouble'));
};

describe('an archive whose X app ran out of credits', () => {
  it('emails no one: its report is refused in words of its own, and the account stays connected', async () => {
    const { city, ids } = await connect(site, somebody('x'));
    const before = await mailOf(city);
    const refused = reportDisconnect(site.context, archiveOf(city), { accountId: ids[0]!, networkError: CREDITS });
    await expect(refused).rejects.toMatchObject({
      code: 'not_a_disconnect',
      params: { verdict: 'application', rawCode: 'credits' },
    });
    expect(await disconnectsOf(city)).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ status: 'open' })]),
    );
    expect(await statusOf(site, ids[0]!)).toBe('connected');
    expect(await mailOf(city)).toEqual(before);
  });

  it('gets no strike from its nightly checks, however many nights it lasts, and is checked again later', async () => {
    const { ids } = await connect(site, somebody('x'));
    const [id] = ids as [string];
    await setCredential(site, id, { consecutiveUnknowns: 2 });
    await whileApp('x', 'credits', async () => {
      for (let night = 0; night < 4; night += 1) {
        await setCredential(site, id, { checkAfter: null });
        expect((await checkBatch(site.context, 'x', new Date())).allUnclear).toBe(true);
      }
    });
    const { consecutiveUnknowns, checkAfter, checkedAt } = await credentialOf(site, id);
    expect({ consecutiveUnknowns, checkedAt }).toEqual({ consecutiveUnknowns: 2, checkedAt: null });
    expect(checkAfter!.getTime()).toBeGreaterThan(Date.now());
    expect(await statusOf(site, id)).toBe('connected');
  });

  it('that reports only "it stopped working" emails no one either: we ask X ourselves, and it refuses us', async () => {
    const { city, ids } = await connect(site, somebody('x'));
    const { id } = await report(site.context, city.archiveId, ids[0]!, { reason: 'unknown' });
    await setCredential(site, ids[0]!, { refreshToken: null });
    await whileApp('x', 'credits', async () => {
      expect(await tryToResolve(site, city, id)).toBe('withdrawn');
    });
    expect(await disconnectRow(site, city, id)).toMatchObject({ closedAs: 'withdrawn', closedBy: { kind: 'relink' } });
    expect(await eventsOf(site, id)).toEqual(['reported', 'token_checked', 'withdrawn']);
    const [last] = await site.context.db
      .select()
      .from(audit)
      .where(sql`${audit.disconnectId} = ${id} and ${audit.type} = 'withdrawn'`);
    expect(last!.detail).toMatchObject({ by: 'application' });
    expect(await statusOf(site, ids[0]!)).toBe('connected');
  });

  it('that says why keeps its word: the disconnect stays, and its owner is emailed after two hours at most', async () => {
    const { city, ids } = await connect(site, somebody('x'));
    const { id } = await report(site.context, city.archiveId, ids[0]!, { reason: 'token_revoked' });
    await setCredential(site, ids[0]!, { refreshToken: null });
    await whileApp('x', 'credits', async () => {
      expect(await tryToResolve(site, city, id)).toBeNull();
    });
    expect(await disconnectRow(site, city, id)).toMatchObject({ status: 'open', reason: 'token_revoked' });
    expect(await statusOf(site, ids[0]!)).toBe('disconnected');
    expect(await eventsOf(site, id)).toEqual(['reported', 'token_checked']);
    const { state, notBefore } = await firstStepOf(site, id);
    const waitsMs = notBefore!.getTime() - Date.now();
    expect(state).toBe('due');
    expect(waitsMs).toBeGreaterThan(site.context.config.windows.surgeHold - 60_000);
    expect(waitsMs).toBeLessThanOrEqual(site.context.config.windows.surgeHold + 1000);
    const [checked] = await site.context.db
      .select()
      .from(audit)
      .where(sql`${audit.disconnectId} = ${id} and ${audit.type} = 'token_checked'`);
    expect(checked!.detail).toMatchObject({ verdict: 'application', waits: true });
  });

  it('is emailed all the same about an account that X itself says is locked', async () => {
    const person = somebody('x');
    const { city, ids } = await connect(site, person);
    const { id } = await report(site.context, city.archiveId, ids[0]!, { reason: 'unknown' });
    await setCredential(site, ids[0]!, { refreshToken: null });
    await site.break('x', person.id, 'checkpoint');
    expect(await tryToResolve(site, city, id)).toBeNull();
    expect(await openDisconnect(site, ids[0]!)).toMatchObject({ reason: 'checkpoint' });
  });
});

describe('a YouTube channel whose Google client was disabled', () => {
  it('is not disconnected by a refresh that Google refuses: it is retried later', async () => {
    const { city, ids } = await connect(site, somebody('youtube'));
    const { authorizationId } = await credentialOf(site, ids[0]!);
    await whileApp('google', 'disabled', async () => {
      const refreshed = await refreshAuthorization(site.context, 'youtube', {
        archiveId: city.archiveId,
        authorizationId,
      });
      expect(refreshed).toEqual({ outcome: 'unavailable' });
    });
    expect(await statusOf(site, ids[0]!)).toBe('connected');
    expect(logged).toMatchObject([{ provider: 'google', code: 'disabled_client', during: 'refresh' }]);
  });
});

describe('a person who signs in while our app is in trouble', () => {
  it.each([
    ['x', 'x', 'credits'],
    ['youtube', 'google', 'disabled'],
    ['facebook', 'facebook', 'not_live'],
    ['linkedin', 'linkedin', 'not_live'],
    ['threads', 'threads', 'not_live'],
  ] as const)('at %s reads that it isn’t their fault, in both languages', async (network, provider, fault) => {
    const managed = { facebook: ['facebook_page'], linkedin: ['linkedin_page'] } as const;
    const person = somebody(network, network in managed ? [...managed[network as 'facebook']] : []);
    const { city, ids } = await connect(site, person);
    const visitor = await visitorOf(site, city);
    await whileApp(provider, fault, async () => {
      const page = await visitor.reconnect({ accountId: ids[0]! });
      expect(page.status).toBe(502);
      expect(words(page)).toMatch(/It’s not your fault: .* isn’t accepting our app/);
      expect(words(page)).toContain('Your administrator has been told, and so has the team that runs this site.');
      expect(words(page)).not.toContain('Try again');
      const callback = await visitor.callback({ accountId: ids[0]! });
      const spanish = await visitor.get(callback, { 'accept-language': 'es' });
      expect(words(spanish)).toMatch(/No es culpa suya: .* no acepta nuestra aplicación/);
    });
    // "Has been told" is true: the dashboard shows it, and the operator's log has a line.
    const { applicationTroubles: shown } = await readDashboard(site.context, archiveOf(city));
    expect(shown).toMatchObject([{ provider }]);
    expect(logged).toMatchObject([{ provider, during: 'sign_in' }]);
  });
});

describe('the operator', () => {
  it('is told once in a storm, with the remedy, and the metric counts every refusal', async () => {
    const [one, other] = [await connect(site, somebody('x')), await connect(site, somebody('x'))];
    const all = [one, other].flatMap(({ city, ids }) =>
      Array.from({ length: 10 }, () => ({ city, accountId: ids[0]! })),
    );
    await Promise.all(
      all.map(({ city, accountId }) =>
        reportDisconnects(site.context, archiveOf(city), [
          { accountId, networkError: CREDITS },
          { accountId, networkError: CREDITS },
        ]),
      ),
    );
    expect(await metric()).toEqual(['relink_network_application_trouble{provider="x",code="credits"} 40']);
    expect(logged.length).toBeGreaterThanOrEqual(1);
    expect(logged.length).toBeLessThanOrEqual(3);
    expect(logged[0]).toMatchObject({
      level: 50,
      provider: 'x',
      code: 'credits',
      remedy: expect.stringMatching(/credits/),
    });
    logged = [];
    await reportDisconnects(site.context, archiveOf(one.city), [{ accountId: one.ids[0]!, networkError: CREDITS }]);
    expect(logged).toEqual([]);
  });

  it('sees no label that a forged answer made up, and another archive’s accounts count for nothing', async () => {
    const { city, ids } = await connect(site, somebody('x'));
    const forged = {
      status: 402,
      body: JSON.stringify({
        errors: [{ code: 'made{up="x"}', message: 'm' }, { code: 'made.up' }, { code: 987_654 }],
      }),
    };
    await reportDisconnects(site.context, archiveOf(city), [
      { accountId: ids[0]!, networkError: forged },
      { network: 'x', networkAccountId: 'nobody here has this', networkError: CREDITS },
    ]);
    expect(await metric()).toEqual(['relink_network_application_trouble{provider="x",code="other"} 1']);
  });

  it('is told again when it comes back after a quiet hour', async () => {
    const { city, ids } = await connect(site, somebody('x'));
    const again = () =>
      reportDisconnects(site.context, archiveOf(city), [{ accountId: ids[0]!, networkError: CREDITS }]);
    await again();
    await site.context.db.update(applicationTroubles).set({ loggedAt: sql`now() - interval '1 hour'` });
    await again();
    expect(logged).toHaveLength(2);
  });
});

describe('an archive’s administrators', () => {
  it('see the trouble on their dashboard; those of an archive that it did not touch do not, and owners never', async () => {
    const [touched, other] = [await connect(site, somebody('x')), await connect(site, somebody('x'))];
    await reportDisconnects(site.context, archiveOf(touched.city), [
      { accountId: touched.ids[0]!, networkError: CREDITS },
    ]);
    expect((await readDashboard(site.context, archiveOf(touched.city))).applicationTroubles).toMatchObject([
      { provider: 'x' },
    ]);
    expect((await readDashboard(site.context, archiveOf(other.city))).applicationTroubles).toEqual([]);
    const owner = { kind: 'person', name: 'Owner', adminRole: null, isAccountOwner: true } as const;
    const via = { kind: 'login', sessionId: 'ses_1', signInAge: 0 } as const;
    const { archiveId, owner: userId } = touched.city;
    const theirs = await readDashboard(site.context, { ...owner, archiveId, userId, via });
    expect(theirs.applicationTroubles).toEqual([]);
    await site.context.db
      .update(applicationTroubles)
      .set({ lastSeenAt: sql`now() - interval '31 hours'`, since: sql`now() - interval '60 hours'` });
    expect((await readDashboard(site.context, archiveOf(touched.city))).applicationTroubles).toEqual([]);
    await reportDisconnects(site.context, archiveOf(touched.city), [
      { accountId: touched.ids[0]!, networkError: CREDITS },
    ]);
    const [shown] = (await readDashboard(site.context, archiveOf(touched.city))).applicationTroubles;
    expect(Date.now() - shown!.since.getTime()).toBeLessThan(3_600_000);
  });
});
