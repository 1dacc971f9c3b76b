/** How often `npm run fuzz` tries each property, and how often the ordinary suite does. */
const OFTEN = 10_000;
const QUICKLY = 300;

const asked = Number(process.env.FUZZ_RUNS ?? (process.env.npm_lifecycle_event === 'fuzz' ? OFTEN : QUICKLY));

/** How often each property is tried: `npm run fuzz` does 10,000, FUZZ_RUNS says otherwise. */
export const RUNS = { numRuns: asked };

/** Whether this is `npm run fuzz`, or as thorough. */
export const IN_FULL = asked >= OFTEN;

/** How long a test of so many tries may take, milliseconds: a guard against hanging, no promise. */
export const PATIENCE_MS = 300_000 + asked * 60;
