/** Who can call what, for every kind of caller: the archive's keys, its people however they signed in, and Relink itself. */
import { describe, expect, test } from '@jest/globals';
import { RELINK } from '../../domain/actor.js';
import {
  actorOf,
  isManager,
  isPermitted,
  requireActScope,
  permit,
  requireScope,
  SCOPES,
  type ArchivePrincipal,
  type Audience,
  type OwnerScope,
  type PersonPrincipal,
  type Principal,
  type Scope,
} from '../../domain/principal.js';
import { ADMIN_ROLES } from '../../domain/recipients.js';

const key = (scopes: readonly Scope[] = SCOPES): ArchivePrincipal => ({
  kind: 'archive',
  archiveId: 'arc_1',
  keyId: 'key_1',
  keyName: 'capture',
  scopes,
});
const person = (more: Partial<PersonPrincipal> = {}): PersonPrincipal => ({
  kind: 'person',
  archiveId: 'arc_1',
  userId: 'usr_1',
  name: 'Jane',
  adminRole: null,
  isAccountOwner: false,
  via: { kind: 'login', sessionId: 'ses_1', signInAge: 0 },
  ...more,
});
const link = { kind: 'link', sessionId: 'ses_1', linkId: 'lnk_1', linkEpoch: 1 } as const;
const through = (scopes: readonly Scope[]) => ({ kind: 'key', keyId: 'key_1', keyName: 'portal', scopes }) as const;
const system: Principal = { kind: 'system', archiveId: 'arc_1', actor: RELINK };

const AUDIENCES: Audience[] = ['managers', 'administrators', 'everyone', 'nobody'];
const seenOf = ({ ownerId }: OwnerScope) => (ownerId === null ? 'all' : ownerId);
/** What the principal sees in each kind of call: "all", an owner's id, or why not. */
const seen = (principal: Principal, scope: Scope = 'read') =>
  AUDIENCES.map((audience) => {
    try {
      return seenOf(permit(principal, { scope, audience }));
    } catch (error) {
      const { code, params } = error as { code: string; params: object };
      return [code, params];
    }
  });
const forbidden = (audience: Audience) => ['forbidden', { audience }];

describe('a call', () => {
  test('is permitted by role: managers change, Read Only administrators see all, Account Owners see their own', () => {
    const [managers, administrators, everyone, nobody] = AUDIENCES.map(forbidden);
    for (const adminRole of ['primary_administrator', 'full_access_administrator'] as const)
      expect(seen(person({ adminRole }))).toEqual(['all', 'all', 'all', nobody]);
    expect(seen(person({ adminRole: 'read_only_administrator' }))).toEqual([managers, 'all', 'all', nobody]);
    expect(seen(person({ isAccountOwner: true }))).toEqual([managers, administrators, 'usr_1', nobody]);
    expect(seen(person())).toEqual([managers, administrators, everyone, nobody]);
  });

  test('with a key needs the scope, and is also limited by the role of the person it acts for', () => {
    expect(seen(key(['report']), 'report')).toEqual(['all', 'all', 'all', 'all']);
    const missing = ['scope_missing', { scope: 'read' }];
    expect(seen(key(['report']))).toEqual([missing, missing, missing, missing]);
    const manager = person({ adminRole: 'primary_administrator', via: through(['act']) });
    expect(seen(manager)).toEqual([missing, missing, missing, missing]);
    expect(seen({ ...manager, via: through(['act', 'read']) })).toEqual(['all', 'all', 'all', forbidden('nobody')]);
    expect(seen(person({ isAccountOwner: true, via: through(['act', 'read']) }))[2]).toBe('usr_1');
  });

  test('from Relink itself is always permitted', () => {
    expect(seen(system)).toEqual(['all', 'all', 'all', 'all']);
  });

  test('is offered exactly when it is permitted', () => {
    const everybody = [key(['read']), key([]), system, person(), person({ isAccountOwner: true })];
    for (const principal of [...everybody, ...ADMIN_ROLES.map((adminRole) => person({ adminRole }))])
      for (const [i, audience] of AUDIENCES.entries())
        expect(isPermitted(principal, { scope: 'read', audience })).toBe(typeof seen(principal)[i] === 'string');
  });
});

test('only people can be managers, not keys or Relink itself', () => {
  expect([key(), system, person(), person({ adminRole: 'read_only_administrator' })].map(isManager)).toEqual(
    Array(4).fill(false),
  );
  expect(isManager(person({ adminRole: 'full_access_administrator' }))).toBe(true);
});

test('a missing scope is refused', () => {
  expect(() => requireScope(['read', 'act'], 'act')).not.toThrow();
  expect(() => requireScope(['read'], 'act')).toThrow(
    expect.objectContaining({ code: 'scope_missing', params: { scope: 'act' } }),
  );
});

test('a key needs the "act" scope to let anyone sign in, even when it acts for a person', () => {
  const may = (principal: Principal) => {
    try {
      requireActScope(principal);
      return true;
    } catch {
      return false;
    }
  };
  const { act, others } = { act: ['act'] as const, others: SCOPES.filter((scope) => scope !== 'act') };
  expect([key(act), person({ via: through(act) }), person(), person({ via: link }), system].map(may)).toEqual(
    Array(5).fill(true),
  );
  expect([key(others), person({ via: through(others) })].map(may)).toEqual([false, false]);
});

describe('the actor in the audit is', () => {
  test.each<[string, Principal, object]>([
    ['a key', key(), { kind: 'archive', id: 'key_1', name: 'capture' }],
    ['a person', person(), { kind: 'user', id: 'usr_1', name: 'Jane' }],
    [
      'a key that acts for a person',
      person({ via: through(['act']) }),
      { kind: 'user', id: 'usr_1', name: 'Jane', through: { id: 'key_1', name: 'portal' } },
    ],
    ['a visit through a link', person({ via: link }), { kind: 'link', id: 'lnk_1', name: 'Jane' }],
    ['Relink', system, { kind: 'relink', name: 'Relink' }],
  ])('%s', (_who, principal, actor) => {
    expect(actorOf(principal)).toEqual(actor);
  });
});
