/** What follows a colon: in Spanish it begins in lower case, in English it stays a sentence. */
import { expect, test } from '@jest/globals';
import { Refusal } from '../../domain/refusal.js';
import { afterColon } from '../../i18n/after-colon.js';
import { readMessages } from '../../i18n/index.js';
import { refusalSentence } from '../../i18n/refusals.js';

test('in Spanish, what follows a line’s number begins in lower case; in English, it stays a sentence', () => {
  const errors = [{ line: 3, field: 'email', code: 'required' as const, params: {} }];
  const refusal = new Refusal('import_invalid', { errors, complete: true });
  expect(refusalSentence('es', refusal)).toBe('No se importó nada. Línea 3: este dato es obligatorio.');
  expect(refusalSentence('en', refusal)).toBe('Nothing was imported. Line 3: This field is required.');
});

test('no Spanish problem with a field begins with a name, which would lose its capital after a colon', () => {
  const first = (say: unknown): string[] =>
    typeof say === 'string' ? [say] : Object.values(say as Record<string, unknown>).flatMap(first);
  const { refusals } = readMessages('es') as { refusals: { fields: unknown } };
  expect(first(refusals.fields).filter((text) => /^\{(?!\w+, plural)/.test(text))).toEqual([]);
});

test.each([
  ['Este dato es obligatorio.', 'este dato es obligatorio.'],
  ['Él no tiene acceso.', 'él no tiene acceso.'],
  ['CSV no es válido.', 'CSV no es válido.'],
  ['“kid” debe ser un texto.', '“kid” debe ser un texto.'],
])('after a colon, “%s” goes on as “%s”', (alone, after) => {
  expect(afterColon(alone, 'es')).toBe(after);
  expect(afterColon(alone, 'en')).toBe(alone);
});
