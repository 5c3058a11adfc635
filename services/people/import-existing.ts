/** What of a spreadsheet's lines is in the archive already: for a preview, some lines at a time. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { NetworkName } from '../../domain/networks.js';
import type { Db } from '../../db/client.js';
import { accounts, users } from '../../db/schema.js';

/** In lower case. */
export async function knownEmails(db: Db, archiveId: string, emails: readonly string[]): Promise<Set<string>> {
  const asked = emails.map((email) => email.toLowerCase());
  const found = await db
    .select({ email: users.email })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), sql`lower(${users.email}) = any(${sql.param(asked)}::text[])`));
  return new Set(found.map(({ email }) => email.toLowerCase()));
}

export const identity = (network: NetworkName, networkAccountId: string): string => `${network} ${networkAccountId}`;

export async function knownAccounts(db: Db, archiveId: string, networkIds: readonly string[]): Promise<Set<string>> {
  const found = await db
    .select({ network: accounts.network, networkAccountId: accounts.networkAccountId })
    .from(accounts)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        isNull(accounts.deletedAt),
        sql`${accounts.networkAccountId} = any(${sql.param([...networkIds])}::text[])`,
      ),
    );
  return new Set(found.map((account) => identity(account.network, account.networkAccountId)));
}
