/** The demo archive with activity: disconnects of all ages, some repaired, and an owner whose emails don't arrive. */
import postgres from 'postgres';
import { DEMO_PRIMARY } from '../seed/demo-people.js';
import { REASONS } from '../../domain/reasons.js';
import { until } from '../stack/processes.js';
import type { Stack } from '../demo/stack.js';

export interface Scenery {
  ownerId: string;
  accountId: string;
  disconnectId: string;
  personId: string;
  ownerLink: string;
  otherOwnerId: string;
  transferId: string;
  surgeHoldId: string;
  /** A connected account whose permission was checked. */
  connectedId: string;
  deletionCode: string;
}

interface Account {
  id: string;
  ownerId: string;
}

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

/** Backdates the accounts; the demo archive is new, so its history would otherwise be empty. */
async function ageAccounts(stack: Stack): Promise<void> {
  const sql = postgres(stack.endpoints.database, { max: 1 });
  await sql`update accounts set created_at = now() - interval '120 days'`;
  await sql.end();
}

export async function seedFairview(stack: Stack): Promise<Scenery> {
  await ageAccounts(stack);
  const { items } = await stack.api<{ items: Account[] }>('GET', '/v1/accounts?limit=200');
  const report = (account: Account, days: number, n: number) =>
    stack.api<{ id: string }>('POST', '/v1/disconnects', {
      accountId: account.id,
      reason: REASONS[n % REASONS.length],
      detectedAt: daysAgo(days),
      lastCapturedAt: daysAgo(days + 0.2),
    });
  for (const [n, account] of items.slice(0, 4).entries()) {
    await report(account, 20 + 15 * n, n);
    await stack.api('POST', `/v1/accounts/${account.id}/reconnected`, { resumedAt: daysAgo(12 * n) });
  }
  const broken = items.slice(4, 9);
  const disconnects: { id: string }[] = [];
  for (const [n, account] of broken.entries()) disconnects.push(await report(account, 1 + 5 * n, n));
  const [account, disconnect] = [broken[0]!, disconnects[0]!];
  const { url } = await stack.api<{ url: string }>('POST', `/v1/users/${account.ownerId}/personalized-link`, {
    delivery: 'copy',
  });
  const { items: owners } = await stack.api<{ items: { id: string; email: string }[] }>(
    'GET',
    '/v1/users?role=account_owner',
  );
  const owner = owners.find(({ id }) => id === account.ownerId)!;
  // Wait for its first email, so that the timeline has content.
  await stack.mails(owner.email, 2);
  const { surgeHoldId, connectedId, deletionCode } = await createSurgeHoldAndEnding(stack, account.ownerId);
  const other = owners.find(({ id }) => id !== account.ownerId && id !== items[0]!.ownerId)!;
  const transferId = await createTransfer(stack, items[0]!.id, other.id);
  return {
    surgeHoldId,
    connectedId,
    deletionCode,
    otherOwnerId: other.id,
    transferId,
    ownerId: account.ownerId,
    accountId: account.id,
    disconnectId: disconnect.id,
    personId: account.ownerId,
    ownerLink: url,
  };
}

/**
 * Sets up three things: the surge hold holds one network's emails, one of this owner's permissions ends soon, and a person's data was
 * deleted.
 */
async function createSurgeHoldAndEnding(stack: Stack, ownerId: string) {
  const sql = postgres(stack.endpoints.database, { max: 1 });
  const [surgeHold] = await sql<{ id: string }[]>`
    with one as (select d.archive_id, a.network from disconnects d join accounts a on a.archive_id = d.archive_id and a.id = d.account_id
      where d.status = 'open' and a.owner_id = ${ownerId} limit 1)
    insert into surge_holds (archive_id, id, network, until) select archive_id, 'srg_demo', network, now() + interval '100 minutes' from one returning id`;
  await sql`update disconnects d set surge_hold_id = b.id, raw_code = '190/460' from surge_holds b, accounts a
    where a.archive_id = d.archive_id and a.id = d.account_id and a.network = b.network and b.archive_id = d.archive_id and d.status = 'open'`;
  await sql`insert into credentials (archive_id, id, account_id, authorization_id, access_token, checked_at, last_check, data_access_expires_at, asked_at)
    select archive_id, 'crd_demo', id, 'aut_demo', decode('00', 'hex'), now() - interval '5 hours',
      jsonb_build_object('verdict', 'healthy', 'at', to_char(now() - interval '5 hours', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')), now() + interval '5 days', now() from accounts
    where status = 'connected' and owner_id = ${ownerId} order by id limit 1`;
  const [credential] = await sql<{ account_id: string }[]>`update accounts set authorized_since = created_at
    where id = (select account_id from credentials where id = 'crd_demo') returning id as account_id`;
  const deletionCode = 'c0de'.repeat(8);
  await sql`insert into data_deletions (code, provider, event_id, requested_at, profiles, credentials, disconnected)
    values (${deletionCode}, 'facebook', 'demo', now() - interval '1 hour', 1, 6, 5)`;
  await sql.end();
  return { surgeHoldId: surgeHold!.id, connectedId: credential!.account_id, deletionCode };
}

const TRANSFER_LIMIT_MS = 90_000;

/** Transfers one account to another Account Owner. */
async function createTransfer(stack: Stack, accountId: string, toOwnerId: string): Promise<string> {
  const { id } = await stack.api<{ id: string }>('POST', '/v1/transfers', { accountIds: [accountId], toOwnerId });
  const isDone = async () => {
    const { status } = await stack.api<{ status: string }>('GET', `/v1/transfers/${id}`);
    return status === 'completed';
  };
  if (!(await until(isDone, TRANSFER_LIMIT_MS))) throw new Error(`the transfer ${id} didn’t complete in time`);
  return id;
}

/** Returns a new sign-in link for the Primary Administrator, as it appears in the email. */
export async function signInUrlOf(stack: Stack): Promise<string> {
  const { email } = DEMO_PRIMARY;
  const before = (await stack.mails(email, 0, isSignIn)).length;
  const answer = await fetch(`${stack.endpoints.url}/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ email }),
  });
  if (!answer.ok) throw new Error(`the request for a sign-in link returned ${answer.status}`);
  const mail = (await stack.mails(email, before + 1, isSignIn)).at(-1)!;
  const url = /https?:\/\/\S+\/sign-in\/open#[\w.-]+/.exec(mail.text)?.[0];
  if (!url) throw new Error('the email has no sign-in link');
  return url;
}

const isSignIn = ({ text }: { text: string }) => text.includes('/sign-in/open#');
