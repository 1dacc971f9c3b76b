import { fileURLToPath } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';
import manifest from '../package.json' with { type: 'json' };
import tsconfig from '../tsconfig.json' with { type: 'json' };

/** The app reads nothing of package.json but its version. */
const VERSION_ONLY: Plugin = {
  name: 'version-only',
  setup: (build) =>
    build.onLoad({ filter: /[\\/]package\.json$/ }, () => ({
      contents: JSON.stringify({ version: manifest.version }),
      loader: 'json',
    })),
};

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
  plugins: [VERSION_ONLY],
} satisfies BuildOptions;
