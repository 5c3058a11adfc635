/**
 * Article: "Things to Consider Before Reconnecting". Each check says what was found, and what to do about it when it fails.
 */
import { and, desc, eq } from 'drizzle-orm';
import { NETWORKS } from '../../domain/networks.js';
import { isAccountInTransfer, type Account } from './queries.js';
import type { Db } from '../../db/client.js';
import { audit, disconnects, parentProfiles, users } from '../../db/schema.js';

export const CHECKS = ['account_active', 'account_owner', 'parent_profile_owner', 'transfer'] as const;

/** What to do when it fails: each is a button on the account's page. */
export const ACTIONS = [
  'mark_inactive',
  'mark_active',
  'add_owner',
  'transfer_account',
  'transfer_parent_profile',
] as const;

const FINDINGS = {
  account_active: {
    in_use: ok('The account is in use.'),
    marked_inactive: fails('The account is marked inactive.', {
      blocks: true,
      remedy: 'If it is in use at the network, have an administrator set its status to "disconnected".',
      action: 'mark_active',
    }),
    not_found: fails('The network says that there is no such account any more.', {
      remedy: 'If it was closed for good, have an administrator mark it inactive. Else reconnect it.',
      action: 'mark_inactive',
    }),
  },
  account_owner: {
    there: ok('The account sits under its Account Owner, who should reconnect it.'),
    unreachable: fails('Emails to the Account Owner do not arrive.', {
      remedy: 'Correct the address. If the person has left, have an administrator transfer the account.',
      action: 'transfer_account',
    }),
    missing: fails('The account has no Account Owner in this archive.', {
      blocks: true,
      remedy: 'Add the person as an Account Owner and transfer the account to them.',
      action: 'add_owner',
    }),
  },
  parent_profile_owner: {
    not_needed: ok('Accounts of this network need no Parent Profile.'),
    none_yet: ok(
      'No Parent Profile authorizes the account yet: its owner signs in with a personal profile that manages it.',
    ),
    same_owner: ok('The Parent Profile is under the same Account Owner.'),
    detached: fails('A transfer left behind the Parent Profile that authorized the account.', {
      remedy: 'Its owner signs in once with a personal profile that manages it, before its permission ends.',
    }),
    other_owner: fails(
      'The personal profile that last signed in is a Parent Profile under a different Account Owner.',
      {
        remedy:
          'Sign in with another personal profile, or have an administrator transfer the Parent Profile to this owner.',
        action: 'transfer_parent_profile',
      },
    ),
    removed: fails('The network ends each connection through this Parent Profile within minutes.', {
      remedy: 'Have an administrator transfer the account to somebody whose personal profile still manages it.',
      action: 'transfer_account',
    }),
  },
  transfer: {
    none: ok('No transfer of the account is under way.'),
    running: fails('The account is being transferred to another Account Owner.', {
      blocks: true,
      remedy: 'Wait until the transfer has ended, a few seconds as a rule; then the new owner reconnects it.',
    }),
  },
} satisfies Record<(typeof CHECKS)[number], Record<string, Found>>;

interface Found {
  ok: boolean;
  /** A reconnect is refused while this is so; else it is advice. */
  blocks: boolean;
  detail: string;
  remedy?: string;
  action?: (typeof ACTIONS)[number];
}

function ok(detail: string): Found {
  return { ok: true, blocks: false, detail };
}

function fails(detail: string, more: Partial<Found>): Found {
  return { ok: false, blocks: false, detail, ...more };
}

/** By check. */
export type Findings = { [C in keyof typeof FINDINGS]: Extract<keyof (typeof FINDINGS)[C], string> };

export interface Check extends Found {
  check: (typeof CHECKS)[number];
  finding: Findings[(typeof CHECKS)[number]];
  /** What the action is about, where it is not the account. */
  subjectId?: string;
}

export async function findReconnectChecks(db: Db, account: Account): Promise<Check[]> {
  const open = await openDisconnectOf(db, account);
  const elsewhere = open && (await profileElsewhere(db, account, open.id));
  return [
    found(
      'account_active',
      account.status === 'inactive' ? 'marked_inactive' : open?.reason === 'account_not_found' ? 'not_found' : 'in_use',
    ),
    found('account_owner', await ownerFinding(db, account)),
    found('parent_profile_owner', profileFinding(account, open?.reason, elsewhere), elsewhere),
    found('transfer', (await isAccountInTransfer(db, account.archiveId, account.id)) ? 'running' : 'none'),
  ];
}

function found<C extends keyof Findings>(check: C, finding: Findings[C], subjectId?: string): Check {
  const { action, ...rest } = (FINDINGS[check] as Record<string, Found>)[finding]!;
  return { check, finding, ...rest, action, ...(action === 'transfer_parent_profile' && { subjectId }) };
}

async function ownerFinding(db: Db, { archiveId, ownerId }: Account): Promise<Findings['account_owner']> {
  if (ownerId === null) return 'missing';
  const [owner] = await db
    .select({ isAccountOwner: users.isAccountOwner, emailState: users.emailState })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, ownerId)));
  if (!owner?.isAccountOwner) return 'missing';
  return owner.emailState === 'ok' ? 'there' : 'unreachable';
}

/** The database keeps an account and its Parent Profile under one owner; who signs in may be another one. */
function profileFinding(
  { network, parentProfileId, detachedAt }: Account,
  reason: string | undefined,
  elsewhere: string | undefined,
): Findings['parent_profile_owner'] {
  if (NETWORKS[network].parentProfile === null) return 'not_needed';
  if (elsewhere) return 'other_owner';
  if (reason === 'parent_profile_removed') return 'removed';
  if (detachedAt !== null) return 'detached';
  return parentProfileId === null ? 'none_yet' : 'same_owner';
}

async function openDisconnectOf(db: Db, { archiveId, id }: Account) {
  const [open] = await db
    .select({ id: disconnects.id, reason: disconnects.reason })
    .from(disconnects)
    .where(and(eq(disconnects.archiveId, archiveId), eq(disconnects.accountId, id), eq(disconnects.status, 'open')));
  return open;
}

/** The Parent Profile that the last attempt was refused for, if it still is under somebody else. */
async function profileElsewhere(db: Db, account: Account, disconnectId: string): Promise<string | undefined> {
  const [attempt] = await db
    .select({ detail: audit.detail })
    .from(audit)
    .where(
      and(
        eq(audit.archiveId, account.archiveId),
        eq(audit.disconnectId, disconnectId),
        eq(audit.type, 'reconnect_refused'),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(1);
  const id = attempt?.detail.parentProfileId;
  if (typeof id !== 'string') return undefined;
  const [profile] = await db
    .select({ ownerId: parentProfiles.ownerId })
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, account.archiveId), eq(parentProfiles.id, id)));
  return profile && profile.ownerId !== account.ownerId ? id : undefined;
}
