import { expect, test } from '@jest/globals';
import path from 'node:path';
import { shownFile } from '../../dev/stack/shown-file.js';

test.each([
  ['inside the current folder', path.resolve('.relink/keys'), path.join('.relink', 'keys')],
  ['with a name that begins with dots', path.resolve('..data'), '..data'],
  ['elsewhere', '/var/lib/relink', '/var/lib/relink'],
  ['next to the current folder', path.resolve('../relink-data'), path.resolve('../relink-data')],
  ['the current folder itself', process.cwd(), process.cwd()],
])('an operator reads where the data is, in a folder %s', (_where, folder, shown) => {
  expect(shownFile(folder)).toBe(shown);
});
