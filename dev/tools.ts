/** What scripts/setup.mjs found or installed for tests and pictures. */
import { readTools } from '../scripts/lib/tools.mjs';

function toolPath(name: 'testServer' | 'browser'): string {
  const found = readTools()[name];
  if (!found) throw new Error(`There is no ${name} in .tools/tools.json: \`node scripts/setup.mjs test\` sees to it.`);
  return found;
}

export const testServer = () => toolPath('testServer');
export const browser = () => process.env.CHROME_PATH ?? toolPath('browser');
