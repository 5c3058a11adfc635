/** Nothing that production runs is only for development. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import ts from 'typescript';
import { buildOnce } from '../rig/build.js';

const DIST = path.resolve('dist');
/** The embedded PostgreSQL and Temporal, the inbox, the simulated networks, seeds, the demo, and screenshots are all in dev/. */
const NEVER_SHIPPED = /^(dev|test|bench|scripts)\/|^start\.js/;

let files: string[];
beforeAll(async () => {
  await buildOnce();
  files = readdirSync(DIST, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(DIST, path.join(entry.parentPath, entry.name)));
});

/** Returns each module with what it imports, except the workflow bundle, which imports nothing. */
function importsOfDist(): { module: string; specifier: string }[] {
  const modules = files.filter((file) => file.endsWith('.js') && !/^(web\/assets\/|workflow-bundle\.js)/.test(file));
  return modules.flatMap((module) => {
    const source = readFileSync(path.join(DIST, module), 'utf8');
    return ts.preProcessFile(source).importedFiles.map(({ fileName }) => ({ module, specifier: fileName }));
  });
}

test('no file from dev/, test/, bench/, or scripts/ is shipped', () => {
  expect(files).toEqual(expect.arrayContaining(['server.js', 'worker.js', 'relink.js', 'workflow-bundle.js']));
  expect(files.filter((file) => NEVER_SHIPPED.test(file))).toEqual([]);
});

test('everything that a module imports is shipped', () => {
  const relative = importsOfDist().filter(({ specifier }) => specifier.startsWith('.'));
  expect(relative.length).toBeGreaterThan(1000);
  const missing = relative.filter(
    ({ module, specifier }) => !existsSync(path.resolve(DIST, path.dirname(module), specifier)),
  );
  expect(missing).toEqual([]);
});

test('no module imports a development dependency', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
  const known = new Set([...Object.keys(dependencies), ...builtinModules]);
  const packageOf = (specifier: string) => specifier.replace(/^node:/, '').replace(/^((@[^/]+\/)?[^/]+).*/, '$1');
  const others = importsOfDist().filter(
    ({ specifier }) => !specifier.startsWith('.') && !known.has(packageOf(specifier)),
  );
  expect(others).toEqual([]);
});
