import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { DEPLOY_TIMING } from '../../tools/make-deploy/client.ts';
import { DeployError } from '../../tools/make-deploy/errors.ts';
import { LISTING } from '../../tools/make-deploy/folder.ts';
import { HELP, readArguments, readSettings } from '../../tools/make-deploy/settings.ts';

const KEY = '5e1f0b7a-93cd-4c44-8d0e-7f3b2a1c9d6e';
const settings = (changes: Readonly<Record<string, string>> = {}) =>
  readSettings({ MAKE_ZONE: 'eu1', MAKE_API_KEY: KEY, ...changes });

describe('the environment', () => {
  test.each([
    ['eu1', 'eu1', 'https://eu1.make.com'],
    [' us2 ', 'us2', 'https://us2.make.com'],
    ['eu2.make.com', 'eu2', 'https://eu2.make.com'],
    ['us1.make.celonis.com', 'us1.make.celonis.com', 'https://us1.make.celonis.com'],
  ])('the zone %j leads to %s', (typed, zone, url) => {
    expect(settings({ MAKE_ZONE: typed })).toEqual({ zone, url, key: KEY });
  });

  test.each(['', 'eu', 'make.com', 'eu1.evil.example', 'https://eu1.make.com', 'eu1/..', 'eu1@x'])(
    'the zone %j is refused: the key would go there',
    (zone) => {
      expect(() => settings({ MAKE_ZONE: zone })).toThrow(
        /^MAKE_ZONE: set it to the zone of your organization/,
      );
    },
  );

  test.each(['', '  ', 'two words', 'a\nb', 'schlüssel'])(
    'the key %j is refused, without being named',
    (key) => {
      expect(() => settings({ MAKE_API_KEY: key })).toThrow(
        /^MAKE_API_KEY: set it to an API key of Make with the scopes sdk-apps:read and sdk-apps:write\. In Make, open your profile, API access\.$/,
      );
    },
  );

  test('the name of an app is optional, and only a name', () => {
    expect(settings({ MAKE_APP_NAME: 'usermaven-a1b2c3' })).toHaveProperty('appName', 'usermaven-a1b2c3');
    expect(settings({ MAKE_APP_NAME: ' ' })).not.toHaveProperty('appName');
    for (const name of ['Usermaven', 'a/b', '1a', '..']) {
      expect(() => settings({ MAKE_APP_NAME: name })).toThrow(/^MAKE_APP_NAME: not the name of an app\./);
    }
  });

  test.each(['http://127.0.0.1:8080', 'https://make.example.com'])('%s can stand in for Make', (url) => {
    expect(settings({ MAKE_API_URL: `${url}/` }).url).toBe(url);
  });

  test.each(['http://make.example.com', 'ftp://127.0.0.1', 'banana', 'https://a:b@make.example.com'])(
    '%s cannot: a key does not go there',
    (url) => {
      expect(() => settings({ MAKE_API_URL: url })).toThrow(/^MAKE_API_URL: only an https address/);
    },
  );
});

describe('the command line', () => {
  test('asks for nothing by itself', () => {
    expect(readArguments([])).toEqual({ help: false, dryRun: false, makePublic: false });
    expect(readArguments(['--dry-run', '--public'])).toEqual({ help: false, dryRun: true, makePublic: true });
    expect(readArguments(['--help']).help).toBe(true);
  });

  test.each([['--delete'], ['publish'], ['--dry-run=yes']])('%s is not an option', (argument) => {
    expect(() => readArguments([argument])).toThrow(DeployError);
    expect(() => readArguments([argument])).toThrow('Use --dry-run, --public or --help.');
  });

  test('--help names every option and every variable', () => {
    const source = readFileSync(new URL('../../tools/make-deploy/settings.ts', import.meta.url), 'utf8');
    const variables = new Set([...source.matchAll(/given\('(MAKE_\w+)'\)/g)].map(([, name = '']) => name));
    // For tests only.
    variables.delete('MAKE_API_URL');
    expect(variables.size).toBe(3);
    for (const name of [...variables, '--dry-run', '--public', '--help', 'make-origin.json']) {
      expect(HELP).toContain(name);
    }
  });
});

test('the waits between tries are longer than the minute by which Make counts requests', () => {
  const { tries, backoffMs } = DEPLOY_TIMING;
  const least = Array.from({ length: tries - 1 }, (_, at) => backoffMs * 2 ** at * 0.8);
  expect(least.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(60_000);
});

test('Make shows the description that Zapier does', () => {
  const guide = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
  expect(guide).toContain(`--desc "${LISTING.description}"`);
});
