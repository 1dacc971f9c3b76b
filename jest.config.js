/** What jest runs: the rules in test/, in real ES modules, with no network but loopback (test/support/offline.ts). */
const shared = {
  rootDir: '.',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }],
  },
};

export default {
  projects: [{ ...shared, displayName: 'rules', testMatch: ['<rootDir>/test/**/*.test.ts'] }],
};
