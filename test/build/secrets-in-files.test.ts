import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PROJECT } from '../docs/guides.ts';
import { type Built, readBuild } from '../support/built.ts';
import { projectFiles } from '../support/project-files.ts';

/**
 * What a secret looks like. Each has a sample, put together here so that this file holds none. The patterns are narrow:
 * made-up values that look like what they are, such as `sandbox-server-token`, are not found.
 */
const SECRETS: Readonly<Record<string, { readonly pattern: RegExp; readonly sample: string }>> = {
  'private key': {
    pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g,
    sample: ['-----BEGIN RSA PRIV', 'ATE KEY-----'].join(''),
  },
  'AWS access key': {
    pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
    sample: `AKIA${'Q7'.repeat(8)}`,
  },
  'Stripe live key': {
    pattern: /\b[rs]k_live_[0-9A-Za-z]{16,}/g,
    sample: `sk_live_${'a1B2'.repeat(6)}`,
  },
  'GitHub token': {
    pattern: /\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{36,})/g,
    sample: `ghp_${'a1B2'.repeat(9)}`,
  },
  'npm token': {
    pattern: /\bnpm_[0-9A-Za-z]{36}\b|_(?:authToken|auth|password)\s*=\s*["']?[0-9A-Za-z+/=-]{8,}/g,
    sample: `npm_${'a1B2'.repeat(9)}`,
  },
  'Slack token': {
    pattern: /\bxox[abeoprs]-[0-9A-Za-z-]{20,}/g,
    sample: `xoxb-${'1234567890-'.repeat(2)}abc`,
  },
  'Google API key': {
    pattern: /\bAIza[0-9A-Za-z_-]{35}/g,
    sample: `AIza${'a1B2_'.repeat(7)}`,
  },
  'JSON web token': {
    pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g,
    sample: [`eyJ${'a1B2'.repeat(4)}`, `eyJ${'a1B2'.repeat(4)}`, 'a1B2'.repeat(4)].join('.'),
  },
  'Zapier deploy key': {
    pattern: /(?:deployKey|ZAPIER_DEPLOY_KEY|DEPLOY_KEY)["']?\s*[:=]\s*["']?[0-9A-Za-z]{16,}/g,
    sample: `"deployKey": "${'a1b2'.repeat(8)}"`,
  },
  'Make token': {
    pattern: /\bToken [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
    sample: `Authorization: Token ${['0a1b2c3d', '0a1b', '0a1b', '0a1b', '0a1b2c3d4e5f'].join('-')}`,
  },
  'Usermaven key and token': {
    pattern: /\bUM[0-9A-Za-z]{8}\.[0-9A-Za-z]{16,}\b/g,
    sample: ['UMa1B2c3D4', 'a1B2'.repeat(5)].join('.'),
  },
  'Usermaven token in .env': {
    pattern: /authData_(?:server_token|userpilot_secret)=['"]?[0-9A-Za-z]{10,}/g,
    sample: `authData_server_token=${'a1B2'.repeat(5)}`,
  },
  'token in a URL': {
    pattern: /[?&](?:token|api_?key|access_token|secret)=(?=[\w.-]*\d)(?=[\w.-]*[A-Za-z])[\w.-]{20,}/gi,
    sample: `https://example.com/?token=${'a1B2'.repeat(6)}`,
  },
  'password in a URL': {
    pattern: /\bhttps?:\/\/[^\s/:@"'`<>]+:[^\s/:@"'`<>]{6,}@/g,
    sample: ['https://jane', 'hunter2!@example.com'].join(':'),
  },
};

/** Files that only ever hold secrets. */
const SECRET_FILES =
  /^(?:\.env(?:\..+)?|\.environment|\.zapierrc|id_rsa|id_ed25519|.+\.(?:pem|p12|pfx|key))$/;

/** Every hit in a text, as `what: hit`. */
const secretsIn = (text: string): string[] =>
  Object.entries(SECRETS).flatMap(([what, { pattern }]) =>
    [...text.matchAll(pattern)].map(([hit]) => `${what}: ${hit}`),
  );

describe('no secret', () => {
  let built: Built;

  beforeAll(async () => {
    built = await readBuild();
  });

  test('is in a file of the repository', () => {
    const files = projectFiles();
    expect(files).toEqual(expect.arrayContaining(['package.json', 'index.ts', 'docs/deploy.md']));
    const found = files.flatMap((path) =>
      secretsIn(readFileSync(join(PROJECT, path), 'latin1')).map((secret) => `${path}: ${secret}`),
    );
    expect(found).toEqual([]);
  });

  test('is in what goes to Zapier', () => {
    const found = [...built.files].flatMap(([path, bytes]) =>
      secretsIn(Buffer.from(bytes).toString('latin1')).map((secret) => `${path}: ${secret}`),
    );
    expect(found).toEqual([]);
  });

  test('has a file to itself', () => {
    const files = [...projectFiles(), ...built.files.keys()];
    expect(files.filter((path) => SECRET_FILES.test(basename(path)))).toEqual([]);
  });
});

describe('the search', () => {
  test.each(Object.entries(SECRETS))('finds a %s', (what, { sample }) => {
    expect(secretsIn(`x = ${sample};`)).toEqual([expect.stringContaining(what)]);
  });

  test.each([
    'https://events.usermaven.com/api/v1/s2s/event?token=YOUR_API_KEY.YOUR_SERVER_TOKEN',
    'authData_server_token=...',
    'UMabcdefgh',
    'ZAPIER_DEPLOY_KEY=...',
    'token=UMsandbox1.sandbox-server-token',
  ])('leaves the placeholder %s alone', (placeholder) => {
    expect(secretsIn(placeholder)).toEqual([]);
  });

  test.each(['.env', '.env.local', 'keys/server.pem', '.zapierrc'])('finds the file %s', (path) => {
    expect(SECRET_FILES.test(basename(path))).toBe(true);
  });
});
