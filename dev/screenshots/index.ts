/**
 * `npm run screenshots`: takes a picture of every page of a running Relink with the demo archive, on phone and desktop, light and dark,
 * into `screenshots/`. With `-- --language es`, the archive and its readers use Spanish. For each page it also prints what axe objects to,
 * what the browser had to fetch, and when the page was ready. Fails when axe objects.
 */
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { isLocale, LANGUAGES, LOCALES } from '../../domain/locales.js';
import { HELP_TOPICS, helpPath } from '../../web/help-outline.js';
import { browser as chromePath } from '../tools.js';
import { Stack } from '../demo/stack.js';
import { seedFairview, signInUrlOf, type Scenery } from './scenery.js';

const OUT = 'screenshots';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const DEVICES = [
  ['phone', { width: 390, height: 844 }],
  ['desktop', { width: 1280, height: 900 }],
] as const;
const SCHEMES = ['light', 'dark'] as const;

/** Name, path, and viewer: anyone, an Account Owner with a link, or the Primary Administrator. */
function pagesOf(scenery: Scenery): readonly (readonly [string, string, 'anyone' | 'owner' | 'administrator'])[] {
  const { ownerId, accountId, disconnectId, personId, otherOwnerId, transferId, surgeHoldId } = scenery;
  const { connectedId, deletionCode } = scenery;
  return [
    ['welcome', '/', 'anyone'],
    ['sign-in', '/sign-in', 'anyone'],
    ['help', '/help', 'anyone'],
    ...HELP_TOPICS.map((topic) => [helpPath(topic).slice(1).replace('/', '-'), helpPath(topic), 'anyone'] as const),
    ['personalized', '/connect/accounts', 'owner'],
    ['dashboard', '/dashboard', 'administrator'],
    ['accounts', '/accounts', 'administrator'],
    ['owner', `/owners/${ownerId}`, 'administrator'],
    ['account', `/accounts/${accountId}`, 'administrator'],
    ['account-connected', `/accounts/${connectedId}`, 'administrator'],
    ['data-deletion', `/data-deletion/${deletionCode}`, 'anyone'],
    ['surge-hold', `/surge-holds/${surgeHoldId}`, 'administrator'],
    ['timeline', `/disconnects/${disconnectId}`, 'administrator'],
    ['parent-profiles', '/parent-profiles', 'administrator'],
    ['transfers', '/transfers', 'administrator'],
    ['transfer-choose', `/transfers/new?account=${accountId}&q=fairview`, 'administrator'],
    ['transfer-to', `/transfers/new?from=${ownerId}&step=to`, 'administrator'],
    ['transfer-review', `/transfers/new?from=${ownerId}&to=${otherOwnerId}&step=review`, 'administrator'],
    ['transfer-result', `/transfers/${transferId}`, 'administrator'],
    ['gaps', '/gaps', 'administrator'],
    ['configure-owners', '/configure/owners', 'administrator'],
    ['configure-administrators', '/configure/administrators', 'administrator'],
    ['configure-person', `/configure/people/${personId}`, 'administrator'],
    ['configure-new', '/configure/people/new', 'administrator'],
    ['configure-import', '/configure/import', 'administrator'],
    ['configure-series', '/configure/series', 'administrator'],
    ['configure-emails', '/configure/emails', 'administrator'],
    ['configure-keys', '/configure/keys', 'administrator'],
    ['configure-sign-in', '/configure/sign-in', 'administrator'],
    ['you', '/you', 'administrator'],
  ];
}

function chosenLanguage() {
  const { language } = parseArgs({ options: { language: { type: 'string', default: 'en' } } }).values;
  if (isLocale(language)) return language;
  throw new Error(`--language must be one of ${LOCALES.join(', ')}, not ${language}`);
}

interface Inspection {
  violations: string[];
  kilobytes: number;
  readyMs: number;
}

async function inspect(page: Page): Promise<Inspection> {
  await page.evaluate(AXE);
  // Passed as text because the compiler doesn't know the page's window here.
  const violations = await page.evaluate<string[]>(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id} (${nodes.length})`))',
  );
  const { bytes, ready } = await page.evaluate<{ bytes: number; ready: number }>(`(() => {
    const [document] = performance.getEntriesByType('navigation');
    const all = [document, ...performance.getEntriesByType('resource')];
    return { bytes: all.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0), ready: document.domContentLoadedEventEnd };
  })()`);
  return { violations, kilobytes: Math.round(bytes / 1024), readyMs: Math.round(ready) };
}

async function contextsOf(browser: Browser, stack: Stack, scenery: Scenery, options: object) {
  const fresh = async () => (await browser.newContext({ baseURL: stack.endpoints.url, ...options })).newPage();
  const [anyone, owner, administrator] = [await fresh(), await fresh(), await fresh()];
  await owner.goto(scenery.ownerLink);
  await owner.waitForURL('**/connect/accounts**');
  await administrator.goto(await signInUrlOf(stack));
  // The link was asked for in another browser.
  await administrator.locator('[data-state="elsewhere"] [data-confirm]').click();
  await administrator.waitForURL('**/dashboard');
  return { anyone, owner, administrator };
}

const language = chosenLanguage();
const stack = await Stack.start(86_400, { seed: 'demo' });
const browser = await chromium.launch({ executablePath: chromePath(), args: ['--no-sandbox'] });
let objections = 0;
try {
  await stack.api('PATCH', '/v1/archive', { locale: language });
  const scenery = await seedFairview(stack);
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  for (const [device, viewport] of DEVICES)
    for (const colorScheme of SCHEMES) {
      const pages = await contextsOf(browser, stack, scenery, {
        viewport,
        colorScheme,
        locale: LANGUAGES[language].tag,
        reducedMotion: 'reduce',
      });
      for (const [name, address, who] of pagesOf(scenery)) {
        const page = pages[who];
        const answer = await page.goto(address);
        if (!answer?.ok()) throw new Error(`${address} returned ${answer?.status()}`);
        await Promise.all(page.frames().map((frame) => frame.waitForLoadState()));
        const file = path.join(OUT, `${name}-${device}-${colorScheme}.png`);
        await page.screenshot({ path: file, fullPage: true });
        const { violations, kilobytes, readyMs } = await inspect(page);
        objections += violations.length;
        console.log(
          `${file.padEnd(56)} axe: ${violations.length === 0 ? 'no violations' : violations.join(', ')} · ${kilobytes} kB · ready after ${readyMs} ms`,
        );
      }
      for (const page of Object.values(pages)) await page.context().close();
    }
} finally {
  await browser.close();
  await stack.stop();
}
if (objections > 0) {
  console.error(`axe found ${objections} violations`);
  process.exit(1);
}
