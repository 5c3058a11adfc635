/** Problems with the days of a series: each sentence names its email, in every language. */
import { expect, test } from '@jest/globals';
import { messagesIn } from '../../i18n/index.js';
import { seriesProblems } from '../../web/forms/series-form.js';

const DAYS = ['2', '7', '12', '17', '22'];
const [EN, ES] = [
  {
    whole: 'Enter a whole number of days until email 3.',
    later: 'Email 4 must come after day 7. Each email comes later than the one before.',
    nextWhole: 'Enter a whole number of days until the next series.',
    nextLater: 'The next series must begin after day 22, when the last email is sent.',
    nextTooLong: 'The next series must begin within 366 days.',
  },
  {
    whole: 'Escriba un número entero de días hasta el correo 3.',
    later: 'El correo 4 debe ser posterior al día 7. Cada correo se envía después del anterior.',
    nextWhole: 'Escriba un número entero de días hasta la serie siguiente.',
    nextLater: 'La serie siguiente debe empezar después del día 22, cuando se envía el último correo.',
    nextTooLong: 'La serie siguiente debe empezar en 366 días como máximo.',
  },
];

test.each([
  ['whole', 'day2', DAYS.with(1, 'seven'), '27'],
  ['later', 'day3', DAYS.with(2, '6'), '27'],
  ['nextWhole', 'next', DAYS, '2.5'],
  ['nextLater', 'next', DAYS, '22'],
  ['nextTooLong', 'next', DAYS, '367'],
] as const)('the series form reports the problem “%s” in both languages', (problem, path, days, next) => {
  const form = { days: [...days], next };
  expect(seriesProblems(form, messagesIn('en'))).toEqual([{ path, message: EN[problem] }]);
  expect(seriesProblems(form, messagesIn('es'))).toEqual([{ path, message: ES[problem] }]);
});
