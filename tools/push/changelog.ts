import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { type ChangelogMark, promotedChangelog } from '../zapier-cli.ts';

/**
 * The changelog as Zapier's users read it: `promote` posts the section of a version to them, and connects the marks in it,
 * such as `create/track_event`, with actions and triggers. What is not for them stands under later headings of CHANGELOG.md.
 */

const UNRELEASED = '## [Unreleased]';
const NEWEST = /^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$/m;
const CONTRIBUTORS_UNRELEASED = '### Unreleased';

/** What a Zapier user cannot use, and so has to stand elsewhere. */
const NOT_FOR_USERS: Readonly<Record<string, RegExp>> = {
  'a command': /\bnp[mx] \w/,
  'a link into the project': /\]\((?!https:)/,
  'a file of the project': /`[\w./-]+\.(?:ts|js|json|md|ya?ml)`/,
  Make: /\bMake\b/,
};

/** Every action and trigger of the app as the changelog marks it. */
export const OPERATION_MARKS: readonly string[] = [
  ...ACTIONS.map(({ key }) => `create/${key}`),
  `trigger/${USERPILOT_EVENT.key}`,
];

const markOf = ({ action_type, action_key }: ChangelogMark): string =>
  `${action_type === 'write' ? 'create' : 'trigger'}/${action_key}`;

/** What stands under a heading of a text, up to the next heading of its level. `''` if there is no such heading. */
const under = (heading: string, text: string): string => {
  const [, after] = text.split(`${heading}\n`);
  return after?.split(/^## /m)[0]?.trim() ?? '';
};

/**
 * What keeps a version from being released with this changelog, a sentence each.
 * @param folder where CHANGELOG.md is, since the CLI reads it itself.
 * @param text what is in it.
 */
export const changelogIssues = async (version: string, folder: string, text: string): Promise<string[]> => {
  const newest = NEWEST.exec(text)?.[1];
  const { changelog } = await promotedChangelog(version, folder);
  const versions = [...text.matchAll(new RegExp(NEWEST, 'gm'))].map(([, each = '']) => each);
  const sections = await Promise.all(versions.map((each) => promotedChangelog(each, folder)));
  const marks = new Set(sections.flatMap(({ appMetadata = [] }) => appMetadata.map(markOf)));
  const unmarked = OPERATION_MARKS.filter((mark) => !marks.has(mark));
  return [
    ...(newest === version
      ? []
      : [`The newest version in CHANGELOG.md is ${newest ?? 'none'}, that of package.json ${version}.`]),
    ...(under(UNRELEASED, text) === ''
      ? []
      : ['CHANGELOG.md has entries under Unreleased. "npm version" moves them under the new version.']),
    ...(changelog === ''
      ? [`CHANGELOG.md has nothing about ${version}, which Zapier would post to users.`]
      : []),
    ...Object.entries(NOT_FOR_USERS).flatMap(([what, pattern]) =>
      changelog
        .split('\n')
        .filter((line) => pattern.test(line))
        .map(
          (line) =>
            `CHANGELOG.md, which Zapier posts to users, names ${what} under ${version}: "${line}" Move the line to a later section, or write it for users.`,
        ),
    ),
    ...[...marks]
      .filter((mark) => !OPERATION_MARKS.includes(mark))
      .map((mark) => `CHANGELOG.md marks ${mark}, which the app does not have.`),
    ...unmarked.map(
      (mark) =>
        `No version in CHANGELOG.md marks ${mark}. Zapier connects the line about it with the operation if it reads "- New ... (${mark})".`,
    ),
  ];
};

/**
 * CHANGELOG.md with what was unreleased under a version.
 * @param date the day of the release: `2026-01-31`.
 * @throws Error when nothing is under Unreleased.
 */
export const releasedChangelog = (text: string, version: string, date: string): string => {
  if (under(UNRELEASED, text) === '') throw new Error('CHANGELOG.md has nothing under Unreleased.');
  return text
    .replace(UNRELEASED, `${UNRELEASED}\n\n## [${version}] - ${date}`)
    .replaceAll(CONTRIBUTORS_UNRELEASED, `${CONTRIBUTORS_UNRELEASED}\n\n### ${version}`);
};
