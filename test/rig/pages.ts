/** The pages of the archive, for tests that look at all of them. */
import { eq } from 'drizzle-orm';
import { disconnects } from '../../db/schema.js';
import type { Springfield, Stage } from './stage.js';

/** Pages that the Primary Administrator can open. */
export const PRIMARY_PAGES = [
  '/dashboard',
  '/accounts',
  '/transfers',
  '/gaps',
  '/you',
  '/configure',
  '/configure/owners',
  '/configure/administrators',
  '/configure/people/new',
  '/configure/import',
  '/configure/series',
  '/configure/emails',
  '/configure/keys',
  '/configure/sign-in',
] as const;

/** Pages about one owner, one account, and one disconnect of this town. */
export async function pagesAboutOne(stage: Stage, { city, page }: Springfield): Promise<string[]> {
  const [broken] = await stage.site.context.db
    .select({ id: disconnects.id })
    .from(disconnects)
    .where(eq(disconnects.accountId, page));
  return [
    `/owners/${city.owner}`,
    `/accounts/${page}`,
    `/disconnects/${broken!.id}`,
    `/configure/people/${city.owner}`,
    `/transfers/new?account=${page}`,
  ];
}
