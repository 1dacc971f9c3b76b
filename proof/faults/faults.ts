import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from '../../tools/run.ts';
import { withResults } from '../results-page.ts';
import { asJson, asMarkdown, asText } from './results.ts';
import { runCases } from './run-cases.ts';
import { casesOf, SCENARIOS } from './scenarios.ts';

/**
 * `npm run faults`: drives the built app through everything that can go wrong on the way to Usermaven, replays included,
 * and counts what was stored, lost and stored twice, and secrets that got out. Ends with 1 when a target is missed.
 */

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const BUILD = join(PROJECT, 'build', 'build.zip');
const RESULTS = 'build/faults.json';
const PAGE = 'docs/reliability.md';
const COMMAND = 'npm run faults -- --write';

const print = (text: string): boolean => process.stdout.write(`${text}\n`);

/** A line that is written over, for people who watch; in a log it would only be noise. */
const showProgress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.slice(0, 99).padEnd(99)}`);
};

/** Words of scenario names, `--write` for the docs, `--built` to use the build that is there. Throws on anything else. */
const readArguments = () => {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ allowPositionals: true, options: { write: flag, built: flag } });
  } catch {
    throw new Error('Unknown option. Use --write, --built or words from the names of scenarios.');
  }
};

const main = async (): Promise<number> => {
  const { positionals: words, values } = readArguments();
  if (values.write && words.length > 0) {
    throw new Error('The docs show the whole fault run: leave out the words, or --write.');
  }
  const scenarios = SCENARIOS.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word.toLowerCase())),
  );
  if (scenarios.length === 0) throw new Error(`No scenario has ${words.join(' or ')} in its name.`);
  if (!values.built) {
    print('Building the app as Zapier gets it …');
    await run('node', ['--disable-warning=ExperimentalWarning', 'tools/build.ts']);
  }
  const cases = casesOf({ scenarios });
  print(
    `${cases.length} cases. Some wait until a run has to give up: all of them take about five minutes.\n`,
  );
  let done = 0;
  const results = await runCases(BUILD, cases, ({ scenario, workload }) => {
    done += 1;
    showProgress(`${done} of ${cases.length}  ${scenario.name}, ${workload.size.toLocaleString('en-US')}`);
  });
  showProgress('');
  print(asText(results));
  writeFileSync(join(PROJECT, RESULTS), asJson(results));
  print(`Every case is in ${RESULTS}.`);
  if (values.write) {
    const page = join(PROJECT, PAGE);
    writeFileSync(page, withResults(readFileSync(page, 'utf8'), COMMAND, asMarkdown(results)));
    print(`Wrote ${PAGE}.`);
  }
  return results.some(({ misses }) => misses.length > 0) ? 1 : 0;
};

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
