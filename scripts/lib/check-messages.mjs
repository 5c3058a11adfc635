/**
 * Finds problems in the messages of a file, and the parameters of each message: across all languages, because one language might count a
 * value that another only shows.
 */
import { messagesOf, parametersOf } from './message-files.mjs';

/**
 * @param file "emails/letters"
 * @param sources the content of the file in each language, undefined where it is missing. English comes first: the others are checked
 * against it.
 * @returns the parameters of each key, with their types, and each problem as a sentence
 */
export function checkMessages(file, sources) {
  const types = new Map();
  const problems = [];
  const [[source]] = Object.entries(sources);
  for (const [language, messages] of Object.entries(sources)) {
    const where = `i18n/${language}/${file}.json`;
    if (messages === undefined) {
      problems.push(`${where} is missing`);
      continue;
    }
    const keys = new Set();
    for (const [key, message] of messagesOf(messages)) {
      keys.add(key);
      if (message.trim() !== message || message === '')
        problems.push(`${where}: ${key} is empty or has spaces around it`);
      const parameters = parse(message, (error) => problems.push(`${where}: ${key}: ${error}`));
      if (language === source) types.set(key, parameters);
      else problems.push(...differences(types.get(key), parameters).map((text) => `${where}: ${key} ${text}`));
    }
    for (const key of types.keys()) if (!keys.has(key)) problems.push(`${where}: ${key} is missing`);
  }
  return { types, problems };
}

function parse(message, fail) {
  try {
    return parametersOf(message);
  } catch (error) {
    fail(error.message);
    return new Map();
  }
}

/**
 * Compares parameters: every language takes the ones that English takes. If a language counts what English only shows, the type is a number
 * for both.
 */
function differences(english, other) {
  if (!english) return ['is in no English file'];
  const found = [];
  for (const [name, type] of other) {
    const known = english.get(name);
    if (known === undefined) found.push(`takes {${name}}, which the English doesn’t`);
    else if (known === 'string') english.set(name, type);
    else if (type !== 'string' && String(type) !== String(known))
      found.push(`takes {${name}} as ${type}, but the English takes it as ${known}`);
  }
  for (const name of english.keys()) if (!other.has(name)) found.push(`lacks {${name}}`);
  return found;
}
