/** What never gets into an image: the build copies everything that .dockerignore doesn't leave out. */
import { readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { expect, test } from '@jest/globals';

/** The last line that matches decides, as in Docker. A pattern also leaves out what is below it. */
function isLeftOut(path: string): boolean {
  const lines = readFileSync('.dockerignore', 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const parents = path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
  return lines.reduce((left, line) => {
    const pattern = line.replace(/^!/, '');
    return parents.some((one) => matchesGlob(one, pattern)) ? !line.startsWith('!') : left;
  }, false);
}

test.each([
  '.env',
  '.env.local',
  '.env.production',
  'deploy/.env',
  'deploy/old/.env.backup',
  'temporal-client.key',
  'certificates/temporal.pem',
  '.relink/keys.json',
  '.git/config',
])('%s stays out', (path) => {
  expect(isLeftOut(path)).toBe(true);
});

test.each(['server.ts', 'package-lock.json', '.npmrc', 'db/migrations/0000_schema.sql', 'i18n/en/common.json'])(
  '%s is in',
  (path) => {
    expect(isLeftOut(path)).toBe(false);
  },
);
