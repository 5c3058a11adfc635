/** "Fairview.gov" is a name. Text that a mail program would lead somewhere is refused where it's typed, and harmless where it's sent. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { containsLink, unlink, withoutLinks } from '../../domain/link-text.js';

test.each([
  'Fairview.gov',
  'St. Mary’s',
  'P.S. 12/34',
  'School No.12/13',
  'A.C.L.U./NYC',
  'Parks: Events',
  'Parks and/or Recreation',
  'WWW Committee',
  'Ready for Fairview.gov?',
  'C# Club',
  'Note: text',
  'Note:text',
  'Pages:12/13',
  'Fairview.gov: Parks',
  'Fairview.gov.',
  '🏳️‍🌈 Pride',
])('“%s” can be a name', (name) => {
  expect(containsLink(name)).toBe(false);
  expect(withoutLinks(name)).toBe(name);
});

test.each([
  ['http://x', 'x'],
  ['HTTPS://evil.example', 'evil.example'],
  ['www.x', 'x'],
  ['WWW.fairview.gov Parks', 'fairview.gov Parks'],
  ['x.com/y', 'x.com'],
  ['City Hall (x.com/cityhall)', 'City Hall (x.com)'],
  ['evil.example?a=1', 'evil.example'],
  ['evil\u200c.example/x', 'evil.example'],
  ['ｗｗｗ．evil．example', 'evil.example'],
  ['x。com/y', 'x。com'],
  ['10.0.0.1/x', '10.0.0.1'],
  ['\\\\server\\share', 'server\\share'],
  ['mailto:a@b.example', 'a@b.example'],
  ['hthttp://tp://x', 'x'],
  ['evil.com:/x', 'evil.com'],
  ['evil.com:80/x', 'evil.com'],
  ['evil.co.uk./x', 'evil.co.uk'],
  ['evil.com.:80/x', 'evil.com'],
  ['evil.com\u2215pay', 'evil.com'],
  ['evil.com\u2044pay', 'evil.com'],
  ['evil.com\uFF0Fpay', 'evil.com'],
  ['evil.com\u29F8pay', 'evil.com'],
  ['callto:123', '123'],
  ['skype:evil', 'evil'],
  ['ms-word:ofe', 'ofe'],
  ['x.com:80?a', 'x.com'],
])('“%s” isn’t a name, and from a network it becomes “%s”', (text, cleaned) => {
  expect(containsLink(text)).toBe(true);
  expect(withoutLinks(text)).toBe(cleaned);
});

test('whatever a network calls an account, no link is left in it', () => {
  const piece = fc.constantFrom(
    'http:',
    '//',
    'www.',
    'x.com',
    '/',
    '\\\\',
    'mailto:',
    '?',
    '#',
    'a',
    ' ',
    '．',
    '\u200d',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      expect(containsLink(withoutLinks(pieces.join('')))).toBe(false);
    }),
  );
});

test('in an email, a text shows the same characters as before', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const bare = (shown: string) => shown.replaceAll(/[\u2060\u200c]/g, '');
      expect(bare(unlink(text))).toBe(bare(text));
    }),
  );
});
