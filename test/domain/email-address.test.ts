/** Addresses that exist, as offices have sent them, and what people paste along with them. */
import { describe, expect, test } from '@jest/globals';
import { canonicalAddress, parseAddress } from '../../domain/email-address.js';
import { cleanText, isVisible } from '../../domain/visible-text.js';

describe('an address that mail accepts is accepted', () => {
  test.each([
    'parks&rec@fairview.example',
    'info=a@fairview.example',
    "o'neil@fairview.example",
    'jane+archive@fairview.example',
    'info@xn--e1afmkfd.xn--p1ai',
    'a@b.example',
    '{web}~!#$%*/?^`|_-@fairview.example',
    'x.y.z@mail.city.fairview.example',
    'Dana@Fairview.Example',
    '1@4chan.example',
    `${'a'.repeat(64)}@fairview.example`,
  ])('%s', (address) => expect(parseAddress(address)).toEqual({ address, problem: null }));
});

test.each([
  ['amt@köln.example', 'amt@xn--kln-sna.example'],
  ['amt@KÖLN.example', 'amt@xn--kln-sna.example'],
  ['amt@ko\u0308ln.example', 'amt@xn--kln-sna.example'],
  ['amt@XN--KLN-SNA.example', 'amt@xn--kln-sna.example'],
  ['info@пример.рф', 'info@xn--e1afmkfd.xn--p1ai'],
  ['info@例え。テスト', 'info@xn--r8jz45g.xn--zckzah'],
  ['amt@straße.example', 'amt@xn--strae-oqa.example'],
])('%s is the same mailbox as %s', (typed, kept) => expect(canonicalAddress(typed)).toBe(kept));

test.each([
  ['a zero-width space', '\u200Bada@fair\u200Bview.example'],
  ['a no-break space', '\u00A0ada@fairview.example\u00A0'],
  ['a byte order mark', '\uFEFFada@fairview.example'],
  ['a soft hyphen', 'ada@fair\u00ADview.example'],
  ['marks of text direction', '\u202Aada@fairview.example\u202C\u200E'],
  ['a word joiner', 'ada\u2060@fairview.example'],
  ['angle brackets', '<ada@fairview.example>'],
  ['the "mailto:" of a link', 'mailto:ada@fairview.example'],
  ['a full-width @', 'ada＠fairview.example'],
  ['a name, as mail programs write it', 'Ada Lane <ada@fairview.example>'],
  ['a name in quotes, with a comma', '"Lane, Ada" <ada@fairview.example>'],
  ['the separator of a list', 'ada@fairview.example;'],
  ['a name, and the separator of a list', 'Ada Lane <ada@fairview.example>, '],
  ['the period of a sentence', 'ada@fairview.example.'],
  ['quotes', "'ada@fairview.example'"],
  ['curly quotes', '“ada@fairview.example”'],
  ['the subject in a link', 'MAILTO:ada@fairview.example?subject=Hello%20Ada'],
])('what was pasted along with an address is cleaned away: %s', (_what, typed) =>
  expect(parseAddress(typed).address).toBe('ada@fairview.example'),
);

test.each([
  ['ada,@fairview.example', ','],
  ['ada@fairview.example, bo@fairview.example', ','],
  ['ada@fairview.example;bo@fairview.example', ';'],
  ['o’neil@fairview.example', '’'],
  ['josé@fairview.example', 'é'],
  ['"ada lane"@fairview.example', '"'],
  ['Ada <ada@fairview.example> (work)', '<'],
  ['ada@fairview.example <bo@fairview.example>', '<'],
  ['<ada@fairview.example> <bo@fairview.example>', '<'],
  ['ada\\b@fairview.example', '\\'],
  ['ada@fair_view.example', '_'],
  ['ada@[192.168.0.1]', '['],
  ['ada\u0000@fairview.example', 'U+0000'],
])('%j is refused, and the character is named', (typed, character) => {
  const { problem } = parseAddress(typed);
  if (problem?.code === 'space_in_email') expect(typed).toContain(' ');
  else expect(problem).toEqual({ code: 'character_in_email', params: { character } });
});

test('what a link writes with a percent sign is what it means', () => {
  expect(parseAddress('mailto:ada%2Barchive@fairview.example').address).toBe('ada+archive@fairview.example');
  expect(parseAddress('ada%2Barchive@fairview.example').address).toBe('ada%2Barchive@fairview.example');
  expect(parseAddress('mailto:ada%0D%0ABcc:eve@fairview.example').problem?.code).toBe('space_in_email');
});

test.each(['ada lane@fairview.example', 'ada@fair\u00A0view.example', 'ada@fairview.example\r\nBcc: eve@evil.example'])(
  '%j is refused for its space',
  (typed) => expect(parseAddress(typed).problem).toEqual({ code: 'space_in_email', params: {} }),
);

test.each([
  '',
  'ada',
  'ada@bo@fairview.example',
  'ada@@fairview.example',
  '@fairview.example',
  'ada@',
  'ada@fairview',
  'ada@.example',
  'ada@fairview..example',
  '.ada@fairview.example',
  'ada.@fairview.example',
  'a..b@fairview.example',
  'ada@-fairview.example',
  'ada@192.168.0.1',
  'ada@fairview.e',
  'ada@xn--.example',
  `${'a'.repeat(65)}@fairview.example`,
  `ada@${'a'.repeat(64)}.example`,
  `ada@${'ab.'.repeat(90)}example`,
])('%j isn’t an address', (typed) => expect(parseAddress(typed).problem).toEqual({ code: 'not_an_email', params: {} }));

test.each([
  '\u200B',
  '\u00A0\u2003',
  '\u00AD\uFEFF',
  '\u3164',
  '\u2800',
  '\u115F\u1160',
  '\u202E',
  '\u0301',
  '\u{E0041}',
  '\u200D',
])('a name of %j shows nothing', (name) => expect([isVisible(name), cleanText(name)]).toEqual([false, '']));

test.each([
  ['Ada\u00A0Lane', 'Ada Lane'],
  ['A\u00ADda\u200B Lane\u200D', 'Ada Lane'],
  ['👩‍💻 Ada', '👩‍💻 Ada'],
  ['نمی‌دانم', 'نمی‌دانم'],
  ['José ✓', 'José ✓'],
  ['\u200Fيوسف\u200E', 'يوسف'],
  ['משה\u200F כהן\u061C', 'משה כהן'],
])('the name %j is kept as %j', (typed, kept) => expect(cleanText(typed)).toBe(kept));
