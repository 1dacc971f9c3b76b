import { availableParallelism } from 'node:os';

/** What jest runs: the rules in test/, in real ES modules, with no network but loopback (test/support/offline.ts). */
export default {
  testEnvironment: 'node',
  // Ends a test that hangs. It says nothing of speed: a busy machine may take many times as long as a quiet one.
  testTimeout: 300_000,
  testMatch: ['<rootDir>/{test,proof}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/support/offline.ts', '<rootDir>/test/support/seed.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript' },
          // Without its "with { type: 'json' }", jest warns of an import of JSON.
          experimental: { keepImportAttributes: true },
        },
      },
    ],
  },
  // Jest would leave one core free. Many tests wait for a process or a browser, which leaves room for more than one a core.
  // Not as a share: Jest takes "150%" for 150.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  testSequencer: '<rootDir>/test/support/sequencer.js',
  // What a test file leaves behind in its process makes V8's coverage of every later one slower, so the process goes early then.
  workerIdleMemoryLimit: process.argv.includes('--coverage') ? '100MB' : '600MB',
  coverageProvider: 'v8',
  collectCoverageFrom: [
    'index.ts',
    'src/**/*.ts',
    'recipes/*.ts',
    'sandbox/**/*.ts',
    'playground/server/**/*.ts',
    // Nothing but types: nothing to run.
    '!src/events/plan.ts',
    '!src/events/read-context.ts',
    '!src/lib/outputs.ts',
    '!src/make/app-types.ts',
  ],
  coverageReporters: ['text-summary', 'lcov'],
  // At what it is, rounded down; it only goes up.
  coverageThreshold: { global: { lines: 98, branches: 97 } },
};
