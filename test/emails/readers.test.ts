/** An email addresses its reader: no one is told to ask themselves, and administrators aren't called the Account Owner. */
import { describe, expect, it } from '@jest/globals';
import { LOCALES } from '../../domain/locales.js';
import type { EmailContent, FirstEmail, ReminderEmail, ReconnectedEmail } from '../../emails/content.js';
import { renderEmail } from '../../emails/render.js';
import { contentOf, DASHBOARD, KINDS, linksOf } from './contents.js';

const NAMES = { archiveName: 'Q1', ownerName: 'Q2', accountName: 'Q3', contactName: 'Q4', productName: 'Q5' };
const CONTACT = 'Q4 (marge@springfield.example)';

/** An email that only administrators get, because the owner's address is dead. */
const forAdministrators = (kind: 'first' | 'reminder' | 'reconnected', locale: 'en' | 'es' = 'en'): EmailContent => ({
  ...(contentOf(kind, { ...NAMES, locale }) as FirstEmail | ReminderEmail | ReconnectedEmail),
  connectUrl: null,
});

describe.each(LOCALES)('the contact for questions (%s)', (locale) => {
  it.each(KINDS.filter((kind) => kind !== 'admin_notice' && kind !== 'weekly_summary'))(
    'is named in the %s email unless the reader is the contact',
    (kind) => {
      const content = contentOf(kind, { ...NAMES, locale });
      const named = renderEmail(content);
      for (const part of [named.html, named.text]) expect(part).toContain(CONTACT);
      const { html, text } = renderEmail({ ...content, contact: undefined });
      for (const part of [html, text]) {
        expect(part).not.toContain('marge@springfield.example');
        expect(part).not.toMatch(/Questions|¿Tiene preguntas/);
      }
    },
  );
});

describe('an email that only administrators get', () => {
  it.each(['first', 'reminder', 'reconnected'] as const)(
    'has a button to the dashboard instead of the owner’s link (%s)',
    (kind) => {
      const { html, text } = renderEmail(forAdministrators(kind));
      const [button, ...others] = linksOf(html).filter((link) => link.button);
      expect([button?.href, others]).toEqual([DASHBOARD, []]);
      expect(text).toContain(`See Q2’s accounts:\n${DASHBOARD}\n`);
      expect(text).not.toContain('Hello Q2');
      expect(text).not.toContain('you’re the Account Owner');
    },
  );

  it.each(['first', 'reminder'] as const)(
    'says in both languages that emails to the owner aren’t delivered (%s)',
    (kind) => {
      expect(renderEmail(forAdministrators(kind)).text).toContain('our emails to Q2 aren’t delivered');
      expect(renderEmail(forAdministrators(kind, 'es')).text).toContain('nuestros correos no le llegan');
    },
  );
});
