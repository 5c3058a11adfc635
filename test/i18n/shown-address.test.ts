import { expect, test } from '@jest/globals';
import { parseAddress } from '../../domain/email-address.js';
import { shownAddress } from '../../i18n/shown-address.js';

const kept = (typed: string) => parseAddress(typed).address!;

test.each([
  'amt@köln.example',
  'info@пример.рф',
  'info@例え.テスト',
  'amt@straße.example',
  "o'neil@møre-og-romsdal.example",
  'info@παράδειγμα.ελ',
  'info@דוגמה.example',
  'info@서울시.example',
  'nandu+1@cañón.example',
])('%s is shown as its owner writes it', (address) => {
  expect(kept(address)).toContain('xn--');
  expect(shownAddress(kept(address))).toBe(address);
  expect(kept(shownAddress(kept(address)))).toBe(kept(address));
});

test.each([
  ['Cyrillic letters that look like English ones', 'info@аррӏе.com'],
  ['one Cyrillic letter among English ones', 'info@pаypal.com'],
  ['Greek letters in an English domain', 'info@ραγραΙ.com'],
  ['an i without its dot', 'info@cıty.example'],
])('a domain with %s stays as it’s kept', (_what, address) => {
  expect(kept(address)).toContain('xn--');
  expect(shownAddress(kept(address))).toBe(kept(address));
});

test.each(['ada@fairview.example', 'Dana@Fairview.Example', 'a@xn--.example', 'a@xn--a.example', 'not an address', ''])(
  '%j is shown unchanged',
  (address) => expect(shownAddress(address)).toBe(address),
);
