/** What an import says, and what it reads, in each language. */
import { describe, expect, test } from '@jest/globals';
import { messagesIn } from '../../i18n/index.js';
import { formatMessage } from '../../i18n/format-message.js';
import { LOCALES } from '../../domain/locales.js';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { ROLES } from '../../domain/roles.js';
import { suggestColumns } from '../../i18n/import-columns.js';
import { parseNetwork } from '../../i18n/networks.js';
import { parseRoles } from '../../i18n/roles.js';
import { outcomeOf } from '../../web/forms/import-preview.js';

test.each([
  ['en', 1, 0, '1 person will be added'],
  ['en', 2300, 0, '2,300 people will be added'],
  ['en', 0, 1, '1 existing person will be updated'],
  ['en', 1, 2, '1 person will be added, and 2 existing people will be updated'],
  ['en', 0, 0, '0 people will be added'],
  ['es', 1, 0, 'Se agregará 1 persona'],
  ['es', 2300, 0, 'Se agregarán 2,300 personas'],
  ['es', 0, 1, 'Se actualizará 1 persona que ya está en el archivo'],
  ['es', 1, 2, 'Se agregará 1 persona y se actualizarán 2 que ya están en el archivo'],
] as const)('the import preview in %s counts %i added and %i updated', (locale, created, updated, sentence) => {
  const outcome = { created, updated };
  expect(formatMessage(messagesIn(locale).imports.preview.outcome.users[outcomeOf(outcome)], outcome)).toBe(sentence);
});

describe('a clerk’s word for a social network', () => {
  test.each([
    ['Facebook', 'facebook_page'],
    ['FB page', 'facebook_page'],
    ['Página de Facebook', 'facebook_page'],
    ['Twitter', 'x'],
    ['X (formerly Twitter)', 'x'],
    ['Twitter / X', 'x'],
    ['𝕏', 'x'],
    ['IG', 'instagram'],
    ['Instagram\u00A0account', 'instagram'],
    ['You Tube', 'youtube'],
    ['canal de YouTube', 'youtube'],
    ['Linked-In Company Page', 'linkedin_page'],
    ['perfil de LinkedIn', 'linkedin_profile'],
    ['facebook_page', 'facebook_page'],
  ])('%s is %s', (word, network) => expect(parseNetwork(word)).toBe(network));

  test.each(['LinkedIn', 'Meta', 'TikTok', 'social', ''])('%j isn’t clear, so a person says which is meant', (word) =>
    expect(parseNetwork(word)).toBeUndefined(),
  );

  test('is read the way the product writes it, in every language', () => {
    for (const locale of LOCALES)
      for (const network of NETWORK_NAMES) {
        const { label, account } = messagesIn(locale).networks[network];
        expect([parseNetwork(label), parseNetwork(account)]).toEqual([network, network]);
      }
  });
});

describe('a cell with roles', () => {
  const BOTH = ['account_owner', 'read_only_administrator'];
  test.each([
    'Account Owner; Read Only System Administrator',
    'Account Owner, Read Only System Administrator',
    'Account Owner / Read Only',
    'account_owner|read_only_administrator',
    'Account Owner and Read Only System Administrator',
    'Account Owner Read Only System Administrator',
    'Responsable de cuentas y Administrador de solo lectura',
    'ACCOUNT OWNER;; read-only; Account Owner',
  ])('%j has two', (cell) => expect(parseRoles(cell)).toEqual(BOTH));

  test.each([
    'Owner',
    'Account Owner; boss',
    'Account Owner and',
    'and Account Owner',
    'Administrator',
    'no Account Owner',
  ])('%j is refused instead of read in part', (cell) => expect(parseRoles(cell)).toBeNull());

  test('is read the way the product writes it, in every language', () => {
    for (const locale of LOCALES)
      for (const role of ROLES) expect(parseRoles(messagesIn(locale).roles[role])).toEqual([role]);
  });
});

test.each([
  ['Email (work)*', 'users.email'],
  ['E-mail [required]', 'users.email'],
  ['Email / Correo electrónico', 'users.email'],
  ['Correo electrónico - obligatorio', 'users.email'],
  ['Full name: first and last', 'users.name'],
  ['Rol (permiso)', 'users.roles'],
  ['Page ID (number)', 'accounts.networkAccountId'],
  ['Platform | Plataforma', 'accounts.network'],
])('the column “%s” is suggested for %s', (title, column) =>
  expect(suggestColumns(['Notes', title, 'Phone'], column)).toEqual([1]),
);

test('two columns with the same title are a person’s choice', () =>
  expect(suggestColumns(['Email', 'Name', 'Email'], 'users.email')).toEqual([]));
