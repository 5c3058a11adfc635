/** A person removes the app at a simulated network with a click: Relink is notified, disconnects, and the first email arrives. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';
import { eq } from 'drizzle-orm';
import { disconnects } from '../../db/schema.js';
import { PROVIDER_NAMES } from '../../domain/networks.js';
import { callbackUrls } from '../../domain/network-callbacks.js';
import { startSimulator, type Simulator } from '../../dev/network-simulator/index.js';
import { serve, type RunningServer } from '../../server.js';
import { createPages, resolveSession } from '../../web/index.js';
import type { Site } from '../rig/site.js';
import { BROWSER_FLAGS } from '../rig/browser.js';
import { aCity, anAccount } from '../rig/builders.js';
import { stateOf } from '../rig/network-events.js';
import { freePort } from '../../dev/stack/ports.js';
import { browser as executablePath } from '../../dev/tools.js';
import { until } from '../rig/until.js';
import { visitorOf } from '../rig/visitor.js';
import { createWorld, type World } from '../rig/world.js';

let world: World;
let simulator: Simulator;
let server: RunningServer;
let site: Site;
let chrome: Browser;

beforeAll(async () => {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  simulator = await startSimulator({
    port: 0,
    redirectUris: Object.fromEntries(PROVIDER_NAMES.map((name) => [name, [`${url}/oauth/${name}/callback`]])),
    callbacks: callbackUrls(url),
  });
  world = await createWorld({ environment: { PUBLIC_URL: url, RELINK_SIMULATOR_URL: simulator.url } });
  const { context } = world;
  server = await serve(context, { port, pages: createPages(context), resolveSession: resolveSession(context) });
  site = { context, url } as Site;
  chrome = await chromium.launch({ executablePath: executablePath(), args: BROWSER_FLAGS });
}, 120_000);
afterAll(async () => {
  await chrome.close();
  await server.stop();
  await world.close();
  await simulator.close();
});

const PEOPLE = {
  facebook: {
    network: 'facebook',
    id: '4711',
    name: 'Jane Doe',
    manages: [{ network: 'facebook_page', id: 'page-1', name: 'City Hall' }],
  },
  threads: { network: 'threads', id: '4712', name: 'City Threads' },
  google: { network: 'youtube', id: 'UC1', name: 'City TV' },
} as const;

test('Jane asks Threads to delete her data: her account is disconnected, and her token is gone', async () => {
  const { context } = world;
  const city = await aCity(context.db);
  const jane = { network: 'threads', id: '4799', name: 'Jane Threads' } as const;
  await fetch(`${simulator.url}/api/identities`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...jane, signedIn: true }),
  });
  const accountId = await anAccount(context.db, city, { network: 'threads', networkAccountId: jane.id });
  await (await visitorOf(site, city)).reconnect({ accountId });
  expect(await stateOf(context, accountId)).toMatchObject({
    status: 'connected',
    credential: { authorizedBy: '4799' },
  });

  const page = await chrome.newPage();
  await page.goto(simulator.url);
  const choice = page.getByLabel(`What happens to ${jane.name}`, { exact: true });
  await choice.selectOption('Remove the app, and ask to have the data deleted');
  await page.getByRole('button', { name: `Apply to ${jane.name}`, exact: true }).click();
  await until('the account is disconnected', async () => (await stateOf(context, accountId)).status === 'disconnected');
  expect(await stateOf(context, accountId)).toMatchObject({
    open: [{ reason: 'token_revoked', rawCode: 'data-deletion' }],
    credential: null,
  });
  await page.close();
});

test.each([
  ['Facebook', PEOPLE.facebook, 'facebook_page', 'page-1', 'deauthorize'],
  ['Threads', PEOPLE.threads, 'threads', '4712', 'deauthorize'],
  ['Google', PEOPLE.google, 'youtube', 'UC1', 'tokens-revoked'],
] as const)(
  'removing the app at %s disconnects the account and emails its owner',
  async (name, person, network, networkAccountId, code) => {
    const { context } = world;
    const city = await aCity(context.db);
    await fetch(`${simulator.url}/api/identities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...person, signedIn: true }),
    });
    const accountId = await anAccount(context.db, city, { network, networkAccountId, name: `The ${network}` });
    const visitor = await visitorOf(site, city);
    await visitor.reconnect({ accountId });
    expect(await stateOf(context, accountId)).toMatchObject({ status: 'connected' });

    const page = await chrome.newPage();
    await page.goto(simulator.url);
    const of = page.getByLabel(`What happens to ${person.name}`, { exact: true });
    await of.selectOption('Remove the app: revoke, and notify Relink');
    await page.getByRole('button', { name: `Apply to ${person.name}`, exact: true }).click();
    await page.getByText('revoked', { exact: true }).first().waitFor();

    const rows = () => context.db.select().from(disconnects).where(eq(disconnects.accountId, accountId));
    await until('the disconnect is open', async () => (await rows()).length === 1);
    expect(await rows()).toMatchObject([{ status: 'open', reason: 'token_revoked', rawCode: code }]);
    await until('the first email has arrived', async () => (await world.mailsTo(city.emails.owner)).length === 1);
    const [mail] = await world.mailsTo(city.emails.owner);
    expect(mail!.text).toContain(`The ${network}`);
    const { events } = await stateOf(context, accountId);
    // Relink didn't ask the network again first, because the network itself had reported it.
    expect(events).toEqual(expect.arrayContaining([`reported by network ${name}`]));
    expect(events.filter((event) => event.startsWith('refresh_tried') || event.startsWith('token_checked'))).toEqual(
      [],
    );
    await page.close();
  },
);
