/** Every word of an email is in a catalog: in the pseudo-language, only names, addresses, and symbols remain. */
import { beforeAll, expect, it } from '@jest/globals';
import { renderEmail } from '../../emails/render.js';
import { outsideOfBrackets, speakPseudo } from '../rig/pseudo-language.js';
import { contentOf, KINDS } from './contents.js';

const NAMES = { archiveName: 'Q1', ownerName: 'Q2', accountName: 'Q3', contactName: 'Q4', productName: 'Q5' };
const IGNORED = /https?:\S+|\S+@\S+|__RELINK_LINK__|&#?\w+;|Q\d/g;

beforeAll(() => speakPseudo('es'));

it.each(KINDS)('the %s email contains no text from outside the catalogs', (kind) => {
  for (const count of [1, 2, 70]) {
    const { subject, html, text } = renderEmail(contentOf(kind, { ...NAMES, locale: 'es', count }));
    const page = html.replace(/<(style|title)>.*?<\/\1>/gs, '').replaceAll(/<[^>]+>/g, ' ');
    for (const part of [subject, page, text])
      expect(outsideOfBrackets(part).replaceAll(IGNORED, '')).not.toMatch(/\p{L}/u);
  }
});
