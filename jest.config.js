/** ESM through swc; started by scripts/test.mjs, which sets NODE_OPTIONS=--experimental-vm-modules. */
export default {
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
  globalSetup: '<rootDir>/test/rig/global-setup.ts',
  globalTeardown: '<rootDir>/test/rig/global-teardown.ts',
  testTimeout: 240_000,
  maxWorkers: 2,
  reporters: ['default', '<rootDir>/test/rig/closing-line-reporter.js'],
};
