import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Returns the name and installed version of a package. */
export function versionOf(name: string): string {
  const file = path.join(import.meta.dirname, '../../node_modules', name, 'package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return `${name} ${version}`;
}
