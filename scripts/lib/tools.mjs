/** The programs that aren't npm packages. Their locations are kept in .tools/tools.json, which dev/stack/ and tests read. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findBrowser } from './browser.mjs';
import { isExecutable } from './commands.mjs';
import { ROOT, TOOLS_FOLDER } from './paths.mjs';
import { SetupError, say } from './progress.mjs';
import { findSchemathesis } from './schemathesis.mjs';
import { findTemporal } from './temporal.mjs';

const FILE = path.join(TOOLS_FOLDER, 'tools.json');

const TOOLS = {
  temporal: { variable: 'TEMPORAL_CLI_PATH', find: () => findTemporal('temporal') },
  testServer: { variable: 'TEMPORAL_TEST_SERVER_PATH', find: () => findTemporal('temporal-test-server') },
  browser: { variable: 'CHROME_PATH', find: findBrowser },
  schemathesis: { variable: 'SCHEMATHESIS_PATH', find: findSchemathesis },
};

/** A hash of the pinned versions; when one is raised, everything is looked up again. */
const pins = () =>
  createHash('sha256')
    .update(readFileSync(path.join(ROOT, 'scripts/temporal-requirements.txt')))
    .update(readFileSync(path.join(ROOT, 'scripts/fuzz-requirements.txt')))
    .digest('hex');

const wanted = (needs) => Object.keys(TOOLS).filter((name) => needs[name]);

/** Returns whether a tool is remembered, still there, and not overridden by a variable. */
function isReady(name, known) {
  const chosen = process.env[TOOLS[name].variable];
  return isExecutable(known[name] ?? '') && (!chosen || path.resolve(chosen) === known[name]);
}

export function toolsReady(needs) {
  const known = knownTools();
  return wanted(needs).every((name) => isReady(name, known));
}

export async function ensureTools(needs) {
  for (const name of wanted(needs)) {
    if (isReady(name, knownTools())) continue;
    const file = fromVariable(TOOLS[name].variable) ?? (await TOOLS[name].find());
    remember({ ...knownTools(), [name]: file, pins: pins() });
    say(`${name}: ${path.relative(process.cwd(), file).startsWith('..') ? file : path.relative(process.cwd(), file)}`);
  }
}

function fromVariable(variable) {
  const file = process.env[variable];
  if (!file) return undefined;
  if (!isExecutable(file)) throw new SetupError(`${variable} is ${file}, which isn’t a program that can be run.`);
  return path.resolve(file);
}

export function readTools() {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    // Missing or broken: its content is looked up again.
    return {};
  }
}

function knownTools() {
  const tools = readTools();
  return tools.pins === pins() ? tools : {};
}

function remember(tools) {
  mkdirSync(TOOLS_FOLDER, { recursive: true });
  writeFileSync(`${FILE}.new`, `${JSON.stringify(tools, null, 2)}\n`);
  renameSync(`${FILE}.new`, FILE);
}
