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

/** What mail programs make a link of, at least: schemes, "www.", domains, addresses, shared folders, and long numbers. */
const AUTOLINK =
  /[a-z][a-z\d+.-]*:\/\/\S+|www\.\S+|[\p{L}\p{N}.+_-]+@[\p{L}\p{N}-]+\S*|(?:[\p{L}\p{N}-]+[.。．｡])+\p{L}{2,}\S*|\\\\\S+|(?:mailto|tel|javascript):\S+|\d(?:[ ().-]{0,2}\d){6,}/giu;
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" };
const shown = (html: string) =>
  html
    .replaceAll(/<head>.*?<\/head>|<!--.*?-->/gs, '')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => ENTITIES[entity]!);
const autolinks = (part: string) => [...part.matchAll(AUTOLINK)].map(([link]) => link);

const LINKS = [
  'Fairview.gov',
  'City of Fairview.gov Parks',
  'http://evil.example/pay',
  'HTTPS://evil.example',
  'www.evil.example',
  'evil.example/pay?now=1',
  'pay@evil.example',
  'mailto:pay@evil.example',
  'evil。example/pay',
  '\\\\evil\\share',
  'Call 1 (800) 555-0199 now',
  'www\u2060.evil.example',
  'evil\u200c.example',
];

describe('a name that looks like a link', () => {
  it.each(KINDS)('is shown as it is in the %s email, and mail programs make no link of it', (kind) => {
    const plain = renderEmail(contentOf(kind, { ...tame, address: 'marge@springfield.example', count: 1 }));
    for (const name of LINKS) {
      const given = { archiveName: name, ownerName: name, accountName: name, contactName: name, productName: name };
      const { subject, html, text } = renderEmail(contentOf(kind, { ...given, count: 1 }));
      expect(autolinks(subject)).toEqual([]);
      // Both invisible characters are there, since some mail programs look past one of them.
      for (const part of [subject, text, html]) expect(part).not.toMatch(/Fairview\u200c?\./);
      expect(autolinks(text)).toEqual(autolinks(plain.text));
      expect(autolinks(shown(html))).toEqual(autolinks(shown(plain.html)));
    }
    const { text, html } = renderEmail(contentOf(kind, { archiveName: 'City of Fairview.gov', count: 1 }));
    for (const part of [text, shown(html)]) expect(part.replaceAll(/[\u2060\u200c]/g, '')).toContain('Fairview.gov');
  });

  it('is caught by this check if it isn’t made harmless', () => {
    for (const name of LINKS.slice(0, 11)) expect(autolinks(name)).not.toEqual([]);
  });
});

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
