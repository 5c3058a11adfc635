/** Who did something, as the subject of a sentence, in the reader's language. */
import type { Actor } from '../domain/actor.js';
import type { Locale } from '../domain/locales.js';

interface ActorWords {
  archive: string;
  archiveKey: (key: string) => string;
  link: (owner: string) => string;
  throughKey: (person: string, key: string) => string;
  relink: string;
  provider: string;
  operator: (name: string) => string;
  network: (name: string) => string;
}

const ENGLISH: ActorWords = {
  archive: 'The archive',
  archiveKey: (key) => `The archive (with the API key ${key})`,
  link: (owner) => `Somebody with the Personalized Link of ${owner}`,
  throughKey: (person, key) => `${person} (through the API key ${key})`,
  relink: 'Relink',
  provider: 'The email provider',
  operator: (name) => `The operator of Relink (${name})`,
  network: (name) => `The network (${name})`,
};

const SPANISH: ActorWords = {
  archive: 'El archivo',
  archiveKey: (key) => `El archivo (con la clave de la API ${key})`,
  link: (owner) => `Alguien con el enlace personal de ${owner}`,
  throughKey: (person, key) => `${person} (por medio de la clave de la API ${key})`,
  relink: 'Relink',
  provider: 'El proveedor de correo',
  operator: (name) => `El operador de Relink (${name})`,
  network: (name) => `La red (${name})`,
};

const WORDS: Record<Locale, ActorWords> = { en: ENGLISH, es: SPANISH };

export function actorWords(locale: Locale, { kind, name, through }: Actor): string {
  const words = WORDS[locale];
  switch (kind) {
    case 'archive':
      return name === '' ? words.archive : words.archiveKey(name);
    case 'user':
      return through ? words.throughKey(name, through.name) : name;
    case 'link':
    case 'operator':
    case 'network':
      return words[kind](name);
    default:
      return words[kind];
  }
}
