import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BUILD_ZIP } from '../artefact.ts';

/**
 * Which build.zip the tests passed with. `npm test` notes it at its end, and `npm run push` uploads no other: a build of the
 * same sources and packages has the same bytes.
 */

const NOTE = fileURLToPath(new URL('../../build/tested.txt', import.meta.url));

/** The SHA-256 of build/build.zip, in hex. */
const fingerprint = (): string => createHash('sha256').update(readFileSync(BUILD_ZIP)).digest('hex');

/** Notes that the tests passed with the build that there is. */
export const noteTested = (): void => writeFileSync(NOTE, fingerprint());

/** Whether the tests passed with exactly the build that there is. */
export const isTested = (): boolean => existsSync(NOTE) && readFileSync(NOTE, 'utf8') === fingerprint();

if (import.meta.main) noteTested();
