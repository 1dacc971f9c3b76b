/** What git and the package say of the commit that shall be released. */
export interface ReleaseState {
  /** In package.json. */
  readonly version: string;
  /** In package-lock.json. */
  readonly lockVersion: string;
  /** What `git status --porcelain` lists. */
  readonly changes: readonly string[];
  /** Tags of the commit. */
  readonly tags: readonly string[];
  /** Whether origin/main has the commit. */
  readonly onMain: boolean;
}

/** What keeps a commit from being released, a sentence each: a release is a tag on main that equals the version. */
export const releaseIssues = ({ version, lockVersion, changes, tags, onMain }: ReleaseState): string[] => [
  ...(changes.length === 0
    ? []
    : [`There are changes that are not committed: ${changes.map((line) => line.trim()).join(', ')}.`]),
  ...(lockVersion === version
    ? []
    : [`package.json says ${version} and package-lock.json ${lockVersion}. Raise both with "npm version".`]),
  ...(tags.includes(version)
    ? []
    : [
        `This commit has no tag ${version}${tags.length === 0 ? '' : ` (its tags: ${tags.join(', ')})`}. "npm version" sets it.`,
      ]),
  ...(onMain ? [] : ['This commit is not on origin/main. Push it there first.']),
];
