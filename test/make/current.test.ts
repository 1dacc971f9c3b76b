import { expect, test } from '@jest/globals';
import { readMakeFolder } from '../../sandbox/make/folder.ts';
import { makeFiles } from '../../src/make/files.ts';

const lying = readMakeFolder();
const generated = makeFiles();

test('make/ has every file that the generator writes and no other (npm run make:build)', () => {
  expect([...lying.keys()].sort()).toEqual([...generated.keys()].sort());
});

test.each([...generated.keys()])('make/%s is what the generator writes (npm run make:build)', (path) => {
  expect(lying.get(path)).toBe(generated.get(path));
});

test('the generator writes the same bytes every time', () => {
  expect([...makeFiles()]).toEqual([...generated]);
});
