import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildApps } from './apps.ts';
import { asMarkdown, asText, withResults } from './report.ts';
import { runBench } from './run-bench.ts';
import { FULL } from './size.ts';

/**
 * `npm run bench`: what our code costs in time, memory and requests, against baselines in the same run. With `--write` the
 * result goes into docs/performance.md.
 */

const PAGE = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const bench = async (write: boolean): Promise<void> => {
  say('Building our app and its baselines, then measuring: about twelve minutes.');
  const apps = await buildApps();
  try {
    const results = await runBench(apps, FULL, (figure) => say(asText(figure)));
    const page = asMarkdown(results);
    say(`\n${page.slice(page.indexOf('What a row costs'))}`);
    if (!write) return;
    writeFileSync(PAGE, withResults(readFileSync(PAGE, 'utf8'), page));
    say('\nWrote docs/performance.md.');
  } finally {
    await apps.remove();
  }
};

const [option, ...more] = process.argv.slice(2);
if ((option !== undefined && option !== '--write') || more.length > 0) {
  say('Use npm run bench, or npm run bench -- --write to write docs/performance.md too.');
  process.exitCode = 1;
} else {
  await bench(option === '--write');
}
