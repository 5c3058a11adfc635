import { expect, test } from '@jest/globals';
import { formatDuration } from '../../i18n/durations.js';
import { messagesIn } from '../../i18n/index.js';
import { emailCounts } from '../../web/pages/list/email-counts.js';
import { I18N } from '../../web/render/i18n.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test.each([
  [29_000, 'less than a minute', 'menos de un minuto'],
  [MINUTE, '1 minute', '1 minuto'],
  [89 * MINUTE, '89 minutes', '89 minutos'],
  [90 * MINUTE, '2 hours', '2 horas'],
  [47 * HOUR, '47 hours', '47 horas'],
  [48 * HOUR, '2 days', '2 días'],
  [1500 * 24 * HOUR, '1,500 days', '1,500 días'],
])('%i ms is written as “%s” in English and “%s” in Spanish', (ms, english, spanish) => {
  expect([formatDuration(ms, 'en'), formatDuration(ms, 'es')]).toEqual([english, spanish]);
});

test.each([
  [{ waiting: 0, sent: 0, delivered: 0, failed: 0 }, 'No emails sent yet', 'Todavía no se ha enviado ningún correo'],
  [{ waiting: 0, sent: 1, delivered: 1, failed: 0 }, '1 email sent · 1 delivered', '1 correo enviado · 1 entregado'],
  [{ waiting: 1, sent: 0, delivered: 0, failed: 0 }, '1 email is about to be sent', '1 correo por enviar'],
  [
    { waiting: 1, sent: 2, delivered: 0, failed: 0 },
    '1 email is about to be sent · 2 emails sent',
    '1 correo por enviar · 2 correos enviados',
  ],
  [
    { waiting: 0, sent: 3, delivered: 0, failed: 2 },
    '3 emails sent · 2 not delivered',
    '3 correos enviados · 2 no entregados',
  ],
])('the summary of emails leaves out zero counts: %j', (counts, english, spanish) => {
  expect([emailCounts(I18N.en, counts), emailCounts(I18N.es, counts)]).toEqual([english, spanish]);
});

test('the notice counts days from the oldest disconnect, and says “today”', () => {
  const { accounts } = messagesIn('en').dashboard.notice;
  expect(accounts({ n: 1, day: 'Nov 27', days: 0 })).toBe('1 account disconnected since Nov 27 (today)');
  expect(accounts({ n: 2, day: 'Nov 26', days: 1 })).toBe('2 accounts disconnected, the longest since Nov 26 (1 day)');
});
