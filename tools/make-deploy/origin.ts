import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';
import { DeployError } from './errors.ts';

const NAMES = z.record(z.string(), z.string());

const ORIGIN = z.strictObject({
  /** The zone of Make in which the app is. */
  zone: z.string(),
  /** The name of the app, as Make chose it. */
  app: z.string(),
  version: z.int().positive(),
  /** What Make calls our connections and webhooks, by our ids. */
  connections: NAMES,
  webhooks: NAMES,
  /** SHA-256 of the icon that was sent last: Make returns a rendering, which cannot be compared. */
  icon: z.string().optional(),
});

const FILE = z.strictObject({ apps: z.array(ORIGIN) });

/** An app in Make that this folder deploys to. Nothing in it is secret. */
export type Origin = z.output<typeof ORIGIN>;

/** The apps in the file; none when there is no file. Throws {@link DeployError} when it cannot be read. */
export const readOrigins = (path: string): Origin[] => {
  if (!existsSync(path)) return [];
  try {
    return FILE.parse(JSON.parse(readFileSync(path, 'utf8'))).apps;
  } catch {
    throw new DeployError(
      `${basename(path)} cannot be read. Restore it from git; without it, a second app would be created.`,
    );
  }
};

const isSame = (one: Origin, other: Origin): boolean => one.zone === other.zone && one.app === other.app;

/** Writes an app into the file, in place of its earlier entry. A run that is interrupted leaves the file whole. */
export const saveOrigin = (path: string, origin: Origin): void => {
  const others = readOrigins(path).filter((known) => !isSame(known, origin));
  const apps = [...others, origin].sort((one, other) => (one.app < other.app ? -1 : 1));
  writeFileSync(`${path}.new`, `${JSON.stringify({ apps }, null, 2)}\n`);
  renameSync(`${path}.new`, path);
};
