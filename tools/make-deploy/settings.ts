import { parseArgs } from 'node:util';
import { safeAddress } from '../../src/usermaven/request.ts';
import { DeployError } from './errors.ts';

/** Where to deploy, and as whom. */
export interface Settings {
  /** `eu1`, or a whole host for Make's enterprise zones. */
  readonly zone: string;
  /** `https://eu1.make.com`. */
  readonly url: string;
  /** Secret. */
  readonly key: string;
  /** An app that exists already. */
  readonly appName?: string;
}

const ZONE = /^[a-z]{2}\d+(\.make\.celonis\.com)?$/;

/**
 * Reads the environment. `MAKE_API_URL` points local tests at another address.
 * Throws {@link DeployError} when something is missing, or is not a zone, a name or an address to which a key may go.
 */
export const readSettings = (env: Readonly<Record<string, string | undefined>>): Settings => {
  const given = (name: string): string => env[name]?.trim() ?? '';
  const zone = given('MAKE_ZONE').replace(/\.make\.com$/, '');
  if (!ZONE.test(zone)) {
    throw new DeployError(
      'MAKE_ZONE: set it to the zone of your organization in Make, as in the address of its pages: eu1, eu2, us1 or us2.',
    );
  }
  const key = given('MAKE_API_KEY');
  if (key === '' || /[^\x21-\x7e]/.test(key)) {
    throw new DeployError(
      'MAKE_API_KEY: set it to an API key of Make with the scopes sdk-apps:read and sdk-apps:write. In Make, open your profile, API access.',
    );
  }
  const appName = given('MAKE_APP_NAME');
  if (appName !== '' && !/^[a-z][a-z\d-]*$/.test(appName)) {
    throw new DeployError(
      'MAKE_APP_NAME: not the name of an app. It has lower-case letters, digits and dashes, as in the address of its page: usermaven-a1b2c3.',
    );
  }
  return {
    zone,
    url: addressOf(given('MAKE_API_URL'), zone),
    key,
    ...(appName === '' ? {} : { appName }),
  };
};

const addressOf = (override: string, zone: string): string => {
  if (override === '') return `https://${zone.includes('.') ? zone : `${zone}.make.com`}`;
  const address = safeAddress(override);
  if (address === undefined) {
    throw new DeployError(
      'MAKE_API_URL: only an https address, or an http address of this machine such as http://127.0.0.1:8080. Leave it out to deploy to Make.',
    );
  }
  return address;
};

/** What the command is asked to do. */
export interface DeployArguments {
  readonly help: boolean;
  /** Says what would be done and writes nothing. */
  readonly dryRun: boolean;
  /** Makes hidden modules visible to everybody who has the app. */
  readonly makePublic: boolean;
}

/** What `--help` prints. */
export const HELP = `Deploys the app in make/ to Make: creates what is missing, updates what changed, deletes nothing.

  npm run make:deploy -- [--dry-run] [--public]

  --dry-run   reads only, and says what would be done
  --public    makes new modules visible; without it they stay hidden
  --help      prints this

Environment:
  MAKE_ZONE      the zone of your organization, as in its address: eu1, eu2, us1, us2
  MAKE_API_KEY   a key with the scopes sdk-apps:read and sdk-apps:write, from your profile in Make, API access
  MAKE_APP_NAME  the name of an app that exists already; without it, the one in make-origin.json, or a new one

The names that Make gives are kept in make-origin.json. It can be run again at any time.`;

/** Reads the command line. Throws {@link DeployError} on an unknown option. */
export const readArguments = (args: readonly string[]): DeployArguments => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        public: { type: 'boolean', default: false },
      },
    });
    return { help: values.help, dryRun: values['dry-run'], makePublic: values.public };
  } catch {
    throw new DeployError('That is not an option of make:deploy. Use --dry-run, --public or --help.');
  }
};
