import { build } from 'esbuild';
import { BUNDLE } from './bundle-options.ts';

/** `npm run _zapier-build`, which the Zapier CLI runs before it builds, pushes or validates: writes dist/index.js. */
try {
  await build(BUNDLE);
} catch (error) {
  if (!(error instanceof Error && 'errors' in error)) throw error;
  // esbuild has printed them.
  process.exitCode = 1;
}
