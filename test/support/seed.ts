import fc from 'fast-check';

/**
 * Jest runs this before each test file (setupFilesAfterEnv): properties draw the same examples every time, so that a test that
 * fails was broken by the change at hand. `npm run fuzz`, and `SEED=any` as in the coverage job of CI, draw others each time.
 */
if (process.env.npm_lifecycle_event !== 'fuzz' && process.env.SEED !== 'any') fc.configureGlobal({ seed: 1 });
