/**
 * Makes this checkout able to run: `node scripts/setup.mjs start` (or `test`). Node's own modules only, since it runs before
 * there is a node_modules. What is there already is left alone: a second run only looks.
 */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error('Relink needs Node 20.19 or newer, this is ' + process.versions.node + '. See https://nodejs.org');
  process.exit(1);
}

// Imported only now: an older Node would stumble over the syntax of these before it could say so.
const { ensureDependencies, dependenciesReady } = await import('./lib/dependencies.mjs');
const { waitForLock } = await import('./lib/lock.mjs');
const { TOOLS_FOLDER } = await import('./lib/paths.mjs');
const { say, SetupError } = await import('./lib/progress.mjs');
const { ensureTools, toolsReady } = await import('./lib/tools.mjs');

const mode = process.argv[2] ?? 'start';
const testing = mode === 'test';
const needs = {
  postgres: testing || !process.env.DATABASE_URL,
  temporal: testing || !process.env.TEMPORAL_ADDRESS,
  testServer: testing,
  browser: testing,
};
const ready = () => dependenciesReady(needs) && toolsReady(needs);

try {
  if (mode !== 'start' && mode !== 'test') throw new SetupError('Usage: node scripts/setup.mjs start|test');
  if (!ready()) {
    const lock = await waitForLock(`${TOOLS_FOLDER}/setup.lock`, (pid) =>
      say(`another setup (process ${pid}) is at work here, waiting for it`),
    );
    try {
      if (!ready()) {
        await ensureDependencies(needs);
        await ensureTools(needs);
        say('everything is in place');
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
