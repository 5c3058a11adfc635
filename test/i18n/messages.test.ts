/** A translator's mistakes are reported in CI, by file and key, before anyone reads them. */
import { describe, expect, test } from '@jest/globals';
import { checkMessages } from '../../scripts/lib/check-messages.mjs';
import { compile } from '../../i18n/compile.js';
import { outsideOfBrackets, pseudo } from '../rig/pseudo-language.js';

const problemsOf = (en: object, es?: object) => checkMessages('page', { en, es }).problems;
const counted = '{n, plural, one {# account} other {# accounts}}';

describe('npm run messages', () => {
  test.each([
    ['a file that is missing', { a: 'A' }, undefined, 'i18n/es/page.json is missing'],
    ['a message that is missing', { a: 'A', b: { c: 'C' } }, { a: 'A' }, 'i18n/es/page.json: b.c is missing'],
    ['one that English has not', { a: 'A' }, { a: 'A', b: 'B' }, 'i18n/es/page.json: b is in no English file'],
    [
      'a step that is missing in a list',
      { steps: ['A', 'B'] },
      { steps: ['A'] },
      'i18n/es/page.json: steps.1 is missing',
    ],
    ['an empty message', { a: 'A' }, { a: '' }, 'i18n/es/page.json: a is empty or has spaces around it'],
    ['a parameter that is missing', { a: 'Hello {name}' }, { a: 'Hola' }, 'i18n/es/page.json: a lacks {name}'],
    ['a parameter that is misspelled', { a: '{name}' }, { a: '{nombre}' }, 'i18n/es/page.json: a lacks {name}'],
    [
      'a number that another language chooses by',
      { a: counted },
      { a: '{n, select, one {A} other {B}}' },
      'i18n/es/page.json: a takes {n} as one,other, but the English takes it as number',
    ],
    [
      'braces that are not closed',
      { a: 'Hello {name' },
      { a: 'Hola {name}' },
      'i18n/en/page.json: a: EXPECT_ARGUMENT_CLOSING_BRACE',
    ],
    [
      'a date that is written without a time zone',
      { a: '{at, date}' },
      { a: '{at, date}' },
      'i18n/en/page.json: a: {at}: dates depend on a time zone; pass the formatted date as a parameter',
    ],
  ])('names %s', (_what, en, es, problem) => {
    expect(problemsOf(en, es)).toContain(problem);
  });

  test('lets a language count what English only shows', () => {
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
  ])('counts as its language does (%s, %i)', (tag, n, said) => {
    expect(say(counted, tag, { n })).toBe(said);
  });

  test('writes thousands in Spanish as the United States do', () => {
    expect(say('{n, number}', 'es-US', { n: 100_000 })).toBe('100,000');
  });

  test('without parameters is its text, quotes and marks of HTML included', () => {
    expect(compile("Begins with '{' and <kty>", 'en-US')).toBe('Begins with { and <kty>');
  });

  test('shows what a name holds and reads nothing into it', () => {
    expect(say('Hello {name}', 'en-US', { name: "{n, plural, other {#}} <b>'" })).toBe(
      "Hello {n, plural, other {#}} <b>'",
    );
  });

  test('fails without a parameter that it needs', () => {
    expect(() => say('Hello {name}', 'en-US', {})).toThrow('name');
  });
});

test('the pseudo-language leaves parameters alone, and is told from what is in code', () => {
  const said = compile(pseudo(counted), 'en-US');
  expect(said).toBeInstanceOf(Function);
  const text = (said as (values: object) => string)({ n: 2 });
  expect(text).toMatch(/^⟦2 åççöüñtš[ ~]+⟧$/);
  expect(outsideOfBrackets(`${text} in code`)).toBe(' in code');
});
