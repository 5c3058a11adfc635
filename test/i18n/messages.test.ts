/** A translator's mistakes are reported in CI, by file and key, before anyone reads them. */
import { describe, expect, test } from '@jest/globals';
import { checkMessages } from '../../scripts/lib/check-messages.mjs';
import { LINK_DAYS } from '../../domain/limits.js';
import { compile } from '../../i18n/compile.js';
import { outsideOfBrackets, pseudo } from '../rig/pseudo-language.js';

const problemsOf = (en: object, es?: object) => checkMessages('page', { en, es }).problems;
const counted = '{n, plural, one {# account} other {# accounts}}';
const countedInSpanish = '{n, plural, one {# cuenta} many {# de cuentas} other {# cuentas}}';

describe('npm run messages', () => {
  test.each([
    ['a missing file', { a: 'A' }, undefined, 'i18n/es/page.json is missing'],
    ['a missing message', { a: 'A', b: { c: 'C' } }, { a: 'A' }, 'i18n/es/page.json: b.c is missing'],
    [
      'a message that English doesn’t have',
      { a: 'A' },
      { a: 'A', b: 'B' },
      'i18n/es/page.json: b is in no English file',
    ],
    ['a missing item in a list', { steps: ['A', 'B'] }, { steps: ['A'] }, 'i18n/es/page.json: steps.1 is missing'],
    ['an empty message', { a: 'A' }, { a: '' }, 'i18n/es/page.json: a is empty or has spaces around it'],
    ['a missing parameter', { a: 'Hello {name}' }, { a: 'Hola' }, 'i18n/es/page.json: a lacks {name}'],
    ['a misspelled parameter', { a: '{name}' }, { a: '{nombre}' }, 'i18n/es/page.json: a lacks {name}'],
    [
      'a number that another language selects by',
      { a: counted },
      { a: '{n, select, one {A} other {B}}' },
      'i18n/es/page.json: a takes {n} as one,other, but the English takes it as number',
    ],
    [
      'an unclosed brace',
      { a: 'Hello {name' },
      { a: 'Hola {name}' },
      'i18n/en/page.json: a: EXPECT_ARGUMENT_CLOSING_BRACE',
    ],
    [
      'a date formatted without a time zone',
      { a: '{at, date}' },
      { a: '{at, date}' },
      'i18n/en/page.json: a: {at}: dates depend on a time zone; pass the formatted date as a parameter',
    ],
  ])('reports %s', (_what, en, es, problem) => {
    expect(problemsOf(en, es)).toContain(problem);
  });

  test('lets a language use a plural where English only shows the number', () => {
    const { problems, types } = checkMessages('page', {
      en: { a: '{n} left' },
      es: { a: '{n, plural, one {Queda #} other {Quedan #}}' },
    });
    expect(problems).toEqual([]);
    expect(types.get('a')).toEqual(new Map([['n', 'number']]));
  });
});

describe('a message', () => {
  const say = (message: string, tag: string, values: Record<string, string | number>) => {
    const compiled = compile(message, tag);
    return typeof compiled === 'function' ? compiled(values) : compiled;
  };

  test.each([
    ['en-US', 1, '1 account'],
    ['en-US', 2300, '2,300 accounts'],
    ['en-US', 0, '0 accounts'],
    ['es-US', 1, '1 cuenta'],
    ['es-US', 0, '0 cuentas'],
    ['es-US', 2300, '2,300 cuentas'],
    // Only Spanish has a form of its own for round millions.
    ['es-US', 1_000_000, '1,000,000 de cuentas'],
    ['en-US', 1_000_000, '1,000,000 accounts'],
  ])('uses its language’s plural forms (%s, %i)', (tag, n, said) => {
    expect(say(tag === 'en-US' ? counted : countedInSpanish, tag, { n })).toBe(said);
  });

  test('writes thousands in Spanish with the US separator', () => {
    expect(say('{n, number}', 'es-US', { n: 100_000 })).toBe('100,000');
  });

  test('without parameters is plain text, quotes and angle brackets included', () => {
    expect(compile("Begins with '{' and <kty>", 'en-US')).toBe('Begins with { and <kty>');
  });

  test('shows a parameter’s value without interpreting it', () => {
    expect(say('Hello {name}', 'en-US', { name: "{n, plural, other {#}} <b>'" })).toBe(
      "Hello {n, plural, other {#}} <b>'",
    );
  });

  test('is plain text when its only parameters are numbers that the code enforces', () => {
    expect(compile('{LINK_DAYS, plural, one {# day} other {# days}}', 'en-US')).toBe(`${LINK_DAYS} days`);
    expect(compile('{MAX_IMPORTED_ROWS, number} lines', 'en-US')).toBe('20,000 lines');
  });

  test('combines such a number with parameters', () => {
    const message = 'Until {day}, then {LINK_DAYS, number} days';
    expect(say(message, 'en-US', { day: 'Friday' })).toBe(`Until Friday, then ${LINK_DAYS} days`);
    expect(say('{n, plural, one {#} other {{LINK_DAYS, number}}}', 'en-US', { n: 2 })).toBe(`${LINK_DAYS}`);
  });

  test('throws when the code has no number by that name', () => {
    expect(() => compile('Within {n} or {NO_SUCH_DAYS, number} days', 'en-US')).toThrow('NO_SUCH_DAYS');
  });

  test('throws when a parameter is missing', () => {
    expect(() => say('Hello {name}', 'en-US', {})).toThrow('name');
  });
});

test('the pseudo-language leaves parameters alone and can be told apart from text in code', () => {
  const said = compile(pseudo(counted), 'en-US');
  expect(said).toBeInstanceOf(Function);
  const text = (said as (values: object) => string)({ n: 2 });
  expect(text).toMatch(/^⟦2 åççöüñtš[ ~]+⟧$/);
  expect(outsideOfBrackets(`${text} in code`)).toBe(' in code');
});
