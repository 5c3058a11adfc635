/** A long number in a spreadsheet arrives as it was meant, or is recognized as damaged. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isShortened, looksRounded, unwrapCell } from '../../domain/spreadsheet-cells.js';

const ID = '17841405822304914';

describe('a clerk’s cell is read as the number she meant', () => {
  test.each([
    ['a formula that makes it text', `="${ID}"`],
    ['a formula in a cell that was quoted once more', `"=""${ID}"""`.replaceAll('""', '"')],
    ['an apostrophe in front', `'${ID}`],
    ['a curly apostrophe in front', `’${ID}`],
    ['quotation marks', `"${ID}"`],
    ['curly quotation marks', `“${ID}”`],
    ['quotation marks in a formula', `="'${ID}"`],
    ['spaces', `  ${ID} `],
    ['a no-break space', `\u00A0${ID}\u00A0`],
    ['a zero-width space', `\u200B${ID}`],
    ['a byte order mark', `\uFEFF${ID}`],
    ['marks for the direction of text', `\u202A${ID}\u202C`],
    ['full-width digits', ID.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))],
    ['thousands separators', '17,841,405,822,304,914'],
    ['dots between thousands', '17.841.405.822.304.914'],
    ['thin spaces between thousands', '17\u202F841\u202F405\u202F822\u202F304\u202F914'],
    ['decimals', `${ID}.00`],
    ['decimals after a comma', `${ID},0`],
    ['thousands separators and decimals', '17,841,405,822,304,914.00'],
    ['three decimals', `${ID}.000`],
    ['a formula without quotation marks', `=${ID}`],
    ['a plus sign, which begins a formula too', `+${ID}`],
    ['a plus sign and spaces between thousands', '+ 17 841 405 822 304 914'],
    ['the comma that followed it in a list', `${ID},`],
    ['the semicolon that followed it in a list', `"${ID}";`],
    ['two semicolons with a no-break space between them', `${ID};\u00A0;`],
    ['angle brackets', `<${ID}>`],
    ['an Arabic keyboard’s mark', `\u061C${ID}\u200F`],
  ])('with %s', (_how, cell) => {
    expect(unwrapCell(cell)).toBe(ID);
  });

  test('whatever was put around it, in any combination', () => {
    const wraps = [
      (text: string) => `="${text}"`,
      (text: string) => `"${text}"`,
      (text: string) => ` ${text}\u00A0`,
      (text: string) => `\u200B${text}`,
      (text: string) => `'${text}`,
      (text: string) => `${text};`,
      (text: string) => `<${text}>`,
    ];
    fc.assert(
      fc.property(
        fc.stringMatching(/^[1-9]\d{0,19}$/),
        fc.array(fc.constantFrom(...wraps), { maxLength: 4 }),
        (id, how) => {
          expect(unwrapCell(how.reduce((text, wrap) => wrap(text), id))).toBe(id);
        },
      ),
    );
  });

  test('and isn’t changed where that would be a guess', () => {
    for (const cell of [
      '1.784',
      '123.000',
      '12,34',
      '1,234,56',
      '1.234,567',
      '@CityOfFairview',
      'x-1.0',
      '=A1',
      '=A1+2244994945',
      '+1 (555) 123-4567',
      '-17841405822304914',
      '#17841405822304914',
      'urn:li:organization:',
      "O'Hare",
      '',
    ]) {
      expect(unwrapCell(cell)).toBe(cell);
    }
  });
});

test('digits that a spreadsheet lost are noticed, and whole ones aren’t', () => {
  expect(looksRounded('17841405822304900')).toBe(true);
  expect(looksRounded('100064512345678000')).toBe(true);
  expect(looksRounded('1234567890123450')).toBe(true);
  expect(looksRounded('17841405822304914')).toBe(false);
  expect(looksRounded('17841405822304910')).toBe(false);
  expect(looksRounded('123456789012300')).toBe(false);
  expect(looksRounded('UC00000000000000000000000')).toBe(false);
});

test('every number that a spreadsheet stores with 15 digits looks rounded unless it lost nothing', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[1-9]\d{15,19}$/), (id) => {
      const stored = id.slice(0, 15) + '0'.repeat(id.length - 15);
      expect(looksRounded(stored)).toBe(true);
      expect(looksRounded(id)).toBe(stored === id);
    }),
  );
});

test('a number in scientific notation is recognized, in English and Spanish, and however it’s wrapped', () => {
  for (const cell of [
    '1.78414E+16',
    '1,78414E+16',
    '2E+15',
    '"1.78414e+16"',
    ' 1.78E16 ',
    '1.78414 E+16',
    '=1.78414E+16',
    '1.78E+16;',
  ])
    expect(isShortened(cell)).toBe(true);
  for (const cell of ['17841405822304914', 'UC1E16', 'E+16', '1.784']) expect(isShortened(cell)).toBe(false);
});
