import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from '@swc/core';
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

/** A twentieth smaller than what esbuild makes alone. */
const SMALLER: Plugin = {
  name: 'smaller',
  setup: ({ initialOptions, onEnd }) => {
    if (!initialOptions.minify) return;
    const isWritten = initialOptions.write ?? true;
    initialOptions.write = false;
    onEnd(async ({ outputFiles = [] }) => {
      for (const file of outputFiles) {
        const { code } = await minify(file.text, { module: true, compress: { passes: 3 }, mangle: true });
        file.contents = new TextEncoder().encode(code);
        if (!isWritten) continue;
        await mkdir(dirname(file.path), { recursive: true });
        await writeFile(file.path, file.contents);
      }
    });
  },
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
  plugins: [VERSION_ONLY, SMALLER],
} satisfies BuildOptions;
