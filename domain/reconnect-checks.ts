/** Article: "Things to Consider Before Reconnecting". What each check can find, and what to do if it fails. */

/** The actions that fix a failed check. Each one is a button on the account's page. */
export const ACTIONS = [
  'mark_inactive',
  'mark_active',
  'add_owner',
  'transfer_account',
  'transfer_parent_profile',
] as const;
export type CheckAction = (typeof ACTIONS)[number];

export interface Finding {
  ok: boolean;
  /** Whether the finding prevents a reconnect. Without it, the finding is only advice. */
  blocks?: boolean;
  action?: CheckAction;
}

const REGISTERED = {
  account_active: {
    in_use: { ok: true },
    marked_inactive: { ok: false, blocks: true, action: 'mark_active' },
    not_found: { ok: false, action: 'mark_inactive' },
  },
  account_owner: {
    there: { ok: true },
    unreachable: { ok: false, action: 'transfer_account' },
    missing: { ok: false, blocks: true, action: 'add_owner' },
  },
  parent_profile_owner: {
    not_needed: { ok: true },
    none_yet: { ok: true },
    same_owner: { ok: true },
    detached: { ok: false },
    other_owner: { ok: false, action: 'transfer_parent_profile' },
    removed: { ok: false, action: 'transfer_account' },
  },
  transfer: {
    none: { ok: true },
    running: { ok: false, blocks: true },
  },
} as const satisfies Record<string, Record<string, Finding>>;

export type CheckName = keyof typeof REGISTERED;
export type FindingName<C extends CheckName> = Extract<keyof (typeof REGISTERED)[C], string>;
export const FINDINGS: { readonly [C in CheckName]: Readonly<Record<FindingName<C>, Finding>> } = REGISTERED;
export const CHECKS = Object.keys(REGISTERED) as [CheckName, ...CheckName[]];

/** The result of one check. */
export type Found = { [C in CheckName]: { check: C; finding: FindingName<C> } }[CheckName];
