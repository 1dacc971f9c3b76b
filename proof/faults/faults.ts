import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../tools/run.ts';
import { readArguments } from './arguments.ts';
import { asJson } from './as-json.ts';
import { casesOf, FULL_SIZES } from './cases.ts';
import { faultRun } from './fault-run.ts';
import { PAGE, withResults } from './page.ts';
import { onPaper } from './paper.ts';
import { SCENARIOS } from './scenarios.ts';

/**
 * `npm run faults`: drives the built app through everything that can go wrong on the way to Usermaven, replays included,
 * and counts what was stored, lost, stored twice and let out. Ends with 1 when a target is missed.
 */

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const BUILD = join(PROJECT, 'build', 'build.zip');
const RESULTS = 'build/faults.json';

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

/** A line that is written over, for people who watch; in a log it would only be noise. */
const showProgress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.slice(0, 99).padEnd(99)}`);
};

const main = async (): Promise<number> => {
  const { words, write, built } = readArguments(process.argv.slice(2));
  const scenarios = SCENARIOS.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word.toLowerCase())),
  );
  if (scenarios.length === 0) throw new Error(`No scenario has ${words.join(' or ')} in its name.`);
  if (!built) {
    say('Building the app as Zapier gets it …');
    await run('node', ['--disable-warning=ExperimentalWarning', 'tools/build.ts']);
  }
  const cases = casesOf({ sizes: FULL_SIZES, scenarios });
  say(`${cases.length} cases. Some wait until a run has to give up: all of them take about five minutes.\n`);
  let done = 0;
  const results = await faultRun(BUILD, cases, ({ scenario, workload }) => {
    done += 1;
    showProgress(`${done} of ${cases.length}  ${scenario.name}, ${workload.size.toLocaleString('en-US')}`);
  });
  showProgress('');
  say(onPaper(results));
  writeFileSync(join(PROJECT, RESULTS), asJson(results));
  say(`Every case is in ${RESULTS}.`);
  if (write) {
    const page = join(PROJECT, PAGE);
    writeFileSync(page, withResults(readFileSync(page, 'utf8'), results));
    say(`Wrote ${PAGE}.`);
  }
  return results.some(({ misses }) => misses.length > 0) ? 1 : 0;
};

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
