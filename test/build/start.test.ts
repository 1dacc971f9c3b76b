import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { readBuild } from '../support/built.ts';

/** Loads the bundle in a process of its own and prints which of the watched functions it called while it loaded. */
const WATCH = `
  await import('zapier-platform-core');
  const called = [];
  const watch = (holder, name) => {
    const real = holder[name];
    holder[name] = new Proxy(real, {
      apply: (target, self, given) => (called.push(name), Reflect.apply(target, self, given)),
      construct: (target, given) => (called.push(name), Reflect.construct(target, given)),
    });
  };
  for (const { prototype } of [Number, BigInt, Date, Array]) watch(prototype, 'toLocaleString');
  for (const name of ['localeCompare', 'toLocaleUpperCase', 'toLocaleLowerCase', 'normalize']) watch(String.prototype, name);
  for (const name of ['NumberFormat', 'DateTimeFormat', 'Collator', 'ListFormat', 'PluralRules', 'Segmenter']) watch(Intl, name);
  await import(process.argv[1]);
  process.stdout.write(JSON.stringify(called));
  // The watch itself works.
  (1000).toLocaleString('en-US');
  if (called.length === 0) throw new Error('Nothing is watched.');
`;

beforeAll(async () => {
  await readBuild();
});

test('the app loads without the data on languages, which would double what it adds to a cold start', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    WATCH,
    pathToFileURL('dist/index.js').href,
  ]);
  expect(JSON.parse(stdout)).toEqual([]);
});
