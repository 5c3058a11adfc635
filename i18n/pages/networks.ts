/** The networks as a spreadsheet writes them, in English whatever the language of the page: "Facebook Page, Instagram, … or YouTube". */
import type { Locale } from '../../domain/locales.js';
import { NETWORKS } from '../../domain/networks.js';

export const networkChoice = (locale: Locale): string =>
  new Intl.ListFormat(locale === 'en' ? 'en-GB' : locale, { type: 'disjunction' }).format(
    Object.values(NETWORKS).map(({ label }) => label),
  );
