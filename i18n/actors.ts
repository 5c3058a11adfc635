/** Names the actor of an event in the reader's language, either as the subject of a sentence or on its own. */
import type { Actor } from '../domain/actor.js';
import type { Locale } from '../domain/locales.js';
import { messagesIn } from './index.js';

/** Returns "Automatic" on its own for something Relink did, because sentences about that have no actor. */
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
