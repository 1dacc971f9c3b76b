import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFiles } from '../src/make/files.ts';

/** `npm run make:build`: writes the Make app into make/, and removes what is no longer part of it. */

const folder = fileURLToPath(new URL('../make', import.meta.url));
const files = makeFiles();

for (const [path, content] of files) {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
}
const written = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
  entry.isFile(),
);
for (const entry of written) {
  const path = join(entry.parentPath, entry.name);
  if (!files.has(path.slice(folder.length + 1))) rmSync(path);
}
console.log(`make/: ${files.size} files`);
