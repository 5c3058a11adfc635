/** Compiles ESM with swc. Started by scripts/test.mjs, which sets NODE_OPTIONS=--experimental-vm-modules and chooses the clocks. */
import { chosenClocks } from './test/clocks.mjs';

/** Settings for every project, including Stryker's (scripts/mutations/jest.domain.config.js). */
export const common = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
          target: 'es2022',
        },
        module: { type: 'es6' },
      },
    ],
  },
};
const services = {
  globalSetup: '<rootDir>/test/rig/global-setup.ts',
  globalTeardown: '<rootDir>/test/rig/global-teardown.ts',
};

export default {
  // One project for each clock, so they all share one PostgreSQL, one Temporal, and one count of passed tests.
  projects: chosenClocks(process.env).map(({ name, at, timeZone, files }) => ({
    ...common,
    ...services,
    ...(files && { testMatch: files.map((file) => `<rootDir>/${file}`) }),
    ...(at && {
      displayName: name,
      globals: { TEST_CLOCK: { at, timeZone } },
      setupFiles: ['<rootDir>/test/rig/shifted-clock.ts'],
    }),
  })),
  testTimeout: 240_000,
  maxWorkers: 2,
  // V8 never frees a finished file's ES modules, up to 90 MB each; without restarts, a worker runs out of memory near the end.
  workerIdleMemoryLimit: '1GB',
  reporters: ['default', '<rootDir>/test/rig/closing-line-reporter.js'],
};
