import { expect, test } from '@jest/globals';
import { readMakeFolder } from '../../sandbox/make/folder.ts';
import { makeFiles } from '../../src/make/files.ts';

const inFolder = readMakeFolder();
const generated = makeFiles();

test('make/ has every file that the generator writes and no other (npm run generate)', () => {
  expect([...inFolder.keys()].sort()).toEqual([...generated.keys()].sort());
});

test.each([...generated.keys()])('make/%s is what the generator writes (npm run generate)', (path) => {
  expect(inFolder.get(path)).toBe(generated.get(path));
});

test('the generator writes the same bytes every time', () => {
  expect([...makeFiles()]).toEqual([...generated]);
});
