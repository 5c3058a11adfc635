/** Who did something, in the reader's language: as the subject of a sentence, or alone. */
import type { Actor } from '../domain/actor.js';
import type { Locale } from '../domain/locales.js';
import { messagesIn } from './index.js';

/** What Relink did itself is "Automatic", alone: sentences about it have no actor. */
export function actorWords(locale: Locale, { kind, name, through }: Actor): string {
  const { actors } = messagesIn(locale);
  switch (kind) {
    case 'user':
      return through ? actors.throughKey({ name, key: through.name }) : name;
    case 'archive':
    case 'link':
      return actors[kind]({ name });
    case 'network':
      return name;
    default:
      return actors[kind];
  }
}
