import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { unzipSync } from 'fflate';

/** A build, unpacked as Zapier unpacks it: outside the project, so that it can reach nothing but what it holds. */
export interface Unpacked {
  readonly folder: string;
  /** Deletes the folder. */
  remove(): Promise<void>;
}

/** Unpacks a build.zip into a temporary folder. */
export const unpack = (zipFile: string): Unpacked => {
  const folder = mkdtempSync(join(tmpdir(), 'usermaven-build-'));
  for (const [name, content] of Object.entries(unzipSync(readFileSync(zipFile)))) {
    const path = resolve(folder, name);
    if (!path.startsWith(folder + sep)) throw new Error(`${zipFile} holds a file outside itself: ${name}`);
    if (name.endsWith('/')) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
};
