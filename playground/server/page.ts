import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, formatMessages, type OutputFile } from 'esbuild';

const FOLDER = fileURLToPath(new URL('../page', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

/** A file of the page, in memory. */
export interface PageFile {
  readonly content: string;
  /** Its media type. */
  readonly type: string;
  readonly etag: string;
}

/**
 * Bundles the page in memory: `/` (index.html), `/main.js` and `/style.css`, and the SVG files unchanged.
 * @param folder contains index.html, main.tsx and style.css.
 * @throws Error with esbuild's messages if the page cannot be bundled.
 */
export const bundlePage = async (folder = FOLDER): Promise<ReadonlyMap<string, PageFile>> => {
  const bundled = await bundle(folder);
  const readFile = (name: string): PageFile => pageFile(name, readFileSync(join(folder, name), 'utf8'));
  const pictures = readdirSync(folder).filter((name) => extname(name) === '.svg');
  return new Map([
    ['/', readFile('index.html')],
    ...pictures.map((name): [string, PageFile] => [`/${name}`, readFile(name)]),
    ...bundled.map(({ path, text }): [string, PageFile] => [`/${basename(path)}`, pageFile(path, text)]),
  ]);
};

const bundle = async (folder: string): Promise<OutputFile[]> => {
  try {
    const { outputFiles } = await build({
      absWorkingDir: folder,
      entryPoints: ['main.tsx', 'style.css'],
      outdir: folder,
      write: false,
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      legalComments: 'none',
      logLevel: 'silent',
    });
    return outputFiles;
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const messages = await formatMessages(error.errors, { kind: 'error', color: false });
    throw new Error(`The page of the playground cannot be bundled:\n${messages.join('\n')}`);
  }
};

const isBuildFailure = (error: unknown): error is { errors: Parameters<typeof formatMessages>[0] } =>
  error instanceof Error && 'errors' in error;

const pageFile = (path: string, content: string): PageFile => ({
  content,
  type: TYPES[extname(path)] ?? 'application/octet-stream',
  etag: `"${createHash('sha256').update(content).digest('base64url')}"`,
});
