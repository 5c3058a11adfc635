/** What every email has: one button, the link in both parts, the names, and a size that no mail program clips. */
import { describe, expect, it } from '@jest/globals';
import { LINK_PLACEHOLDER } from '../../emails/content.js';
import { renderEmail } from '../../emails/render.js';
import { NETWORKS } from '../../domain/networks.js';
import { REASONS } from '../../domain/reasons.js';
import { reasonWords } from '../../i18n/reasons.js';
import { accounts, contentOf, DASHBOARD, KINDS, linksOf, WITH_LINK } from './contents.js';

const GMAIL_CLIPS_AT = 102_000;

describe.each(KINDS)('the %s email', (kind) => {
  it('has one button', () => {
    for (const count of [1, 10]) {
      const { html } = renderEmail(contentOf(kind, { count }));
      expect(linksOf(html).filter(({ button }) => button)).toHaveLength(1);
    }
  });

  it('writes an address as its owner does', () => {
    const { html, text } = renderEmail(contentOf(kind, { address: 'amt@xn--kln-sna.example' }));
    expect(`${html} ${text}`).not.toContain('xn--');
  });

  it('lets a long word break in every cell', () => {
    const { html } = renderEmail(contentOf(kind));
    const cells = html.match(/<td class="(?:card|masthead|footer)[^>]*>/g) ?? [];
    expect(cells.length).toBeGreaterThan(0);
    for (const cell of cells) expect(cell).toContain('overflow-wrap:anywhere');
  });

  it('renders to the same bytes every time', () => {
    const [once, again] = [renderEmail(contentOf(kind, { count: 7 })), renderEmail(contentOf(kind, { count: 7 }))];
    expect(again).toEqual(once);
  });

  it('shows names exactly as written, never as markup', () => {
    const { html, text } = renderEmail(contentOf(kind));
    expect(html).toContain('City of Springfield &lt;North&gt; &amp; &quot;South&quot;');
    expect(html).not.toMatch(/<North>|<b>|<i>|<Recreation>/);
    expect(text).toContain('City of Springfield <North> & "South"');
  });

  // The quotation mark is the worst case: six bytes of HTML for one character.
  it.each(['ä', '👩', '"'])(
    'stays under Gmail’s clipping limit with 500 accounts and long names made of %s',
    (letter) => {
      const name = letter.repeat(300);
      const names = { accountName: name, archiveName: name, ownerName: name, contactName: name, productName: name };
      const { html, text } = renderEmail(contentOf(kind, { count: 500, ...names }));
      expect(Buffer.byteLength(html)).toBeLessThan(100_000);
      expect(Buffer.byteLength(text)).toBeLessThan(GMAIL_CLIPS_AT);
    },
  );
});

describe.each(WITH_LINK)('the Personalized Link in the %s email', (kind) => {
  it('is the button’s target, unchanged', () => {
    const button = linksOf(renderEmail(contentOf(kind)).html).find((link) => link.button);
    expect(button?.href).toBe(LINK_PLACEHOLDER);
  });

  it('is on a line of its own in the text', () => {
    expect(renderEmail(contentOf(kind)).text.split('\n')).toContain(LINK_PLACEHOLDER);
  });

  it('keeps the URL around the placeholder', () => {
    const connectUrl = `https://relink.example/connect?account=a&b=2#${LINK_PLACEHOLDER}`;
    const { html, text } = renderEmail(contentOf(kind, { connectUrl }));
    expect(linksOf(html).find((link) => link.button)?.href).toBe(connectUrl);
    expect(text).toContain(`\n${connectUrl}\n`);
  });
});

describe('an email about disconnected accounts', () => {
  it.each(['first', 'reminder', 'disconnected_again', 'transferred'] as const)(
    'gives the network, remedy, and date of each disconnect (%s)',
    (kind) => {
      const listed = accounts(REASONS.length);
      const { html, text } = renderEmail(contentOf(kind, { count: REASONS.length }));
      for (const { network, reason } of listed)
        for (const words of [NETWORKS[network].label, reasonWords(reason, network, 'en').remedy]) {
          expect(text).toContain(words);
          expect(html).toContain(words);
        }
      expect(text).toContain('Nov 24, 2026, 1:06 PM CST');
    },
  );

  it('links to the dashboard only when administrators are copied', () => {
    expect(linksOf(renderEmail(contentOf('first')).html).map(({ href }) => href)).toContain(DASHBOARD);
    const alone = renderEmail(contentOf('first', { copied: false }));
    expect(linksOf(alone.html).map(({ href }) => href)).not.toContain(DASHBOARD);
    expect(alone.text).not.toContain(DASHBOARD);
  });

  it('lists 50 accounts and says how many more there are', () => {
    const { html, text } = renderEmail(contentOf('first', { count: 500, accountName: 'Account' }));
    for (const part of [html, text]) {
      expect(part).toContain('Account 50');
      expect(part).not.toContain('Account 51');
      expect(part).toContain('450 more accounts');
    }
  });
});

it('a notice to administrators never contains an owner’s link', () => {
  const { html, text } = renderEmail(contentOf('admin_notice', { ownerName: LINK_PLACEHOLDER }));
  expect(html + text).not.toContain(LINK_PLACEHOLDER);
});
