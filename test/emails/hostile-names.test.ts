/** Names are typed by people, some of them hostile: none can add a link, a tag, a line, or someone's secret to an email. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LINK_PLACEHOLDER } from '../../emails/content.js';
import { renderEmail } from '../../emails/render.js';
import { contentOf, KINDS, linksOf, type Kind } from './contents.js';

const NASTY = [
  '<script>alert(1)</script>',
  '<a href="https://evil.example">Reconnect</a>',
  '"><img src=x onerror=alert(1)>',
  '</style></head><body>',
  '<!--',
  '-->',
  '<![endif]-->',
  LINK_PLACEHOLDER,
  `__RELINK_${LINK_PLACEHOLDER}LINK__`,
  '__RELINK_\u200bLINK__',
  '\r\n\r\nhttps://evil.example',
  '\u202egnp.exe',
  '\u0000\u2028\u2029',
  '\ud800',
  '$&$1$`',
  '👩‍👩‍👧‍👦 Ωμέγα 市役所',
  'a'.repeat(5_000),
];

const name = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 4 })
  .map((parts) => parts.join(''));
const names = fc.record({
  archiveName: name,
  ownerName: name,
  accountName: name,
  contactName: name,
  productName: name,
});

const tame = { archiveName: 'A', ownerName: 'B', accountName: 'C', contactName: 'D', productName: 'E' };
const tags = (html: string) => [...html.matchAll(/<(\/?[a-z][a-z0-9]*|!--)/gi)].map(([, tag]) => tag);
const linesOf = (text: string) => text.split(/\r\n|[\n\r\u2028\u2029]/).length;
const placeholders = (part: string) => part.split(LINK_PLACEHOLDER).length - 1;

function expectHarmless(kind: Kind, given: typeof tame, count: number): void {
  const { subject, html, text } = renderEmail(contentOf(kind, { ...given, count }));
  const plain = renderEmail(contentOf(kind, { ...tame, count }));
  expect(tags(html)).toEqual(tags(plain.html));
  expect(linksOf(html)).toEqual(linksOf(plain.html));
  expect(linesOf(text)).toBe(linesOf(plain.text));
  expect(placeholders(html)).toBe(placeholders(plain.html));
  expect(placeholders(text)).toBe(placeholders(plain.text));
  expect(subject).not.toContain(LINK_PLACEHOLDER);
  const words = (subject + html + text).replaceAll('\n', '');
  expect(words).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
}

describe('a hostile name', () => {
  it.each(KINDS)('changes nothing but the wording of the %s email', (kind) => {
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 4 }), (given, count) => expectHarmless(kind, given, count)),
      { numRuns: 60 },
    );
  });

  it('is caught by these checks if it gets through', () => {
    const { html } = renderEmail(contentOf('first'));
    expect(tags(html.replace('Hello', '<script>'))).not.toEqual(tags(html));
    expect(linksOf(html.replace('Hello', '<a href="https://evil.example">'))).not.toEqual(linksOf(html));
  });
});
