/** The tools that scripts/setup.mjs found or installed for tests and screenshots. */
import { readTools } from '../scripts/lib/tools.mjs';

function toolPath(name: 'testServer' | 'browser' | 'schemathesis'): string {
  const found = readTools()[name];
  if (!found)
    throw new Error(
      `${name} isn’t in .tools/tools.json. Run \`node scripts/setup.mjs ${name === 'schemathesis' ? 'fuzz' : 'test'}\`.`,
    );
  return found;
}

export const testServer = () => toolPath('testServer');
export const browser = () => process.env.CHROME_PATH ?? toolPath('browser');
export const schemathesis = () => toolPath('schemathesis');
