import { safeAddress } from '../../src/usermaven/request.ts';
import { DeployProblem } from './problem.ts';

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
 * Throws {@link DeployProblem} when something is missing or no zone, name or address to which a key may go.
 */
export const readSettings = (env: Readonly<Record<string, string | undefined>>): Settings => {
  const given = (name: string): string => env[name]?.trim() ?? '';
  const zone = given('MAKE_ZONE').replace(/\.make\.com$/, '');
  if (!ZONE.test(zone)) {
    throw new DeployProblem(
      'MAKE_ZONE: set it to the zone of your organization in Make, as it stands in the address of its pages: eu1, eu2, us1 or us2.',
    );
  }
  const key = given('MAKE_API_KEY');
  if (key === '' || /[^\x21-\x7e]/.test(key)) {
    throw new DeployProblem(
      'MAKE_API_KEY: set it to an API key of Make with the scopes sdk-apps:read and sdk-apps:write. In Make, open your profile, API access.',
    );
  }
  const appName = given('MAKE_APP_NAME');
  if (appName !== '' && !/^[a-z][a-z\d-]*$/.test(appName)) {
    throw new DeployProblem(
      'MAKE_APP_NAME: not the name of an app. It is in small letters, digits and dashes, as in the address of its page: usermaven-a1b2c3.',
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
    throw new DeployProblem(
      'MAKE_API_URL: only an https address, or an http address of this machine such as http://127.0.0.1:8080. Leave it out to deploy to Make.',
    );
  }
  return address;
};
