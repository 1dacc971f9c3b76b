import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withResults } from '../results-page.ts';
import { buildApp, buildApps } from './apps.ts';
import { FULL, PARTS, type Part, QUICK, runBench } from './measures.ts';
import { profileBatch } from './profile.ts';
import { asMarkdown, asText, summary } from './report.ts';

/**
 * `npm run bench`: what our code costs in time, memory and requests, against baselines in the same run. Takes names of
 * parts (`npm run bench -- batch`), and measures all without any. With `--write` the
 * result goes into docs/performance.md, with `--quick` everything is measured only once, and with `--profile` it shows in
 * which files a batch spends its time, and nothing else.
 */

const PAGE = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const COMMAND = 'npm run bench -- --write';

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

interface Options {
  readonly quick: boolean;
  readonly write: boolean;
  readonly parts: readonly Part[];
}

const bench = async ({ quick, write, parts }: Options): Promise<void> => {
  print(
    'Building our app and its baselines, then measuring. All parts take ten minutes, or one with --quick.',
  );
  const { apps, remove } = await buildApps();
  try {
    const figures = await runBench(apps, quick ? QUICK : FULL, (figure) => print(asText(figure)), parts);
    print(`\n${summary(figures)}`);
    if (!write) return;
    const page = asMarkdown(figures, apps.ours.bundleBytes);
    writeFileSync(PAGE, withResults(readFileSync(PAGE, 'utf8'), COMMAND, page));
    print('Wrote docs/performance.md.');
  } finally {
    await remove();
  }
};

const profile = async (): Promise<void> => {
  const app = await buildApp();
  try {
    const times = await profileBatch(app);
    const total = [...times.values()].reduce((sum, milliseconds) => sum + milliseconds, 0);
    for (const [source, milliseconds] of times) {
      if (milliseconds >= total / 100) print(`${milliseconds.toFixed(1).padStart(8)} ms  ${source}`);
    }
  } finally {
    await app.remove();
  }
};

const readArguments = () => {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      allowPositionals: true,
      options: { write: flag, quick: flag, profile: flag },
    });
  } catch {
    throw new Error(`Unknown option. Use --write, --quick, --profile or parts: ${PARTS.join(', ')}.`);
  }
};

try {
  const { values, positionals } = readArguments();
  const parts = PARTS.filter((part) => positionals.length === 0 || positionals.includes(part));
  if (parts.length < positionals.length) throw new Error(`Unknown part. The parts are ${PARTS.join(', ')}.`);
  if (values.write && (values.quick || parts.length < PARTS.length))
    throw new Error('The docs show the whole benchmark: use --write without --quick and parts.');
  await (values.profile ? profile() : bench({ ...values, parts }));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
