import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';
import tsconfig from '../tsconfig.json' with { type: 'json' };

/**
 * How the app becomes one file, since every file that Lambda has to open costs start-up time. zapier-platform-core
 * stays outside: Zapier looks for it in node_modules.
 */
export const BUNDLE = {
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  entryPoints: ['index.ts'],
  outfile: 'dist/index.js',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: tsconfig.compilerOptions.target.toLowerCase(),
  external: ['zapier-platform-core'],
  legalComments: 'none',
  minify: true,
  logLevel: 'warning',
} satisfies BuildOptions;
