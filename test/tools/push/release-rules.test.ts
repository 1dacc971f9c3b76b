import { expect, test } from '@jest/globals';
import { type ReleaseState, releaseIssues } from '../../../tools/push/release-rules.ts';

const READY: ReleaseState = {
  version: '1.1.0',
  lockVersion: '1.1.0',
  changes: [],
  tags: ['1.1.0'],
  onMain: true,
};

test('a clean commit on main with a tag that equals the version may be released', () => {
  expect(releaseIssues(READY)).toEqual([]);
  expect(releaseIssues({ ...READY, tags: ['latest', '1.1.0'] })).toEqual([]);
});

test.each<[string, Partial<ReleaseState>, string]>([
  ['changes', { changes: [' M index.ts', '?? a.txt'] }, 'not committed: M index.ts, ?? a.txt.'],
  ['another version in the lock file', { lockVersion: '1.0.0' }, 'package-lock.json 1.0.0'],
  ['no tag', { tags: [] }, 'This commit has no tag 1.1.0. "npm version" sets it.'],
  ['another tag', { tags: ['v1.1.0'] }, 'no tag 1.1.0 (its tags: v1.1.0)'],
  ['a commit beside main', { onMain: false }, 'not on origin/main'],
])('%s: it may not, and the reason is told', (_, change, reason) => {
  expect(releaseIssues({ ...READY, ...change })).toEqual([expect.stringContaining(reason)]);
});

test('all reasons are told at once', () => {
  const issues = releaseIssues({
    version: '2.0.0',
    lockVersion: '1.0.0',
    changes: ['a'],
    tags: [],
    onMain: false,
  });
  expect(issues).toHaveLength(4);
});
