import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { releasedChangelog } from './push/changelog.ts';

/** `npm version`: moves what is under Unreleased in CHANGELOG.md under the new version, before npm commits and tags. */

const FILE = fileURLToPath(new URL('../CHANGELOG.md', import.meta.url));

try {
  const version = process.env.npm_package_version ?? '';
  const today = new Date().toISOString().slice(0, 10);
  writeFileSync(FILE, releasedChangelog(readFileSync(FILE, 'utf8'), version, today));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  console.error('Write there what changes for users. "git checkout ." takes the new version back.');
  process.exitCode = 1;
}
