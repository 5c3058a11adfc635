/** What an inbox shows: the subject, which says what happened and where, followed by a preview that adds to it. */
import { describe, expect, it } from '@jest/globals';
import { LOCALES, type Locale } from '../../domain/locales.js';
import type { EmailContent } from '../../emails/content.js';
import { surgeHoldNoticeWords } from '../../emails/notices.js';
import { renderEmail } from '../../emails/render.js';
import { contentOf, KINDS } from './contents.js';

const FIRST = 'ArchiveSocial: Immediate action required - Please reconnect your account(s)';
const REMINDER = 'Action required: Reconnect account';

/** The article's subjects, to the letter: people have filters for them. */
describe('the subject', () => {
  it.each([1, 2, 500])('of the first email is the help article’s (accounts: %i)', (count) => {
    expect(renderEmail(contentOf('first', { count })).subject).toBe(FIRST);
  });

  it('of the first email uses the archive’s own product name', () => {
    const { subject } = renderEmail(contentOf('first', { productName: 'Records & Co' }));
    expect(subject).toBe('Records & Co: Immediate action required - Please reconnect your account(s)');
  });

  it.each([1, 2, 3, 4, 5])('of reminder %i is the help article’s', (number) => {
    expect(renderEmail(contentOf('reminder', { number })).subject).toBe(REMINDER);
  });

  it('of an email to a new owner is the same as the first email’s', () => {
    expect(renderEmail(contentOf('transferred')).subject).toBe(FIRST);
  });

  it('stays on one line even if a name contains a line break', () => {
    const content = contentOf('first', { productName: 'Archive\r\nBcc: everybody@example.org' });
    expect(renderEmail(content).subject).not.toMatch(/[\r\n]/);
  });
});

const NAMES = { archiveName: 'City of Springfield', ownerName: 'Dana', accountName: 'City Hall', contactName: 'Marge' };

/** Extracts the preview, which is hidden at the top of the page. */
function inInbox(content: EmailContent): { subject: string; preview: string } {
  const { subject, html } = renderEmail(content);
  const hidden = /<body[^>]*><div[^>]*>([^<]*)<\/div>/.exec(html)![1]!;
  return { subject, preview: hidden.replaceAll('\u200c', '').trim() };
}

describe.each([
  ['en', 'first', 'City Hall (Facebook Page) is disconnected', '2 City of Springfield accounts are disconnected'],
  [
    'es',
    'first',
    'La cuenta City Hall (página de Facebook) está desconectada',
    '2 cuentas de City of Springfield están',
  ],
  [
    'en',
    'reminder',
    'has been disconnected since Nov 24, 2026',
    '2 City of Springfield accounts are still disconnected',
  ],
  ['es', 'reminder', 'desde el 24 de noviembre de 2026', '2 cuentas de City of Springfield siguen desconectadas'],
] as const)('an email with the help article’s subject (%s, %s)', (locale, kind, one, several) => {
  it('says in its preview what happened to which account', () => {
    expect(inInbox(contentOf(kind, { ...NAMES, locale })).preview).toContain(one);
    expect(inInbox(contentOf(kind, { ...NAMES, locale, count: 2 })).preview).toContain(several);
  });
});

it.each([
  ['en', 'disconnected_again', 1, 'Action required: City Hall (Facebook Page) was disconnected again'],
  ['en', 'disconnected_again', 3, 'Action required: 3 City of Springfield accounts were disconnected again'],
  [
    'es',
    'disconnected_again',
    1,
    'Se requiere acción: la cuenta City Hall (página de Facebook) se desconectó otra vez',
  ],
  ['en', 'reconnected', 1, 'City Hall (Facebook Page) has been reconnected'],
  ['en', 'reconnected', 1200, '1,200 City of Springfield accounts have been reconnected'],
  ['es', 'reconnected', 1200, 'Se reconectaron 1,200 cuentas de City of Springfield'],
  ['en', 'moved', 1, '4 City of Springfield accounts are now yours'],
  ['es', 'moved', 1, '4 cuentas de City of Springfield ahora están a su cargo'],
  ['en', 'expiring', 1, 'Permission to archive City Hall (Facebook Page) expires on Nov 24, 2026'],
  ['es', 'expiring', 3, 'El permiso para archivar 3 cuentas de City of Springfield vence pronto'],
  ['en', 'weekly_summary', 1, 'Weekly error summary for City of Springfield: 1 account is disconnected'],
  ['es', 'weekly_summary', 0, 'Resumen semanal de errores de City of Springfield: no hay cuentas desconectadas'],
  ['en', 'link', 1, 'You’re now an Account Owner for City of Springfield'],
  ['en', 'sign_in', 1, 'Your link to sign in to City of Springfield’s archive'],
  ['es', 'invitation', 1, 'Ya puede iniciar sesión en el archivo de redes sociales de City of Springfield'],
  ['en', 'admin_notice', 1, 'We can’t reach Dana, an Account Owner for City of Springfield, by email'],
  ['en', 'security_notice', 1, 'Dana’s role was changed (City of Springfield)'],
  ['es', 'security_notice', 3, 'Se cambiaron los roles de 3 personas (City of Springfield)'],
] as const)('the subject says what happened and where (%s, %s, accounts: %i)', (locale, kind, count, subject) => {
  expect(inInbox(contentOf(kind, { ...NAMES, locale, count })).subject).toBe(subject);
});

it.each([
  ['en', 'Emails on hold: 60 Facebook Pages at City of Springfield were reported disconnected'],
  ['es', 'Correos retenidos: hay avisos de desconexión de 60 páginas de Facebook de City of Springfield'],
] as const)('the subject of a surge hold notice counts accounts by type (%s)', (locale: Locale, subject) => {
  const { archiveName } = NAMES;
  const until = '2026-11-24T21:00:00Z';
  const counts = { reported: 60, accounts: 120, minutes: 10, until, surgeHoldUrl: 'https://relink.example' };
  const about = { locale, timeZone: 'UTC', archiveName, network: 'facebook_page' as const };
  expect(surgeHoldNoticeWords({ ...about, ...counts }).subject).toBe(subject);
});

describe.each(LOCALES)('the preview (%s)', (locale) => {
  it.each(KINDS)('of the %s email repeats neither its subject nor its opening', (kind) => {
    for (const count of [1, 3]) {
      const content = contentOf(kind, { ...NAMES, locale, count });
      const { subject, preview } = inInbox(content);
      const paragraphs = renderEmail(content).text.split('\n\n');
      expect(preview.length).toBeGreaterThan(20);
      expect(subject).not.toContain(preview);
      for (const paragraph of paragraphs.slice(0, 2)) expect(paragraph.startsWith(preview)).toBe(false);
    }
  });
});
