/** How many people an import adds and updates, as one sentence in each language. */
import { expect, test } from '@jest/globals';
import { messagesIn } from '../../i18n/index.js';
import { formatMessage } from '../../i18n/format-message.js';
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
