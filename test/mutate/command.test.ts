import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { mutationsIn } from '../../tools/mutate/mutants.ts';
import { readOptions } from '../../tools/mutate/options.ts';
import { scoreOf, summaryOf, survivorsIn } from '../../tools/mutate/report.ts';
import { nearTestsOf, testsOf } from '../../tools/mutate/tests.ts';
import { run } from '../../tools/run.ts';
import { ROOT } from '../support/imports.ts';

describe('what is to be measured', () => {
  test('is a file, a folder, or several', () => {
    expect(readOptions(ROOT, ['src/lib/text.ts'])).toEqual({
      files: ['src/lib/text.ts'],
      sample: undefined,
      seed: '1',
      wide: false,
    });
    const { files } = readOptions(ROOT, ['src/lib/', 'src/lib/text.ts', './src/usermaven']);
    expect(files).toEqual(expect.arrayContaining(['src/lib/text.ts', 'src/usermaven/times.ts']));
    expect(new Set(files).size).toBe(files.length);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test('may be a sample', () => {
    const options = ['--sample', '20', '--seed', 'x', '--wide'];
    expect(readOptions(ROOT, ['src/lib', ...options])).toMatchObject({ sample: 20, seed: 'x', wide: true });
  });

  test.each([[[]], [['--all']], [['src/lib', '--sample']]])('%j is told how the command is used', (args) => {
    expect(() => readOptions(ROOT, args)).toThrow(/^Usage: npm run mutate -- PATH/);
  });

  test.each(['0', '-1', '1.5', 'ten'])('a sample of %s is refused', (sample) => {
    expect(() => readOptions(ROOT, ['src/lib', `--sample=${sample}`])).toThrow('a whole number above zero');
  });

  test.each(['src/none.ts', 'test/lib', 'docs', '../src', 'package.json'])(
    '%s has nothing to mutate',
    (path) => {
      expect(() => readOptions(ROOT, [path])).toThrow(
        `There is no TypeScript file in ${path}, or it is not in src.`,
      );
    },
  );
});

describe('the tests of a file', () => {
  const inFolder = (tests: readonly string[], folder: string) =>
    tests.filter((test) => test.startsWith(`${folder}/`));

  test('are its mirror and those of the folder that import it', () => {
    const tests = testsOf(ROOT, 'src/events/prepare.ts');
    expect(tests).toContain('test/events/prepare.test.ts');
    expect(tests.length).toBeLessThan(
      inFolder(nearTestsOf(ROOT, 'src/events/prepare.ts'), 'test/events').length,
    );
    expect(testsOf(ROOT, 'src/events/read-text.ts')).toContain('test/events/read-text.test.ts');
  });

  test('are all of the folder when none is its own', () => {
    const file = 'src/events/without-tests.ts';
    expect(testsOf(ROOT, file)).toEqual(inFolder(nearTestsOf(ROOT, file), 'test/events'));
    expect(testsOf(ROOT, file).length).toBeGreaterThan(5);
  });

  test('are none of a tool, such as the one that deploys the Make app', () => {
    const tests = testsOf(ROOT, 'src/make/app.ts');
    expect(tests).toContain('test/make/modules.test.ts');
    expect(tests.filter((test) => /deploy|blueprints/.test(test))).toEqual([]);
  });

  test('have near them those of the actions, if an action runs the file', () => {
    const ofActions = (file: string) => inFolder(nearTestsOf(ROOT, file), 'test/actions');
    expect(ofActions('src/events/repeats.ts')).toContain('test/actions/index.test.ts');
    expect(ofActions('src/lib/text.ts')).toEqual(ofActions('src/events/repeats.ts'));
    expect(ofActions('src/make/app.ts')).toEqual([]);
    const ownFolder = nearTestsOf(ROOT, 'src/actions/action.ts');
    expect(new Set(ownFolder).size).toBe(ownFolder.length);
  });
});

describe('the report', () => {
  const measuredOf = async (outcomes: readonly ('killed' | 'survived')[]) => {
    const [mutation] = await mutationsIn('src/add.ts', 'export const add = (a: number) =>\n  a + 1;\n');
    if (!mutation) throw new Error('There is no mutation.');
    return outcomes.map((outcome) => ({ mutation, outcome }));
  };

  test('gives the share that was killed, rounded down', async () => {
    expect(scoreOf(await measuredOf(['killed', 'killed', 'survived']))).toBe('66.6 %');
    expect(scoreOf(await measuredOf(['killed']))).toBe('100.0 %');
    expect(scoreOf([])).toBe('-');
    expect(summaryOf('all', await measuredOf(['killed', 'survived']), 3)).toBe(
      ' 50.0 %  all: 1 of 2 killed, 3 declared equivalent',
    );
  });

  test('has a line for each survivor', async () => {
    const [line, ...others] = survivorsIn(await measuredOf(['killed', 'survived']));
    expect(line).toMatch(/^src\/add\.ts:1:\d+ ArrowFunction: \(a: number\) => a \+ 1 -> \(\) => undefined$/);
    expect(others).toEqual([]);
  });
});

test('a run of the command kills what the tests notice', async () => {
  const output = await run('node', [
    '--disable-warning=ExperimentalWarning',
    'tools/mutate.ts',
    'src/lib/row-ranges.ts',
    '--sample',
    '3',
  ]);
  expect(output).toMatch(/^3 of \d+ mutations in 1 file\n/);
  expect(output).toMatch(/src\/lib\/row-ranges\.ts: 3 of 3 killed/);
});
