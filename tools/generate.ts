import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT, staleFiles } from './generate/files.ts';

/**
 * `npm run generate`: writes everything that is made from the declarations and recipes: the Make app, references, recipe
 * pages, the contract, and the marked parts of README and guides. A test fails when something is not current.
 */

const stale = staleFiles();
for (const [path, content] of stale) {
  const file = join(PROJECT, path);
  if (content === null) rmSync(file);
  else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  console.log(`${content === null ? 'Removed' : 'Wrote'} ${path}`);
}
if (stale.size === 0) console.log('Everything is current.');
