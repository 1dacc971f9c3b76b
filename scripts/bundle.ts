import { build } from 'esbuild';
import tsconfig from '../tsconfig.json' with { type: 'json' };

/**
 * Bundles the app into one file, since every file that Lambda has to open costs start-up time. zapier-platform-core
 * stays outside: Zapier looks for it in node_modules.
 */
await build({
  entryPoints: ['index.ts'],
  outfile: 'dist/index.js',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: tsconfig.compilerOptions.target.toLowerCase(),
  external: ['zapier-platform-core'],
  legalComments: 'none',
  minifySyntax: true,
  logLevel: 'warning',
});
