/** People who signed in some time ago, and what they ask for in a browser: through a page's form, or through the API. */
import { expect, test } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { sessions } from '../../db/schema.js';
import { FRESH_SIGN_IN_MINUTES } from '../../domain/limits.js';
import { startLoginSession } from '../../services/access/sessions.js';
import type { City, Site } from './site.js';
import { Visitor, words, type Seen } from './visitor.js';

/** Makes the person's sign-ins so many minutes older. */
export const ageSignIns = (
  { context: { db } }: Site,
  { archiveId, primary }: City,
  minutes: number,
  userId = primary,
) =>
  db
    .update(sessions)
    .set({ createdAt: sql`${sessions.createdAt} - ${minutes} * interval '1 minute'` })
    .where(and(eq(sessions.archiveId, archiveId), eq(sessions.userId, userId)));

/** By default, the Primary Administrator. */
export async function signedInAgo(site: Site, city: City, minutes: number, userId = city.primary): Promise<Visitor> {
  const visitor = new Visitor(site);
  const { secret } = await startLoginSession(site.context.db, { archiveId: city.archiveId, userId });
  visitor.setCookie('relink', secret);
  await ageSignIns(site, city, minutes, userId);
  return visitor;
}

export const postForm = (visitor: Visitor, path: string, fields: Record<string, string> = {}): Promise<Seen> =>
  visitor.request(path, { method: 'POST', body: new URLSearchParams(fields) });

export const callApi = (visitor: Visitor, method: string, path: string, body?: object): Promise<Seen> =>
  visitor.request(path, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });

/** The ways to do something. */
export type Door = 'page' | 'api';

/** What a person does to `Of`, in each of the ways that there are. */
export type Act<Of> = Partial<Record<Door, (visitor: Visitor, of: Of) => Promise<Seen>>>;

/** Lists each act once for every way in which it can be done. */
export const doorsOf = <Of>(acts: Record<string, Act<Of>>) =>
  Object.entries(acts).flatMap(([name, act]) =>
    (['page', 'api'] as const).flatMap((door) => (act[door] ? [{ name, door, act: act[door] }] : [])),
  );

/**
 * Tests each act with a sign-in that is too old, which changes nothing, and with a fresh one.
 * @param of what the acts are about
 * @param state everything that they could change
 * @param checkPage what else a page that refuses says
 */
export function testFreshSignIn<Of>(
  acts: Record<string, Act<Of>>,
  signedIn: (minutesAgo: number) => Promise<Visitor>,
  of: Of,
  state: () => Promise<string>,
  checkPage: (page: Seen, name: string) => void = () => {},
): void {
  const doors = doorsOf(acts);
  test.each(doors)('is refused $name ($door), and nothing changes', async ({ name, door, act }) => {
    const visitor = await signedIn(FRESH_SIGN_IN_MINUTES + 1);
    const before = await state();
    const answer = await act(visitor, of);
    expect(await state()).toBe(before);
    expect(staleAnswer(door, answer)).toEqual(STALE[door]);
    if (door === 'page') checkPage(answer, name);
  });

  test.each(doors)('can do it within ten minutes: $name ($door)', async ({ act }) => {
    const visitor = await signedIn(FRESH_SIGN_IN_MINUTES - 1);
    const before = await state();
    const answer = await act(visitor, of);
    expect([answer.status < 400, answer.status < 400 ? '' : answer.text]).toEqual([true, '']);
    expect(await state()).not.toBe(before);
  });
}

/** What an answer says about a sign-in that is too old. Compare it with `STALE`. */
export const staleAnswer = (door: Door, answer: Seen) =>
  door === 'api'
    ? { status: answer.status, code: (JSON.parse(answer.text) as { code?: string }).code }
    : {
        status: answer.status,
        asks: /Sign in again to (?:save|continue)/.test(words(answer)),
        leads: answer.text.includes('href="/sign-in?again"'),
        blames: /problems? to fix/.test(words(answer)),
      };

export const STALE = {
  api: { status: 403, code: 'fresh_sign_in_required' },
  page: { status: 422, asks: true, leads: true, blames: false },
} as const;
