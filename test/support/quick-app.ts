import { jest } from '@jest/globals';
import { LIMITS, TIMING } from '../../src/usermaven/limits.ts';

/** The app's times, much shorter; what a user is told to wait stays as it is. */
export const QUICK = {
  ...TIMING,
  budgetMs: 1_500,
  tryMs: 300,
  backoffMs: 10,
  bodyMs: { accepted: 25, refused: 50 },
  cacheMs: 50,
};

jest.unstable_mockModule('../../src/usermaven/limits.ts', () => ({ LIMITS, TIMING: QUICK }));

/**
 * The app of index.ts with {@link QUICK} times. A test file that needs more of src/zapier imports it by `await import`:
 * a static import would load the long times before this module runs.
 */
export const { default: app } = await import('../../index.ts');
