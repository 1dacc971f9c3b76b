import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generatedPages } from './docs/pages.ts';

/** Writes the pages of the docs that are made from declarations and recipes. A test fails when they are not current. */
for (const { path, content } of generatedPages()) {
  writeFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), content);
  console.log(`Wrote ${path}.`);
}
