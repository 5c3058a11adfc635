/** Each field problem code is produced somewhere, and no schema has a sentence in its place, which no one would read. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';
import { messagesIn } from '../../i18n/index.js';
import { NewApiKeyInput } from '../../services/access/api-keys.js';
import { ArchiveSettingsInput } from '../../services/archives/settings.js';
import { check } from '../../services/input/validate.js';

/** Where input is validated. The environment has its own sentences, which the operator reads as they are (platform/config.ts). */
const SOURCES = ['domain', 'services', 'http', 'api', 'web'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.join(folder, name)),
);

/** From all sources: each string that is a value and not a type, with the name of the property that it is assigned to. */
const strings = SOURCES.flatMap((file) => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const usesSchemas = source.statements.some(
    (one) =>
      ts.isImportDeclaration(one) && ts.isStringLiteral(one.moduleSpecifier) && one.moduleSpecifier.text === 'zod',
  );
  const found: { file: string; usesSchemas: boolean; property: string | null; text: string }[] = [];
  const walk = (node: ts.Node): void => {
    const { parent } = node;
    if (ts.isStringLiteralLike(node) && !ts.isLiteralTypeNode(parent)) {
      const property = ts.isPropertyAssignment(parent) && parent.initializer === node ? parent.name.getText() : null;
      found.push({ file, usesSchemas, property, text: node.text });
    }
    ts.forEachChild(node, walk);
  };
  walk(source);
  return found;
});

test('every code is produced by a schema or rule', () => {
  const made = new Set(strings.map(({ text }) => text));
  expect(Object.keys(messagesIn('en').refusals.fields).filter((code) => !made.has(code))).toEqual([]);
});

test('no schema has an error message of its own', () => {
  const own = strings.filter(
    ({ usesSchemas, property }) => usesSchemas && (property === 'error' || property === 'message'),
  );
  expect(own).toEqual([]);
});

test.each([
  ['an API key without permissions', NewApiKeyInput, { name: 'Exports', scopes: [] }, 'scopes', 'no_scope'],
  ['a name with only zero-width spaces', ArchiveSettingsInput, { name: '\u200b\u2060' }, 'name', 'empty'],
  ['a name with only a Hangul filler', ArchiveSettingsInput, { name: '\u3164' }, 'name', 'empty'],
  ['a web address as a name', ArchiveSettingsInput, { name: 'https://evil.example' }, 'name', 'contains_link'],
  ['a link as the product’s name', ArchiveSettingsInput, { productName: 'www.evil' }, 'productName', 'contains_link'],
  ['a path as the sender’s name', ArchiveSettingsInput, { senderName: 'x.com/pay' }, 'senderName', 'contains_link'],
  [
    'angle brackets in the sender’s name',
    ArchiveSettingsInput,
    { senderName: 'Records <a@b.example>' },
    'senderName',
    'angle_brackets',
  ],
])('refuses %s with a specific code', (_what, schema, value, field, code) => {
  expect(check(schema, value).problems).toEqual([{ path: field, code, params: {} }]);
});
