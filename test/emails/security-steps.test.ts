/** What a security notice asks its reader to do: only what they can do, on a page that shows everyone whom it names. */
import { expect, test } from '@jest/globals';
import type { Actor } from '../../domain/actor.js';
import type { RoleChange, SecurityChange } from '../../domain/email-requests.js';
import { securityNoticeWords } from '../../emails/security-notices.js';

const READER = 'usr_reader';
const PUBLIC_URL = 'https://relink.example';
const dana: Actor = { kind: 'user', id: 'usr_dana', name: 'Dana' };
const lee: Actor = { kind: 'user', id: 'usr_lee', name: 'Lee' };
const key: Actor = { kind: 'archive', id: 'key_1', name: 'Capture' };
const themselves: Actor = { kind: 'user', id: READER, name: 'Reader' };
const throughKey: Actor = { ...themselves, through: { id: 'key_1', name: 'Capture' } };

const wordsOf = (changes: readonly [security: SecurityChange, by: Actor][], more = 0) =>
  securityNoticeWords({
    locale: 'en',
    timeZone: 'America/Chicago',
    archiveName: 'City of Springfield',
    events: changes.map(([security, by]) => ({ security, by, reader: 'security_contact', at: '2026-11-26T15:00:00Z' })),
    more,
    readerId: READER,
    publicUrl: PUBLIC_URL,
    signsIn: true,
    manages: true,
    contact: undefined,
  });

const roles = (...people: RoleChange[]): SecurityChange => ({ change: 'roles', people, total: people.length });
const added = (role: 'account_owner' | 'read_only_administrator'): SecurityChange =>
  roles({ userId: 'usr_1', name: 'Ana', before: [], after: [role] });
const person = (userId: string, before: RoleChange['before'], after: RoleChange['after']): RoleChange => ({
  userId,
  name: userId,
  before,
  after,
});
const created: SecurityChange = { change: 'api_key_created', keyName: 'Export', scopes: ['read'] };

test('everyone who made one of several changes is to be asked, not only who made the newest', () => {
  const { unexpected, action } = wordsOf([
    [added('account_owner'), dana],
    [created, lee],
    [created, key],
  ]);
  expect(unexpected.steps.join(' ')).toContain('Call each person who made a change.');
  expect(unexpected.steps.join(' ')).toContain('The API key “Capture” made the change. Ask who uses it.');
  expect(action).toBeNull();
});

test('a button leads to the page of whoever was changed, to the list that has all of them, or there is none', () => {
  const urlOf = (...changes: SecurityChange[]) => wordsOf(changes.map((one) => [one, dana])).action?.url ?? null;
  expect(urlOf(added('account_owner'))).toBe(`${PUBLIC_URL}/configure/people/usr_1`);
  const [one, two] = [person('usr_1', [], ['account_owner']), person('usr_2', [], ['account_owner'])];
  expect(urlOf(roles(one, two))).toBe(`${PUBLIC_URL}/configure/owners`);
  const administrator = person('usr_3', ['account_owner'], ['read_only_administrator']);
  expect(urlOf(roles(one, administrator))).toBeNull();
  expect(urlOf(roles(administrator, person('usr_4', [], ['full_access_administrator'])))).toBe(
    `${PUBLIC_URL}/configure/administrators`,
  );
  expect(urlOf(roles(person('usr_5', ['account_owner'], [])))).toBe(`${PUBLIC_URL}/configure/owners`);
  expect(urlOf(created, created)).toBe(`${PUBLIC_URL}/configure/keys`);
  const many = { change: 'roles' as const, people: [administrator, administrator], total: 40 };
  expect(urlOf(many)).toBeNull();
});

test('only whoever seems to have made a change is sent to their sessions, and not for what an API key did for them', () => {
  const stepsBy = (by: Actor) => wordsOf([[created, by]]).unexpected.steps.join(' ');
  expect(stepsBy(themselves)).toContain('Where you’re signed in');
  for (const by of [dana, key, throughKey]) expect(stepsBy(by)).not.toContain('Where you’re signed in');
  expect(stepsBy(throughKey)).toContain('The API key “Capture” made the change. Ask who uses it.');
});

test('an account that was unlinked is told with its person’s name, and the button leads to that person', () => {
  const change = (userId: string): SecurityChange => ({ change: 'organization_unlinked', userId, name: 'Ana' });
  const ofAna = wordsOf([[change('usr_1'), dana]]);
  expect(ofAna.subject).toBe('Ana’s account at the organization was unlinked (City of Springfield)');
  expect(ofAna.action?.url).toBe(`${PUBLIC_URL}/configure/people/usr_1`);
  expect(ofAna.unexpected.steps[0]).toContain('check the email address');
  expect(wordsOf([[change(READER), dana]]).subject).toContain('Your account at the organization was unlinked');
});
