import { readFileSync } from 'node:fs';

interface Tools {
  temporal?: string;
  testServer?: string;
  browser?: string;
}

/** What scripts/setup.mjs found or installed. */
function tools(): Tools {
  try {
    return JSON.parse(readFileSync('.tools/tools.json', 'utf8')) as Tools;
  } catch (cause) {
    throw new Error('.tools/tools.json is missing: run the tests with `npm test`, which sets everything up', { cause });
  }
}

const needed = (name: keyof Tools) => {
  const tool = tools()[name];
  if (!tool) throw new Error(`no ${name} in .tools/tools.json: run the tests with \`npm test\``);
  return tool;
};

export const testServer = () => needed('testServer');
export const browser = () => process.env.CHROME_PATH ?? needed('browser');
