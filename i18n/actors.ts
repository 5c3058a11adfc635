/** Who did something, as the subject of a sentence, in the reader's language. */
import type { Actor } from '../domain/actor.js';
import type { Locale } from '../domain/locales.js';

interface ActorWords {
  archive: (key: string) => string;
  link: (owner: string) => string;
  throughKey: (person: string, key: string) => string;
  relink: string;
  provider: string;
  operator: (name: string) => string;
  network: (name: string) => string;
}

const ENGLISH: ActorWords = {
  archive: (key) => `The archive (with the API key ${key})`,
  link: (owner) => `Somebody with the Personalized Link of ${owner}`,
  throughKey: (person, key) => `${person} (through the API key ${key})`,
  relink: 'Relink',
  provider: 'The email provider',
  operator: (name) => `The operator of Relink (${name})`,
  network: (name) => `The network (${name})`,
};

const SPANISH: ActorWords = {
  archive: (key) => `El archivo (con la clave de la API ${key})`,
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
    case 'user':
      return through ? words.throughKey(name, through.name) : name;
    case 'archive':
    case 'link':
    case 'operator':
    case 'network':
      return words[kind](name);
    default:
      return words[kind];
  }
}

/** As the API records them, in English: a reconnect by a visitor is "through the Personalized Link of" its owner. */
export function recordedAs({ kind, name, through }: Actor): string {
  if (kind === 'archive') return `API key "${name}"`;
  if (kind === 'link') return `through the Personalized Link of ${name}`;
  return through ? `${name} through the API key "${through.name}" (${through.id})` : name;
}
