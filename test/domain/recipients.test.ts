/** Who gets a copy of an email, as properties. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ADMIN_ROLES,
  carbonCopies,
  EMAIL_STATES,
  MAX_CC,
  notifiedAdministrators,
  type Administrator,
  type Person,
} from '../../domain/recipients.js';

const address = fc
  .constantFrom('ann', 'bob', 'cyd', 'dee', 'eva')
  .chain((name) => fc.constantFrom(`${name}@city.example`, `${name.toUpperCase()}@City.example`));
const person = { id: fc.uuid(), email: address, emailState: fc.constantFrom(...EMAIL_STATES) };
const owners: fc.Arbitrary<Person> = fc.record(person);
const administrators: fc.Arbitrary<Administrator[]> = fc.array(
  fc.record({ ...person, role: fc.constantFrom(...ADMIN_ROLES), immediateErrorNotifications: fc.boolean() }),
  { maxLength: 12 },
);
const lower = (list: readonly string[]) => list.map((email) => email.toLowerCase());

describe('the cc of an email', () => {
  it('never includes the owner or anyone twice, ignoring case', () => {
    fc.assert(
      fc.property(owners, administrators, (owner, admins) => {
        const cc = lower(carbonCopies(owner, admins));
        expect(cc).not.toContain(owner.email.toLowerCase());
        expect(new Set(cc).size).toBe(cc.length);
      }),
    );
  });

  it('is the Primary Administrator, whatever their preferences, and the subscribed Full Access administrators', () => {
    fc.assert(
      fc.property(owners, administrators, (owner, admins) => {
        const wanted = admins.filter(
          ({ role, immediateErrorNotifications, emailState, id, email }) =>
            emailState === 'ok' &&
            id !== owner.id &&
            email.toLowerCase() !== owner.email.toLowerCase() &&
            (role === 'primary_administrator' || (role === 'full_access_administrator' && immediateErrorNotifications)),
        );
        expect(new Set(lower(carbonCopies(owner, admins)))).toEqual(new Set(lower(wanted.map(({ email }) => email))));
      }),
    );
  });

  it('has the same order, however the administrators were read', () => {
    const told = (id: string, role: Administrator['role']): Administrator => ({
      id,
      email: `${id}@city.example`,
      emailState: 'ok',
      role,
      immediateErrorNotifications: true,
    });
    const bob = told('bob', 'full_access_administrator');
    const cyd = told('cyd', 'full_access_administrator');
    const zoe = told('zoe', 'primary_administrator');
    for (const read of [
      [cyd, zoe, bob],
      [bob, cyd, zoe],
      [zoe, bob, cyd],
    ])
      expect(notifiedAdministrators(read)).toEqual([zoe, bob, cyd]);
  });

  it('has at most 49 addresses, and the Primary Administrator’s is among them', () => {
    const admins = Array.from({ length: 80 }, (_, i): Administrator => ({
      id: `${i}`,
      email: `admin${i}@city.example`,
      emailState: 'ok',
      role: i === 79 ? 'primary_administrator' : 'full_access_administrator',
      immediateErrorNotifications: true,
    }));
    const cc = carbonCopies({ id: 'owner', email: 'owner@city.example', emailState: 'ok' }, admins);
    expect(cc).toHaveLength(MAX_CC);
    expect(cc[0]).toBe('admin79@city.example');
  });
});
