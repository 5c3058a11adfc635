/** Product.md, "People": at most one administrator role, Account Owner or not. */
import { describe, expect, test } from '@jest/globals';
import { isManagerRole, maySignIn, roleFlagsOf, ROLES, rolesOf, rolesProblem, type Role } from '../../domain/roles.js';

const ADMINISTRATORS = [
  'primary_administrator',
  'full_access_administrator',
  'read_only_administrator',
] as const satisfies Role[];

describe('a set of roles', () => {
  test.each<[Role[], string | undefined]>([
    [['account_owner'], undefined],
    [['account_owner', 'read_only_administrator'], undefined],
    [['full_access_administrator'], undefined],
    [[], 'no_role'],
    [['account_owner', 'account_owner'], 'role_twice'],
    [['primary_administrator', 'full_access_administrator'], 'several_administrator_roles'],
    [['account_owner', 'primary_administrator', 'read_only_administrator'], 'several_administrator_roles'],
  ])('with %j gives the problem %s', (roles, code) => {
    expect(rolesProblem(roles)?.code).toBe(code);
  });

  test('is the same after it was stored as flags', () => {
    expect(ROLES).toEqual(['account_owner', ...ADMINISTRATORS]);
    expect(roleFlagsOf(['account_owner'])).toEqual({ adminRole: null, isAccountOwner: true });
    for (const role of ADMINISTRATORS) {
      expect(roleFlagsOf([role])).toEqual({ adminRole: role, isAccountOwner: false });
      expect(rolesOf(roleFlagsOf([role]))).toEqual([role]);
      expect(rolesOf(roleFlagsOf([role, 'account_owner']))).toEqual(['account_owner', role]);
    }
    expect(rolesOf({ adminRole: null, isAccountOwner: false })).toEqual([]);
  });
});

test('only Primary and Full Access administrators manage the archive', () => {
  expect([...ADMINISTRATORS, null].map(isManagerRole)).toEqual([true, true, false, false]);
});

test('administrators and invited Account Owners can sign in; “Connect Accounts Only” owners cannot', () => {
  const owner = { adminRole: null, isAccountOwner: true };
  expect(maySignIn({ ...owner, access: 'invite' })).toBe(true);
  expect(maySignIn({ ...owner, access: 'connect_only' })).toBe(false);
  expect(maySignIn({ adminRole: null, isAccountOwner: false, access: 'invite' })).toBe(false);
  for (const adminRole of ADMINISTRATORS)
    expect(maySignIn({ adminRole, isAccountOwner: false, access: 'connect_only' })).toBe(true);
});
