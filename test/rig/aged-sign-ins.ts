/** People who signed in some time ago, and what they ask for in a browser: through a page's form, or through the API. */
import { and, eq, sql } from 'drizzle-orm';
import { sessions } from '../../db/schema.js';
import { startLoginSession } from '../../services/access/sessions.js';
import type { City, Site } from './site.js';
import { Visitor, type Seen } from './visitor.js';

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
