import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };

/** The app on Zapier that this folder belongs to. */
export interface LinkedApp {
  /** Zapier's number of it. Not secret. */
  readonly id: number;
  /** The version in package.json. */
  readonly version: string;
}

/** What to do when there is none. */
export const NOT_LINKED =
  '.zapierapprc does not name an app on Zapier yet. Run "npx zapier-platform login", then "npx zapier-platform register" for a new app or "npx zapier-platform link" for an existing one, and commit the file (docs/deploy.md).';

const FILE = fileURLToPath(new URL('../.zapierapprc', import.meta.url));

/** The app that `register` or `link` noted in .zapierapprc; undefined before that. */
export const linkedApp = (): LinkedApp | undefined => {
  const settings: { readonly id?: unknown } = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
  return typeof settings.id === 'number' ? { id: settings.id, version: manifest.version } : undefined;
};
