import type { MakeApi, RemoteApp } from './api.ts';
import { createOnce } from './apply.ts';
import { DEPLOY_TIMING, type DeployTiming } from './client.ts';
import { DeployError } from './errors.ts';
import { AUDIENCE, LISTING, NAME } from './folder.ts';
import type { Origin } from './origin.ts';
import type { Settings } from './settings.ts';

/** The app in Make that is deployed to, and what make-origin.json has of it. */
export interface Target {
  readonly app: RemoteApp;
  readonly origin: Origin;
}

const newOrigin = (zone: string, { name, version }: Pick<RemoteApp, 'name' | 'version'>): Origin => ({
  zone,
  app: name,
  version,
  connections: {},
  webhooks: {},
});

/** A custom app begins with this version, and everything that we deploy is in it. */
const FIRST_VERSION = 1;

/**
 * Finds the app to deploy to: the one that is asked for, else the one in make-origin.json. Null when there is none yet.
 * Throws {@link DeployError} when it is not clear which, when Make does not know it, and when Make has an app of
 * the same label that this folder does not know: to overwrite it could be a mistake, and so could a second one.
 */
export const findApp = async (
  api: MakeApi,
  { zone, appName }: Settings,
  origins: readonly Origin[],
): Promise<Target | null> => {
  const inZone = origins.filter((origin) => origin.zone === zone);
  const known = inZone.filter(({ app }) => appName === undefined || app === appName);
  if (known.length > 1) {
    throw new DeployError(
      `make-origin.json has ${known.length} apps in the zone ${zone}: ${known.map(({ app }) => app).join(', ')}. Say which with MAKE_APP_NAME.`,
    );
  }
  const [
    origin = appName === undefined ? undefined : newOrigin(zone, { name: appName, version: FIRST_VERSION }),
  ] = known;
  if (origin) {
    const app = await api.app(origin);
    if (app) return { app, origin };
    throw new DeployError(
      `Make has no app ${origin.app} in the zone ${zone}, or this API key may not see it. ${
        known.length > 0
          ? 'If it was deleted, remove it from make-origin.json; then a new one is created.'
          : 'Check MAKE_APP_NAME and MAKE_ZONE.'
      }`,
    );
  }
  const sameLabel = (await api.apps()).filter(({ label }) => label === LISTING.label);
  if (sameLabel.length > 0) {
    throw new DeployError(
      `Make already has an app called "${LISTING.label}" that make-origin.json does not know: ${sameLabel.map(({ name }) => name).join(', ')}. To deploy to it, set MAKE_APP_NAME to its name; to create another one, rename it in Make first.`,
    );
  }
  return null;
};

/** Creates the app. There was none with its label before, so one that is there after a lost response is ours. */
export const createApp = async (
  api: MakeApi,
  { zone }: Settings,
  timing: DeployTiming = DEPLOY_TIMING,
): Promise<Target> => {
  const app = await createOnce(
    () => api.createApp({ name: NAME, ...LISTING, audience: AUDIENCE }),
    async () => (await api.apps()).find(({ label }) => label === LISTING.label),
    timing,
  );
  return { app, origin: newOrigin(zone, app) };
};
