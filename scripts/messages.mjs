/**
 * `npm run messages`: generates the message types (i18n/messages/) from the English messages and checks the other languages against them.
 * With `--check`, nothing is written, and messages that no code uses are reported too.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { checkMessages } from './lib/check-messages.mjs';
import {
  camelCase,
  filesOf,
  isNumberOfOurs,
  LANGUAGES,
  messagesOf,
  pascalCase,
  read,
  ROOT,
} from './lib/message-files.mjs';
import { unusedMessages } from './lib/unused-messages.mjs';

const SOURCE = 'en';
const TYPES = path.join(ROOT, 'i18n/messages');
const check = process.argv.includes('--check');
const problems = [];

const ALL = [SOURCE, ...LANGUAGES.filter((other) => other !== SOURCE)];

/** Returns each key of a file, across all languages, with the type of each of its parameters. */
function typesOf(file) {
  const sources = ALL.map((language) => [
    language,
    filesOf(language).includes(file) ? read(language, file) : undefined,
  ]);
  const found = checkMessages(file, Object.fromEntries(sources));
  problems.push(...found.problems);
  return found.types;
}

const typeOf = (type) => (Array.isArray(type) ? type.map((choice) => `'${choice}'`).join(' | ') : type);
const property = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`);

function declare(source, types, key) {
  if (typeof source === 'string') {
    const parameters = [...(types.get(key) ?? [])].filter(([name]) => !isNumberOfOurs(name));
    if (parameters.length === 0) return 'string';
    return `(values: { ${parameters.map(([name, type]) => `${property(name)}: ${typeOf(type)}`).join('; ')} }) => string`;
  }
  if (Array.isArray(source)) {
    for (const [i, one] of source.entries())
      if (
        declare(one, types, `${key}.${i}`) !== declare(source[0], types, `${key}.0`) ||
        (typeof one === 'object' && !Array.isArray(one))
      )
        problems.push(`${key}: a list can only have texts without parameters; use keys instead`);
    return `readonly ${Array.isArray(source[0]) ? '(readonly string[])' : 'string'}[]`;
  }
  const inner = Object.entries(source).map(
    ([name, value]) => `${property(name)}: ${declare(value, types, key === '' ? name : `${key}.${name}`)};`,
  );
  return `{ ${inner.join('\n')} }`;
}

/** Returns the generated type files, by path. */
function declarations() {
  const written = new Map();
  const files = filesOf(SOURCE);
  for (const language of LANGUAGES)
    for (const file of filesOf(language))
      if (!files.includes(file)) problems.push(`i18n/${language}/${file}.json has no English file`);
  const folders = new Map([['', []]]);
  for (const file of files) {
    const body = declare(read(SOURCE, file), typesOf(file), '');
    written.set(
      `${file}.ts`,
      `/** Made by \`npm run messages\` of i18n/${SOURCE}/${file}.json. */\nexport type ${pascalCase(path.basename(file))} = ${body};\n`,
    );
    const folder = path.dirname(file) === '.' ? '' : path.dirname(file);
    if (folder !== '' && !folders.has(folder)) {
      folders.set(folder, []);
      folders.get('').push({ name: folder, from: `./${folder}/index.js` });
    }
    folders.get(folder).push({ name: path.basename(file), from: `./${path.basename(file)}.js` });
  }
  for (const [folder, parts] of folders) {
    const name = folder === '' ? 'Messages' : pascalCase(folder);
    const sorted = parts.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    written.set(
      path.join(folder, 'index.ts'),
      `/** Made by \`npm run messages\` of the files in i18n/${SOURCE}/${folder}. */\n` +
        sorted.map((part) => `import type { ${pascalCase(part.name)} } from '${part.from}';\n`).join('') +
        `\nexport type ${name} = {\n${sorted.map((part) => `${camelCase(part.name)}: ${pascalCase(part.name)};`).join('\n')}\n}\n`,
    );
  }
  return written;
}

const made = declarations();
const config = await resolveConfig(path.join(TYPES, 'index.ts'));
const formatted = new Map();
for (const [file, text] of made) formatted.set(file, await format(text, { ...config, parser: 'typescript' }));

if (check) {
  for (const [file, text] of formatted) {
    const at = path.join(TYPES, file);
    if (!existsSync(at) || readFileSync(at, 'utf8') !== text)
      problems.push(`i18n/messages/${file} is out of date. Run \`npm run messages\`.`);
  }
  problems.push(...unusedMessages().map((key) => `${key} isn’t used anywhere`));
} else {
  rmSync(TYPES, { recursive: true, force: true });
  for (const [file, text] of formatted) {
    const at = path.join(TYPES, file);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, text);
  }
}

for (const problem of problems) console.error(problem);
const count = filesOf(SOURCE).reduce((sum, file) => sum + [...messagesOf(read(SOURCE, file))].length, 0);
console.log(
  `${count} messages in ${LANGUAGES.join(', ')}: ${problems.length === 0 ? 'complete' : `${problems.length} problems`}`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
