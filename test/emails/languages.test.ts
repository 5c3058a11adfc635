/** Every email in every language: nothing English in the Spanish ones, and dates in each language's format. */
import { describe, expect, it } from '@jest/globals';
import { REASONS } from '../../domain/reasons.js';
import { reasonWords } from '../../i18n/reasons.js';
import { LOCALES } from '../../domain/locales.js';
import { LINK_PLACEHOLDER } from '../../emails/content.js';
import { renderEmail } from '../../emails/render.js';
import { formatDay, formatMoment } from '../../i18n/dates.js';
import { messagesIn } from '../../i18n/index.js';
import { accounts, contentOf, KINDS, linksOf, WITH_LINK } from './contents.js';

/** Names that contain no word of any language. */
const NAMES = { archiveName: 'Q1', ownerName: 'Q2', accountName: 'Q3', contactName: 'Q4', productName: 'Q5' };
const GMAIL_CLIPS_AT = 102_000;

/** The text that a person reads. */
const read = ({ subject, html, text }: ReturnType<typeof renderEmail>) =>
  `${subject}\n${html.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]+>/g, ' ')}\n${text}`;

const ENGLISH =
  /\b(the|of|you|your|is|are|to|and|was|were|this|reconnect\w*|disconnected|link|email|archive|account|since|why|what|hello|questions|owner|administrator|dashboard|sign in|page)\b/i;

describe.each(KINDS)('the %s email in Spanish', (kind) => {
  it.each([1, 2, 70])('contains no English words (accounts: %i)', (count) => {
    for (const copied of [true, false]) {
      const email = renderEmail(contentOf(kind, { ...NAMES, locale: 'es', count, copied }));
      const words = read(email).replaceAll(/https?:\S+|\S+@\S+/g, '');
      expect(ENGLISH.exec(words)?.[0]).toBeUndefined();
      expect(email.html).toContain('<html lang="es"');
    }
  });

  it('would fail this check if it were in English', () => {
    expect(ENGLISH.test(read(renderEmail(contentOf(kind, NAMES))))).toBe(true);
  });

  it('has one button and renders to the same bytes every time', () => {
    const content = contentOf(kind, { locale: 'es', count: 7 });
    const email = renderEmail(content);
    expect(linksOf(email.html).filter(({ button }) => button)).toHaveLength(1);
    expect(renderEmail(contentOf(kind, { locale: 'es', count: 7 }))).toEqual(email);
  });

  it('stays under Gmail’s clipping limit with the longest names and links to the help', () => {
    const name = '"'.repeat(300);
    const names = { accountName: name, archiveName: name, ownerName: name, contactName: name, productName: name };
    const helpUrl = 'https://relink.springfield.example/help/reasons';
    const { html, text } = renderEmail(contentOf(kind, { locale: 'es', count: 500, helpUrl, ...names }));
    expect(Buffer.byteLength(html)).toBeLessThan(GMAIL_CLIPS_AT);
    expect(Buffer.byteLength(text)).toBeLessThan(GMAIL_CLIPS_AT);
  });
});

it.each(WITH_LINK)('the %s email in Spanish has the link behind its button and on a line of its own', (kind) => {
  const { html, text } = renderEmail(contentOf(kind, { locale: 'es' }));
  expect(linksOf(html).find(({ button }) => button)?.href).toBe(LINK_PLACEHOLDER);
  expect(text.split('\n')).toContain(LINK_PLACEHOLDER);
});

it('an email in Spanish has the remedy for every reason', () => {
  const { html, text } = renderEmail(contentOf('first', { locale: 'es', count: REASONS.length }));
  for (const { reason, network } of accounts(REASONS.length)) {
    expect(html).toContain(reasonWords(reason, network, 'es').remedy);
    expect(text).toContain(reasonWords(reason, network, 'es').remedy);
  }
});

describe('a date', () => {
  it('follows the format of each language', () => {
    expect(formatMoment('2026-11-24T19:06:00Z', 'America/Chicago', 'en')).toBe('Nov 24, 2026, 1:06 PM CST');
    expect(formatMoment('2026-11-24T19:06:00Z', 'America/Chicago', 'es')).toBe(
      '24 de noviembre de 2026, 1:06\u00a0p.\u00a0m. CST',
    );
    expect(formatMoment('2026-03-01T06:05:00Z', 'America/Chicago', 'es')).toBe(
      '1 de marzo de 2026, 12:05\u00a0a.\u00a0m. CST',
    );
    expect(formatDay('2026-03-01T05:59:00Z', 'America/Chicago', 'en')).toBe('Feb 28, 2026');
  });
});

describe('the link to the help', () => {
  it.each(LOCALES)('goes to the help for each reason and is never the button (%s)', (locale) => {
    const helpUrl = 'https://relink.example/help/reasons';
    const { html, text } = renderEmail(contentOf('first', { locale, helpUrl, count: REASONS.length }));
    const help = linksOf(html).filter(({ href }) => href.startsWith(helpUrl));
    expect(help).toEqual(REASONS.map((reason) => ({ href: `${helpUrl}#${reason}`, button: false })));
    expect(html.split(messagesIn(locale).emails.letters.help)).toHaveLength(REASONS.length + 1);
    for (const reason of REASONS) expect(text).toContain(`${helpUrl}#${reason}`);
  });
});
