/** The roles of a person in an archive: at most one administrator role, and optionally Account Owner. */
import type { ValueProblem } from './field-problem.js';
import { ADMIN_ROLES, type AdminRole } from './recipients.js';

export const ROLES = ['account_owner', ...ADMIN_ROLES] as const;
export type Role = (typeof ROLES)[number];

export interface RoleFlags {
  adminRole: AdminRole | null;
  isAccountOwner: boolean;
}

export const rolesOf = ({ adminRole, isAccountOwner }: RoleFlags): Role[] => [
  ...(isAccountOwner ? (['account_owner'] as const) : []),
  ...(adminRole ? [adminRole] : []),
];

/** Product.md, "People": these can make changes on behalf of any owner; a Read Only System Administrator can't. */
export const MANAGER_ROLES = ['primary_administrator', 'full_access_administrator'] as const satisfies AdminRole[];

export const isManagerRole = (role: AdminRole | null): boolean => MANAGER_ROLES.some((one) => one === role);

/** Whether someone with these roles can make changes on behalf of any owner. */
export const hasManagerRole = (roles: readonly Role[]): boolean =>
  roles.some((role) => MANAGER_ROLES.some((one) => one === role));

/** Returns what is wrong with a set of roles, or null. */
export function rolesProblem(roles: readonly Role[]): ValueProblem | null {
  if (roles.length === 0) return { code: 'no_role', params: {} };
  if (new Set(roles).size !== roles.length) return { code: 'role_twice', params: {} };
  if (roles.filter((role) => role !== 'account_owner').length > 1)
    return { code: 'several_administrator_roles', params: {} };
  return null;
}

export function roleFlagsOf(roles: readonly Role[]): RoleFlags {
  return {
    adminRole: roles.find((role) => role !== 'account_owner') ?? null,
    isAccountOwner: roles.includes('account_owner'),
  };
}

/**
 * Returns whether a person can sign in: administrators, and Account Owners who were invited to log in. Those with "Connect Accounts
 * Only" use the Personalized Link instead.
 */
export const maySignIn = (person: RoleFlags & { access: 'connect_only' | 'invite' }): boolean =>
  person.adminRole !== null || (person.isAccountOwner && person.access === 'invite');
