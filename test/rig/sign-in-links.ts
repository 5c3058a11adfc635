/** Sign-in links, as the sign-in page and the worker make them. */
import { desc, eq } from 'drizzle-orm';
import type { Transaction } from '../../db/client.js';
import { signInLinks } from '../../db/schema.js';
import type { Context } from '../../platform/context.js';
import { sha256, type KeyRing } from '../../platform/key-ring.js';
import { createSignInLink, signInUrl } from '../../services/access/sign-in-links.js';
import { answerSignInRequests, requestSignInLink } from '../../services/access/sign-in-requests.js';
import type { City } from './builders.js';

/** The secret of the cookie of the browser that asks for links in tests. */
export const ASKING_BROWSER = 'the-browser-that-asks';

/** Creates a link for the Primary Administrator, as if their browser had asked for it. Returns its id. */
export const askedFor = (tx: Transaction, keys: KeyRing, { archiveId, primary }: City): Promise<string> =>
  askedForBy(tx, keys, { archiveId, userId: primary });

/** Creates a link for a person, as if that browser had asked for it. Returns its id. */
export async function askedForBy(
  tx: Transaction,
  keys: KeyRing,
  person: { archiveId: string; userId: string },
): Promise<string> {
  const asked = { browserHash: sha256(ASKING_BROWSER), userAgent: null, askedAt: new Date() };
  const id = await createSignInLink(tx, keys, person, asked);
  if (id === null) throw new Error('a limit on emails is reached');
  return id;
}

/** Asks for a link on the sign-in page, and has the worker send it. Each browser gets one of its own. */
export async function askToSignIn(context: Context, email: string, browser = ASKING_BROWSER): Promise<void> {
  await requestSignInLink(context, email, { secret: browser, userAgent: undefined, session: null });
  await answerSignInRequests(context);
}

/** Returns the URL of a person's newest link, as an email has it. */
export async function newestLinkOf({ db, config }: Context, userId: string): Promise<string> {
  const [link] = await db
    .select()
    .from(signInLinks)
    .where(eq(signInLinks.userId, userId))
    .orderBy(desc(signInLinks.id))
    .limit(1);
  if (!link) throw new Error(`no sign-in link was made for ${userId}`);
  return signInUrl(config.keys, config.publicUrl, link);
}
