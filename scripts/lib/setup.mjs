/** The steps of setup, in order. What already exists is left alone, so a second run only checks. */
import { dependenciesReady, ensureDependencies } from './dependencies.mjs';
import { waitForLock } from './lock.mjs';
import { ensureNode, linkNode, nodeReady } from './node.mjs';
import { TOOLS_FOLDER } from './paths.mjs';
import { say, SetupError } from './progress.mjs';
import { ensureTools, toolsReady } from './tools.mjs';

const mode = process.argv[2] ?? 'start';
const MODES = ['start', 'test', 'fuzz'];
const testing = mode === 'test';
const local = mode !== 'start';
const needs = {
  postgres: local || !process.env.DATABASE_URL,
  temporal: local || !process.env.TEMPORAL_ADDRESS,
  testServer: testing,
  browser: testing,
  schemathesis: mode === 'fuzz',
};
const ready = () => nodeReady() && dependenciesReady(needs) && toolsReady(needs);

try {
  if (!MODES.includes(mode)) throw new SetupError(`Usage: node scripts/setup.mjs ${MODES.join('|')}`);
  if (!ready()) {
    const lock = await waitForLock(`${TOOLS_FOLDER}/setup.lock`, (pid) =>
      say(`another setup (process ${pid}) is running here; waiting for it`),
    );
    try {
      if (!ready()) {
        await ensureNode();
        await ensureDependencies(needs);
        linkNode();
        await ensureTools(needs);
        say('setup is complete');
      }
    } finally {
      lock.release();
    }
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\n${error.message}\n`);
  process.exit(1);
}
