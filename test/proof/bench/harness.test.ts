import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Apps, buildApps } from '../../../proof/bench/apps.ts';
import type { Figure, Results } from '../../../proof/bench/figures.ts';
import { MARKS } from '../../../proof/bench/report.ts';
import { runBench } from '../../../proof/bench/run-bench.ts';
import { FULL, SMOKE } from '../../../proof/bench/size.ts';
import { readText } from '../../docs/guides.ts';
import { readBuild } from '../../support/built.ts';
import { quickApp } from './quick-app.ts';

/** The whole benchmark, so small that its times say nothing. What does not hang on the machine is held to its target. */

const KEYS = [
  'cold_start',
  'cold_process',
  'zip_size',
  'track_event',
  'track_event_no_form',
  'track_event_remembered',
  'track_event_allocation',
  'track_event_allocation_no_form',
  'form',
  'form_allocation',
  'track_event_distant',
  'userpilot_hook',
  'userpilot_hook_long',
  'send_batch',
  'send_batch_unlogged',
  'send_batch_distant',
  'send_batch_peak',
  'send_batch_resident',
  'requests',
  'tasks',
];

/** What our bundle may have at most. Room for a few more fields, and none for a library that nobody noticed. */
const MOST_BUNDLE_BYTES = 130_000;

let apps: Apps & { readonly remove: () => Promise<void> };
let results: Results;
const told: Figure[] = [];

beforeAll(async () => {
  await readBuild();
  apps = await buildApps(quickApp);
  results = await runBench(apps, SMOKE, (figure) => told.push(figure));
}, 120_000);
afterAll(() => apps?.remove());

const figureOf = (key: string): Figure => {
  const figure = results.figures.find((candidate) => candidate.key === key);
  if (!figure) throw new Error(`There is no figure ${key}.`);
  return figure;
};

test('every figure is there, and told as soon as it is', () => {
  expect(results.figures.map(({ key }) => key)).toEqual(KEYS);
  expect(told).toEqual(results.figures);
});

test.each(KEYS)('%s is a figure, on both sides', (key) => {
  const { ours, baseline, result } = figureOf(key);
  for (const { min, median, max } of [ours, baseline]) {
    expect(min).toBeGreaterThanOrEqual(0);
    expect(median).toBeGreaterThanOrEqual(min);
    expect(max).toBeGreaterThanOrEqual(median);
  }
  expect(Number.isFinite(result)).toBe(true);
});

test('what a row costs is there for each size of a batch', () => {
  expect(results.steps.map(({ rows }) => rows)).toEqual(SMOKE.steps);
  expect(results.steps.filter(({ perRow }) => !(perRow.median > 0))).toEqual([]);
  expect(Number.isFinite(results.growth)).toBe(true);
});

test('our code adds at most 5 % to the zip of an empty app', () => {
  expect(figureOf('zip_size').result).toBeLessThanOrEqual(1.05);
});

test('our bundle stays within its budget', () => {
  expect(results.bundleBytes).toBeLessThanOrEqual(MOST_BUNDLE_BYTES);
});

test('a batch takes a hundredth of the requests of a loop, and one task', () => {
  expect(figureOf('requests')).toMatchObject({
    ours: { median: SMOKE.rows / 100 },
    baseline: { median: SMOKE.rows },
  });
  expect(figureOf('tasks')).toMatchObject({ ours: { median: 1 }, baseline: { median: SMOKE.rows } });
});

test('docs/performance.md has a line for each figure and each size of a batch', () => {
  const page = readText('docs/performance.md');
  const written = page.slice(page.indexOf(MARKS.start), page.indexOf(MARKS.end));
  const lines = written.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
  const heads = 2;
  expect(lines).toHaveLength(heads + KEYS.length + FULL.steps.length);
});
