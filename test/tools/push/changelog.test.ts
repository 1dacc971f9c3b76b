import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import manifest from '../../../package.json' with { type: 'json' };
import { changelogIssues, OPERATION_MARKS, releasedChangelog } from '../../../tools/push/changelog.ts';
import { promotedChangelog } from '../../../tools/zapier-cli.ts';
import { PROJECT } from '../../docs/guides.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usermaven-changelog-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MARKED = OPERATION_MARKS.map((mark) => `- New operation (${mark}).`).join('\n');

/** A changelog with one version, whose entries are these. */
const changelogOf = (entries: string, version = '1.1.0'): string =>
  `# Changelog\n\n## [Unreleased]\n\n## [${version}] - 2026-01-31\n\n${entries}\n\n## Project\n\n### ${version}\n\n- \`npm run x\`.\n`;

const issuesOf = (text: string): Promise<string[]> => {
  writeFileSync(join(folder, 'CHANGELOG.md'), text);
  return changelogIssues('1.1.0', folder, text);
};

describe('a changelog that can be released', () => {
  test('has a section for the version that is for users, and a mark for each operation', async () => {
    expect(await issuesOf(changelogOf(MARKED))).toEqual([]);
  });

  test('may have marked an operation in an earlier version', async () => {
    const text = `${changelogOf('- Fixed: dates.')}\n## [1.0.0] - 2026-01-01\n\n${MARKED}\n`;
    expect(await issuesOf(text)).toEqual([]);
  });

  test('posts nothing of the later headings', async () => {
    writeFileSync(join(folder, 'CHANGELOG.md'), changelogOf(MARKED));
    expect((await promotedChangelog('1.1.0', folder)).changelog).toBe(MARKED);
  });
});

describe('one that cannot', () => {
  test.each([
    ['of another version', changelogOf(MARKED, '1.0.0'), 'The newest version in CHANGELOG.md is 1.0.0'],
    [
      'with unreleased entries',
      changelogOf(MARKED).replace('## [1.1.0]', '- More.\n\n## [1.1.0]'),
      'under Unreleased',
    ],
    ['with a command', changelogOf(`${MARKED}\n- \`npm run x\` is new.`), 'names a command'],
    [
      'with a link into the project',
      changelogOf(`${MARKED}\n- See [this](docs/zapier.md).`),
      'a link into the project',
    ],
    ['with a file', changelogOf(`${MARKED}\n- \`src/index.ts\` is new.`), 'a file of the project'],
    ['about Make', changelogOf(`${MARKED}\n- On Make, dates.`), 'names Make'],
    [
      'with a mark of nothing',
      changelogOf(`${MARKED}\n- New create/nothing.`),
      'marks create/nothing, which',
    ],
    [
      'without a mark',
      changelogOf(MARKED.replace(/ \(create\/track_event\)/, '')),
      'marks create/track_event.',
    ],
  ])('%s, says why', async (_, text, reason) => {
    expect(await issuesOf(text)).toContainEqual(expect.stringContaining(reason));
  });

  test('without entries says what Zapier would post', async () => {
    const issues = await issuesOf(changelogOf(''));
    expect(issues).toContainEqual('CHANGELOG.md has nothing about 1.1.0, which Zapier would post to users.');
  });

  test('addresses, dates and values in code are for users, too', async () => {
    const line =
      '- Dates such as `11/05/2026` and [Usermaven](https://usermaven.com) in `user.id`. Makes sense.';
    expect(await issuesOf(changelogOf(`${MARKED}\n${line}`))).toEqual([]);
  });
});

describe('npm version', () => {
  test('moves what is unreleased under the version, for users and for the project', () => {
    const before =
      '# C\n\n## [Unreleased]\n\n- New.\n\n## [1.0.0] - 2026-01-01\n\n- Old.\n\n## Project\n\n### Unreleased\n\n- Inner.\n';
    expect(releasedChangelog(before, '1.1.0', '2026-02-01')).toBe(
      '# C\n\n## [Unreleased]\n\n## [1.1.0] - 2026-02-01\n\n- New.\n\n## [1.0.0] - 2026-01-01\n\n- Old.\n\n## Project\n\n### Unreleased\n\n### 1.1.0\n\n- Inner.\n',
    );
  });

  test('is refused when nothing is unreleased', () => {
    expect(() =>
      releasedChangelog('# C\n\n## [Unreleased]\n\n## [1.0.0] - 2026-01-01\n', '1.1.0', '2026-02-01'),
    ).toThrow('CHANGELOG.md has nothing under Unreleased.');
  });
});

test('what is released of our own changelog is for users', async () => {
  const { changelog, appMetadata = [] } = await promotedChangelog(manifest.version, PROJECT);
  writeFileSync(join(folder, 'CHANGELOG.md'), changelogOf(`${MARKED}\n${changelog}`));
  expect(await changelogIssues('1.1.0', folder, changelogOf(`${MARKED}\n${changelog}`))).toEqual([]);
  expect(appMetadata.length).toBeGreaterThan(0);
});
