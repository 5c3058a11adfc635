/**
 * What a page says about a field that was filled in wrong: it's named as the field is labeled, in the list at the top and at the field
 * itself, and a link in a text is refused. For every form that any page has, found by opening all pages.
 */
import { expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { disconnects, users } from '../../db/schema.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import { startLoginSession } from '../../services/access/sessions.js';
import { thingsOf } from '../api/samples.js';
import { aBrokenAccount, aCity, createSite, type City } from '../rig/site.js';
import { sharedFixture } from '../rig/fixtures.js';
import { mountedRoutes } from '../rig/mounted.js';
import { Visitor } from '../rig/visitor.js';

const site = sharedFixture(createSite);

/** Each says itself what it is about, such as "Enter a whole number of days until email 2." */
const SPEAK_FOR_THEMSELVES = new Set([
  'from',
  'next',
  'share',
  'count',
  'q',
  'toq',
  ...[1, 2, 3, 4, 5].map((n) => `day${n}`),
]);
/** Searches, which change nothing. */
const SEARCHES = new Set(['q', 'toq', 'owner']);

interface Field {
  name: string;
  value: string;
  /** Whether someone types or chooses it. */
  isTyped: boolean;
  isChosen?: true;
}
interface Form {
  page: string;
  action: string;
  fields: Field[];
}

const decoded = (html: string) =>
  html
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
const attribute = (tag: string, name: string) => decoded(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
const textOf = (html: string) => decoded(html.replaceAll(/<[^>]*>/g, '')).trim();

/** Returns the forms of a page, filled in as they are shown. */
function formsOn(page: string, html: string): Form[] {
  return [...html.matchAll(/(<form(?=[^>]*method="post")[^>]*>)(.*?)<\/form>/gs)].map(([, tag, inside]) => ({
    page,
    action: attribute(tag!, 'action'),
    fields: [
      ...[...inside!.matchAll(/<input\b[^>]*>/g)].flatMap(([input]): Field[] => {
        const type = attribute(input, 'type') || 'text';
        if (['checkbox', 'radio'].includes(type) && !/\bchecked\b/.test(input)) return [];
        const isTyped = !['checkbox', 'radio', 'hidden', 'submit', 'file'].includes(type);
        return [{ name: attribute(input, 'name'), value: attribute(input, 'value'), isTyped }];
      }),
      ...[...inside!.matchAll(/(<textarea\b[^>]*>)([^<]*)/g)].map(([, area, value]) => ({
        name: attribute(area!, 'name'),
        value: decoded(value!),
        isTyped: true,
      })),
      ...[...inside!.matchAll(/(<select\b[^>]*>)(.*?)<\/select>/gs)].map(([, select, options]) => ({
        name: attribute(select!, 'name'),
        value: attribute(/<option[^>]*\bselected\b[^>]*>/.exec(options!)?.[0] ?? '', 'value'),
        isTyped: true,
        isChosen: true as const,
      })),
    ].filter(({ name }) => name !== ''),
  }));
}

/** What the page marks as wrong: the label of each such field, and what is said there. */
function marked(html: string): { name: string; label: string; problem: string }[] {
  return [...html.matchAll(/<[^>]*aria-invalid="true"[^>]*>/g)].map(([control]) => {
    const id = attribute(control, 'id');
    const described = attribute(control, 'aria-describedby').split(' ').at(-1)!;
    const at = (pattern: string) => textOf(new RegExp(pattern, 's').exec(html)?.[1] ?? '');
    return {
      name: attribute(control, 'name'),
      label: at(`<label for="${id}">(.*?)</label>`),
      problem: at(`<p class="problem" id="${described}">(.*?)</p>`),
    };
  });
}

const listed = (html: string): string[] =>
  [
    ...(/<section class="card message alert-card problems".*?<\/section>/s.exec(html)?.[0] ?? '').matchAll(
      /<li>(.*?)<\/li>/gs,
    ),
  ].map(([, item]) => textOf(item!));

async function everyForm(visitor: Visitor, city: City): Promise<Form[]> {
  const { db } = site.context;
  const things = await thingsOf(site.context, city);
  const broken = await aBrokenAccount(site, city, { network: 'youtube' });
  await db.update(users).set({ access: 'invite' }).where(eq(users.id, city.owner));
  const [holder] = await db.select().from(users).where(eq(users.email, city.emails.subscribed));
  const { archiveId } = city;
  await insertApiKey(db, { archiveId, name: 'Theirs', scopes: ['read'], responsibleId: holder!.id });
  const paused = { pausedUntil: new Date(Date.now() + 5 * 86_400_000), pauseReason: 'Holidays' };
  await db.update(disconnects).set(paused).where(eq(disconnects.id, things.disconnect));
  const ids = [...Object.values(things), broken.id, broken.disconnectId, holder!.id] as string[];
  const found = new Map<string, Form>();
  for (const { method, path } of await mountedRoutes(site.context)) {
    if (method !== 'GET' || path.startsWith('/v1/')) continue;
    for (const id of path.includes(':') ? ids : ['']) {
      const page = path.replace(/:\w+/, id) + (path === '/transfers/new' ? `?account=${things.account}&step=to` : '');
      for (const form of formsOn(page, (await visitor.get(page)).text)) {
        const key = `${form.action.replaceAll(/\w+_\w{10,}/g, ':id')} ${form.fields.map(({ name }) => name).join()}`;
        if (form.fields.some(({ isTyped }) => isTyped) && !found.has(key)) found.set(key, form);
      }
    }
  }
  return [...found.values()];
}

async function aVisitor(locale: 'en' | 'es'): Promise<{ city: City; visitor: Visitor }> {
  const city = await aCity(site.context.db);
  await site.context.db.update(users).set({ locale }).where(eq(users.id, city.primary));
  const visitor = new Visitor(site);
  const { secret } = await startLoginSession(site.context.db, { archiveId: city.archiveId, userId: city.primary });
  visitor.setCookie('relink', secret);
  return { city, visitor };
}

const send = (visitor: Visitor, form: Form, name: string, value: string) =>
  visitor.request(form.action, {
    method: 'POST',
    body: new URLSearchParams(
      form.fields.map((one): [string, string] => [one.name, one.name === name ? value : one.value]),
    ),
  });

test.each(['en', 'es'] as const)(
  'a page names a wrong field as it is labeled, and takes no link (%s)',
  async (locale) => {
    const { city, visitor } = await aVisitor(locale);
    const forms = await everyForm(visitor, city);
    const actions = forms.map(({ action }) => action.replaceAll(/\w+_\w{10,}/g, ':id'));
    expect(actions).toEqual(expect.arrayContaining(['/configure/keys', '/configure/keys/:id/pass-on', '/you']));
    const wrong: string[] = [];
    let named = 0;
    for (const form of forms)
      for (const { name, isTyped, isChosen } of form.fields)
        for (const value of isTyped ? ['', 'http://evil.example/pay', 'x'.repeat(5000)] : []) {
          const { status, text, location } = await send(visitor, form, name, value);
          const where = `${form.action} ${name} ${value.slice(0, 8) || 'blank'}`;
          const items = listed(text);
          for (const { name: at, label, problem } of marked(text)) {
            if (label === '' || problem === '') wrong.push(`${where}: the field ${at} has no label or says nothing`);
            const isListed = items.some((item) => item.toLowerCase() === `${label}: ${problem}`.toLowerCase());
            if (isListed) named += 1;
            else if (!SPEAK_FOR_THEMSELVES.has(at))
              wrong.push(`${where}: “${label}” is listed as ${items.join(' | ')}`);
          }
          if (items.length > 0 && marked(text).length === 0)
            wrong.push(`${where}: no field is marked, but ${items.join(' | ')}`);
          if (status >= 500) wrong.push(`${where}: ${status}`);
          if (
            !isChosen &&
            value.startsWith('http') &&
            !SEARCHES.has(name) &&
            location !== null &&
            !location.startsWith('/sign-in')
          )
            wrong.push(`${where}: a link was taken (${location})`);
        }
    expect(wrong).toEqual([]);
    expect(named).toBeGreaterThan(20);
  },
);
