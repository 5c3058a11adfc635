/** The messages follow the glossary: one name for each thing, in the English and Spanish of their readers. */
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { describe, expect, test } from '@jest/globals';
import { LOCALES, type Locale } from '../../domain/locales.js';
import type { Source } from '../../i18n/compile.js';
import { readMessages } from '../../i18n/index.js';

type Leaf = [key: string, text: string];

const leavesOf = (source: Source, key = ''): Leaf[] =>
  typeof source === 'string'
    ? [[key, source]]
    : Object.entries(source).flatMap(([name, inner]) => leavesOf(inner, key === '' ? name : `${key}.${name}`));

const MESSAGES = Object.fromEntries(LOCALES.map((locale) => [locale, leavesOf(readMessages(locale))])) as Record<
  Locale,
  Leaf[]
>;

/** The text that is read, without the names of parameters and choices. */
function textOf(message: string): string {
  const said = (elements: MessageFormatElement[]): string =>
    elements
      .map((element) => {
        if (element.type === TYPE.literal) return element.value;
        if (element.type !== TYPE.plural && element.type !== TYPE.select) return '…';
        return Object.values(element.options)
          .map(({ value }) => said(value))
          .join(' / ');
      })
      .join('');
  return said(parse(message, { ignoreTag: true }));
}

/** The API's own terms, which engineers read in English whatever the language. */
const TO_ENGINEERS =
  /^refusals\.(requests|fields)\.|^refusals\..*\.(api|reconnect|report|reconnected|api_key_shown_once|no_credential)$|^settings\.(keys|signIn)|^help\.(apiKeys|singleSignOn|keys)/;

const found = (locale: Locale, pattern: RegExp, except = /^$/) =>
  MESSAGES[locale]
    .filter(([key, text]) => !except.test(key) && pattern.test(textOf(text)))
    .map(([key, text]) => `${key}: ${text}`);

describe('English', () => {
  test.each([
    ['mention of Relink', /\bRelink\b/],
    [
      'British spelling or words',
      /\b(un)?tick(s|ed|ing)?\b|\brecognis|\borganis|\bcolour|\bcentre\b|switch(ed)? (on|off)/i,
    ],
    ['“the network” in place of its name', /\bthe network('s|’s)?\b(?! itself)/i],
    ['“somebody” or “nobody”', /\b(some|no|any|every)body\b/i],
    ['“mailbox”', /\bmail ?box\b/i],
    ['“connected again”', /\bconnected again\b/i],
    // The state of an imported account is named as the archive's own people name it.
    ['“capture” for “archive”', /^(?!Captured by your archive, not yet authorized here$).*\bcaptur(e|es|ed|ing)\b/i],
    ['straight quotation marks or apostrophes', /\w'\w|"/],
    ['a period or comma after a closing quotation mark', /”[.,]/],
    [
      'list of three without a comma before “and” or “or”',
      /\b\w+s, \w+s (and|or) |\d, \d+ (and|or) |\b[A-Z]\w*, [A-Z]\w* (and|or) /,
    ],
    ['“for example” without a comma after it', /\bfor example(?![,:])/i],
  ])('has no %s', (_what, pattern) => {
    expect(found('en', pattern, TO_ENGINEERS)).toEqual([]);
  });
});

describe('Spanish', () => {
  test.each([
    ['mention of Relink', /\bRelink\b/],
    ['“titular,” except of a profile', /^(?!.*\bperfil).*\btitular(es)?\b/i],
    ['“volver a conectar”', /\bv(olver|uelv[aeo]n?|olvió) a conectar/i],
    ['“la red” for a social network', /\b(la|una|cada|su) red(?! social)\b/i],
    ['“conectada de nuevo”', /(conectad|desconectad)[ao]s? de nuevo/i],
    ['“capturar”', /\bcaptur(a|ar|ad[ao]s?|an)\b/i],
    ['“perfil principal”', /\bperfil(es)? principal(es)?\b/i],
    ['“a nombre de”', /\ba nombre de\b/i],
    ['“notificar” or “comunicar” for reports', /\b(notific(ó|ar|ad[ao]s?)|comunic(ó|ad[ao]s?))\b/i],
    ['“pulse,” “compruebe,” or “buzón”', /\b(pulse|compruebe|buzón)\b/i],
    ['compound past tense', /\b(ha|han) (caducado|vencido|terminado|cambiado)\b/i],
    ['guillemets or straight quotation marks', /[«»"]/],
    ['“tú”', /(?<!\p{L})(tú|tus|tuyo|tienes|puedes|quieres|contigo)(?!\p{L})/iu],
    ['“abrir el archivo” without “de redes”', /\babrir el archivo\b(?! de redes)/i],
    [
      'English',
      /(?<![\p{L}_])(the|your|you|and|with|account|owner|sign|address|help|reconnect|connected|days?|is|are|not|this)(?![\p{L}_])/iu,
    ],
  ])('has no %s', (_what, pattern) => {
    expect(found('es', pattern, TO_ENGINEERS)).toEqual([]);
  });
});

/** What the networks decide, the default plan, and what a day is. */
const NOT_OURS = /^help\.(networks|emailSeries)\.|^settings\.series\.daysHint|^help\.emails\.sections\.others/;

test.each(LOCALES)('no message in %s spells out a period that the code enforces', (locale) => {
  const period = /\d (seconds?|minutes?|hours?|days|months|segundos?|minutos?|horas?|días|meses)\b/;
  expect(found(locale, period, NOT_OURS)).toEqual([]);
});

test('no Spanish message is the same as the English one, except for names and numbers', () => {
  const english = new Map(MESSAGES.en);
  const same = MESSAGES.es.filter(
    ([key, text]) => /\p{L}{3}.* .*\p{L}{3}/u.test(textOf(text)) && english.get(key) === text,
  );
  expect(same).toEqual([]);
});
