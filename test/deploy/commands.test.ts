import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import manifest from '../../package.json' with { type: 'json' };
import { loadRecipes } from '../../recipes/recipe.ts';
import { readText } from '../docs/guides.ts';
import { BUILD_ZIP, readBuild } from '../support/built.ts';
import { type Dialogue, type Ended, type FreshClone, makeFreshClone } from './fresh-clone.ts';
import { APP_ID, LOGIN, startZapierApi, type ZapierApi, type ZapierWrite } from './zapier-api.ts';

/**
 * Every command in the blocks of the Zapier part of docs/deploy.md, in its order, as a maintainer types them: in a fresh clone,
 * against a local stand-in for Zapier's API.
 */

/** What is typed for a command, what it prints, what it makes Zapier do, and what it leaves. */
interface Expected {
  readonly dialogue?: Dialogue;
  readonly prints?: string | RegExp;
  /** Everything that changes something on Zapier. */
  readonly writes?: readonly string[];
}

const APP = `/apps/${APP_ID}`;
const MIGRATION = [`POST ${APP}/pre-migration-require-confirmation-checks`, `POST ${APP}/migrations`];
const VALIDATION = 'POST /check';

/** The version that `npm version minor` makes. */
const NEXT = manifest.version.replace(/(\d+)\.\d+$/, (_, minor) => `${Number(minor) + 1}.0`);

/** By the beginning of a command. A command of the guide that none of these begins fails the test. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  'npm ci': {},
  'npm test': {},
  'npx zapier-platform login': {
    dialogue: [
      ['email address', LOGIN.email],
      ['your Zapier password', LOGIN.password],
      ['2FA code', LOGIN.code],
    ],
    prints: 'Your deploy key has been saved',
  },
  'chmod 600 ~/.zapierrc': {},
  'npx zapier-platform register': {
    dialogue: [
      ['your relationship', ''],
      ['categorize', ''],
      ['Subscribe', ''],
    ],
    prints: 'your integration is registered',
    writes: ['POST /apps'],
  },
  'npx zapier-platform link': { dialogue: [['Which integration', '']], prints: 'Done!' },
  'git add .zapierapprc': {},
  'git commit': {},
  'npm run push -- --snapshot': {
    prints: 'Uploaded 0.0.0-trial.',
    writes: [VALIDATION, `PUT ${APP}/versions/0.0.0-trial`],
  },
  'npm version minor': { prints: NEXT },
  'git push --follow-tags origin main': {},
  'npm run push': { prints: `Uploaded ${NEXT}.`, writes: [VALIDATION, `PUT ${APP}/versions/${NEXT}`] },
  'npx zapier-platform migrate': { prints: 'Migration successfully queued', writes: MIGRATION },
  'npx zapier-platform jobs': { prints: 'No recent migration' },
  'npx zapier-platform deprecate 1.0.0': {
    dialogue: [
      ['select a reason', ''],
      ['Are you sure', 'y'],
    ],
    prints: 'this version will cease to work',
    writes: [`PUT ${APP}/versions/1.0.0/deprecate`],
  },
  'npx zapier-platform push --skip-dep-install': {
    prints: 'Push complete!',
    writes: [VALIDATION, `PUT ${APP}/versions/${NEXT}`],
  },
  'npm run share': { prints: 'https://zapier.com/developer/public-invite/' },
  'npx zapier-platform users:add jane@example.com': {
    dialogue: [['Is that ok?', 'y']],
    writes: [`POST ${APP}/invitees/jane@example.com`],
  },
  'npx zapier-platform users:get': { prints: 'jane@example.com' },
  'npx zapier-platform users:links': { prints: /public-invite\/4711\/abc\/\n/ },
  'npx zapier-platform team:add jane@example.com admin': {
    dialogue: [['Is that ok?', 'y']],
    writes: [`POST ${APP}/collaborators`],
  },
  'npx zapier-platform env:get': { prints: 'no environment values' },
  'npx zapier-platform env:unset': {
    prints: 'USERMAVEN_EVENTS_URL',
    writes: [`POST ${APP}/versions/1.0.0/multi-environment`],
  },
  'npx zapier-platform logs': { prints: 'No logs found' },
  'npx zapier-platform validate': { prints: '0 checks failed', writes: [VALIDATION] },
  'npx zapier-platform promote': {
    dialogue: [['continue promoting with this changelog?', 'y']],
    prints: 'Promotion successful!',
    writes: MIGRATION,
  },
};

/** `.ci/run` runs these two. Here packages are linked, and a build is noted as tested, as `npm test` does at its end. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  'npm ci': 'test -d node_modules',
  'npm test': `npm run build && ${manifest.scripts.test.split(' && ').at(-1)}`,
};

/** The lines of the shell blocks of the Zapier part, in order. */
const COMMANDS = [
  ...(readText('docs/deploy.md')
    .split(/^## /m)
    .find((part) => part.startsWith('Zapier\n'))
    ?.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm) ?? []),
].flatMap(([, block = '']) =>
  block
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
);

