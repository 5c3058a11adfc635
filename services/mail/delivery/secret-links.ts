/** Builds the links, with their secrets, that replace the placeholder in each email when it is sent. */
import { and, eq } from 'drizzle-orm';
import { isAnyOf } from '../../../db/any-of.js';
import type { Context } from '../../../platform/context.js';
import type { Transaction } from '../../../db/client.js';
import { linkUrl } from '../../access/personalized-links.js';
import { preferencesUrl, unsubscribeUrl } from '../../access/preferences-links.js';
import { personalizedLinks, signInLinks } from '../../../db/schema.js';
import { signInUrl } from '../../access/sign-in-links.js';
import type { EmailRow } from './types.js';

/** Returns the ID of the sign-in link in an email; null when it is another kind of email or leads to the sign-in page. */
export function signInLinkOf({ kind, payload }: EmailRow): string | null {
  return kind === 'sign_in' && payload && 'signInLinkId' in payload ? (payload.signInLinkId ?? null) : null;
}

/** Returns the links by email ID. */
export async function buildSecretLinks(
  tx: Transaction,
  context: Context,
  archiveId: string,
  rows: readonly EmailRow[],
): Promise<Map<string, string>> {
  const personalized = await personalizedUrls(
    tx,
    context,
    archiveId,
    rows.flatMap(({ linkId }) => linkId ?? []),
  );
  const signIn = await signInUrls(
    tx,
    context,
    archiveId,
    rows.flatMap((row) => signInLinkOf(row) ?? []),
  );
  return new Map(
    rows.flatMap((row) => {
      const url =
        row.kind === 'weekly_summary'
          ? preferencesUrl(context.config.keys, context.config.publicUrl, readerOf(row))
          : (personalized.get(row.linkId ?? '') ?? signIn.get(signInLinkOf(row) ?? ''));
      return url === undefined ? [] : [[row.id, url] as const];
    }),
  );
}

/** The reader of a weekly summary: the person, at the address that it goes to. */
const readerOf = ({ archiveId, userId, toAddress }: EmailRow) => ({ archiveId, id: userId, email: toAddress! });

/** Returns the headers with which mail programs offer to unsubscribe from a weekly summary in one click (RFC 8058). */
export function headersOf({ config }: Context, row: EmailRow): Record<string, string> | undefined {
  if (row.kind !== 'weekly_summary') return undefined;
  return {
    'List-Unsubscribe': `<${unsubscribeUrl(config.keys, config.publicUrl, readerOf(row))}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

async function personalizedUrls(tx: Transaction, { config }: Context, archiveId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, string>();
  const links = await tx
    .select()
    .from(personalizedLinks)
    .where(and(eq(personalizedLinks.archiveId, archiveId), isAnyOf(personalizedLinks.id, ids)));
  return new Map(links.map((link) => [link.id, linkUrl(config.keys, config.publicUrl, link)]));
}

async function signInUrls(tx: Transaction, { config }: Context, archiveId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, string>();
  const links = await tx
    .select()
    .from(signInLinks)
    .where(and(eq(signInLinks.archiveId, archiveId), isAnyOf(signInLinks.id, ids)));
  return new Map(links.map((link) => [link.id, signInUrl(config.keys, config.publicUrl, link)]));
}
