import { join } from 'node:path';
import { safeAddress } from '../../../src/usermaven/request.ts';
import { DeployError } from '../../make-deploy/errors.ts';
import { type Origin, readOrigins } from '../../make-deploy/origin.ts';
import { readSettings, type Settings } from '../../make-deploy/settings.ts';
import { VerifyError } from '../errors.ts';
import type { Variables, VerifyContext } from '../service.ts';

/** The variables that point local tests at other addresses than Make's. */
const LOCAL = 'MAKE_API_URL';

/** True where Make itself is asked. */
export const isRealMake = (variables: Variables): boolean => (variables[LOCAL] ?? '').trim() === '';

/** Where and as whom scenarios are made, and the app that they use. */
export interface MakeTarget {
  readonly settings: Settings;
  readonly team: number;
  readonly origin: Origin;
}

/** What the connection component of the app is called here. */
const CONNECTION = 'usermaven';

/** The type of the app's connections, as Make calls it. Throws {@link VerifyError} when make-origin.json does not say. */
export const connectionType = ({ app, connections }: Origin): string => {
  const name = connections[CONNECTION];
  if (name === undefined)
    throw new VerifyError(
      `make-origin.json does not know the connection of ${app}. Run npm run make:deploy.`,
    );
  return name;
};

/**
 * Reads MAKE_ZONE, MAKE_API_KEY and MAKE_TEAM, and from make-origin.json the app of that zone; MAKE_APP_NAME chooses where there
 * are several. The key is masked from now on. Throws {@link VerifyError} when something is missing.
 */
export const readTarget = ({ variables, root, hide, note }: VerifyContext): MakeTarget => {
  hide(variables.MAKE_API_KEY?.trim());
  const settings = orVerifyError(() => readSettings(variables));
  const team = variables.MAKE_TEAM?.trim() ?? '';
  if (!/^[1-9]\d*$/.test(team)) {
    throw new VerifyError(
      'MAKE_TEAM: set it to the number of a team in Make, as in the address of its pages: .../12345/team/dashboard.',
    );
  }
  const { zone, appName } = settings;
  const apps = orVerifyError(() => readOrigins(join(root, 'make-origin.json'))).filter(
    (origin) => origin.zone === zone && (appName === undefined || origin.app === appName),
  );
  const [origin, ...others] = apps;
  if (origin === undefined) {
    throw new VerifyError(
      `make-origin.json has no ${appName ?? 'app'} in the zone ${zone}. Deploy the app first: npm run make:deploy (docs/deploy.md).`,
    );
  }
  if (others.length > 0) {
    throw new VerifyError(
      `make-origin.json has ${apps.length} apps in the zone ${zone}: ${apps.map(({ app }) => app).join(', ')}. Say which with MAKE_APP_NAME.`,
    );
  }
  note('Make', `${settings.url}, team ${team}`);
  note('App', `${origin.app}, version ${origin.version}`);
  return { settings, team: Number(team), origin };
};

const orVerifyError = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw error instanceof DeployError ? new VerifyError(error.message) : error;
  }
};

/** The address of a webhook, if it is one to which the sample may go. */
export const hookAddress = (url: string | undefined): string | undefined =>
  url === undefined ? undefined : safeAddress(url);