/** What is expected of a command: the entry with the longest beginning. */
const expectedOf = (command: string): Expected | undefined => {
  const [key] = Object.keys(EXPECTED)
    .filter((beginning) => command.startsWith(beginning))
    .sort((one, other) => other.length - one.length);
  return key === undefined ? undefined : EXPECTED[key];
};

interface Run extends Ended {
  readonly command: string;
  readonly writes: readonly ZapierWrite[];
}

const hasGit = (): boolean => {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

test('every command of the guide has a run, and every run a command', () => {
  expect(COMMANDS.filter((command) => expectedOf(command) === undefined)).toEqual([]);
  const used = new Set(COMMANDS.map(expectedOf));
  expect(Object.entries(EXPECTED).flatMap(([key, each]) => (used.has(each) ? [] : [key]))).toEqual([]);
});

test('the workflows run what the guide says, and .ci/run is the two commands of a newcomer', () => {
  const linesOf = (path: string): string[] =>
    [...readText(path).matchAll(/^ *(?:- )?run: (.+)$/gm)].map(([, line = '']) => line);
  expect(linesOf('.github/workflows/ci.yml')).toEqual([
    'bash .ci/run',
    'npm ci',
    'npm run build && npm run coverage',
    'bash .ci/run',
  ]);
  expect(linesOf('.github/workflows/deploy.yml')).toEqual(['bash .ci/run', 'npm run push']);
  expect(COMMANDS).toEqual(expect.arrayContaining(['npm ci', 'npm test', 'npm run push']));
  const commands = readText('.ci/run')
    .split('\n')
    .filter((line) => line.startsWith('npm '));
  expect(commands).toEqual(['npm ci', 'npm test']);
});

// A maintainer has git. The tests pass on a machine without it, too.
(hasGit() ? describe : describe.skip)('deploying to Zapier as docs/deploy.md says', () => {
  let zapier: ZapierApi;
  let clone: FreshClone;
  const runs: Run[] = [];

  const run = async (command: string, dialogue?: Dialogue): Promise<Run> => {
    const before = zapier.writes.length;
    const ended = await clone.run(STANDS_FOR[command] ?? command, dialogue);
    return {
      ...ended,
      command,
      writes: zapier.writes.slice(before),
    };
  };

  beforeAll(async () => {
    await readBuild();
    zapier = await startZapierApi();
    clone = makeFreshClone({ ZAPIER_BASE_ENDPOINT: zapier.url });
  });
  afterAll(async () => {
    clone?.remove();
    await zapier?.stop();
  });

  // Each goes on from where the one before it ended.
  test.each(COMMANDS)('%s', async (command) => {
    const { dialogue, prints = '', writes: expected = [] } = expectedOf(command) ?? {};
    const ended = await run(command, dialogue);
    runs.push(ended);
    if (ended.code !== 0) throw new Error(`${command} ended with ${ended.code}:\n${ended.printed}`);
    expect(ended.printed).toMatch(prints);
    expect(ended.writes.map(({ request }) => request)).toEqual(expected);
    // Zapier's own push replaces the build.
    if (command === 'npm test') await clone.run('cp build/build.zip build/tested.zip');
  });

  test('nothing was asked of Zapier that the stand-in does not know', () => {
    expect(zapier.unknown).toEqual([]);
  });

  test('nothing printed holds the deploy key', () => {
    expect(runs.filter(({ printed }) => printed.includes(zapier.deployKey))).toEqual([]);
  });

  test('the deploy key is readable for its owner only', () => {
    const file = join(clone.home, '.zapierrc');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ deployKey: zapier.deployKey });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('the app is linked, and what .zapierapprc had is still there', () => {
    const settings = JSON.parse(readFileSync(join(clone.folder, '.zapierapprc'), 'utf8'));
    expect(settings).toEqual({ ...JSON.parse(readText('.zapierapprc')), id: APP_ID, key: `App${APP_ID}` });
  });

  test('a trial uploads the very zip that the tests here drive', () => {
    expect(zapier.zips.get('0.0.0-trial')?.equals(readFileSync(BUILD_ZIP))).toBe(true);
  });

  test('a release uploads the very zip that its tests passed with', () => {
    const [released] = runs
      .filter(({ command }) => command === 'npm run push')
      .flatMap(({ writes }) => writes)
      .filter(({ request }) => request.startsWith('PUT'));
    const zip = Buffer.from(String(released?.body.zip_file), 'base64');
    expect(zip.equals(readFileSync(join(clone.folder, 'build', 'tested.zip')))).toBe(true);
    const packed = JSON.parse(Buffer.from(unzipSync(zip)['package.json'] ?? []).toString());
    expect(packed.version).toBe(NEXT);
  });

  test('the release is a commit on main with a tag that is the version, and nothing is left to commit', async () => {
    const { printed } = await clone.run('git log -1 --format=%s%d && git status --porcelain');
    expect(printed.trim()).toMatch(new RegExp(`^${NEXT} \\(HEAD -> main, tag: ${NEXT}, origin/main`));
  });

  test('the invited see what promote posts: the section of the version, with its operations', () => {
    const { writes = [], command = '' } = runs.find((one) => one.command.includes('promote')) ?? {};
    expect(writes.at(-1)?.body.job).toMatchObject({
      to_version: command.split(' ').at(-1),
      changelog: expect.stringMatching(/New action .* \(create\/\w+\)/),
      app_metadata: expect.arrayContaining([
        { app_change_type: 'FEATURE_UPDATE', action_key: expect.any(String), action_type: 'write' },
      ]),
    });
  });

  test('share prints a link for each recipe, of the version that was released', () => {
    const { printed } = runs.find(({ command }) => command === 'npm run share') ?? { printed: '' };
    const links = printed.match(/https:\/\/zapier\.com\/webintent\/create-zap\?\S+/g) ?? [];
    expect(links).toHaveLength(loadRecipes().length);
    expect(links.filter((link) => !link.includes(`App${APP_ID}CLIAPI%40${NEXT}`))).toEqual([]);
  });

  describe('npm run push uploads nothing', () => {
    test.each([
      ['--snapshot "a label that is too long"', 'is not a label'],
      ['--nonsense', 'That is not an option of push.'],
    ])('with %s', async (options, message) => {
      const { code, printed, writes } = await run(`npm run push -- ${options}`);
      expect([code, writes]).toEqual([1, []]);
      expect(printed).toContain(message);
    });

    test('for a commit that may not be released, and says everything that is wrong with it', async () => {
      await clone.run(
        'echo "// changed" >> index.ts && git commit --all --quiet --message "More" && touch new.txt',
      );
      const { code, printed, writes } = await run('npm run push');
      expect([code, writes]).toEqual([1, []]);
      expect(printed).toContain(`${NEXT} cannot be released:`);
      expect(printed).toContain('There are changes that are not committed: ?? new.txt.');
      expect(printed).toContain(`This commit has no tag ${NEXT}.`);
      expect(printed).toContain('This commit is not on origin/main.');
    });

    test('that Zapier finds errors in', async () => {
      await clone.run(
        `rm new.txt && git reset --quiet --hard ${NEXT} && cp build/tested.zip build/build.zip`,
      );
      zapier.setBroken(true);
      const { code, printed, writes } = await run('npm run push');
      expect([code, writes.map(({ request }) => request)]).toEqual([1, [VALIDATION]]);
      expect(printed).toContain('Something is wrong (D000)');
      expect(printed).toContain("Zapier's checks found errors, so nothing was uploaded.");
    });

    test('that the tests did not pass with', async () => {
      await clone.run('rm build/tested.txt');
      const { code, printed, writes } = await run('npm run push');
      expect([code, writes]).toEqual([1, []]);
      expect(printed).toContain('The tests did not pass with this build. Run "npm test", then this again.');
    });
  });
});
