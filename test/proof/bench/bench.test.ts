import { afterAll, beforeAll, expect, test } from '@jest/globals';
import app from '../../../index.ts';
import { buildApps } from '../../../proof/bench/apps.ts';
import { FLAGS } from '../../../proof/bench/baseline/work.ts';
import { FIGURES, type Figure, type FigureKey, ROWS } from '../../../proof/bench/figures.ts';
import { QUICK, runBench } from '../../../proof/bench/measures.ts';
import { readBuild } from '../../support/built.ts';
import { quickApp } from './quick-app.ts';

/** The whole benchmark, so short that its times mean nothing. What does not depend on the machine is held to its target. */

const KEYS = Object.keys(FIGURES) as FigureKey[];

/** What our bundle may have at most. Room for a few more fields, and none for a library that was added by mistake. */
const MAX_BUNDLE_BYTES = 130_000;

let built: Awaited<ReturnType<typeof buildApps>>;
let figures: Figure[];
const told: Figure[] = [];

beforeAll(async () => {
  await readBuild();
  built = await buildApps(quickApp);
  figures = await runBench(built.apps, QUICK, (figure) => told.push(figure));
});
afterAll(() => built?.remove());

const figureOf = (wanted: FigureKey): Figure => {
  const figure = figures.find(({ key }) => key === wanted);
  if (!figure) throw new Error(`There is no figure ${wanted}.`);
  return figure;
};

test('every figure is measured, and told as soon as it is', () => {
  expect(figures.map(({ key }) => key)).toEqual(KEYS);
  expect(told).toEqual(figures);
});

test.each(KEYS)('%s is a number on both sides', (key) => {
  const { ours, baseline, result } = figureOf(key);
  for (const { min, median, max } of [ours, baseline]) {
    expect(min).toBeGreaterThanOrEqual(0);
    expect(median).toBeGreaterThanOrEqual(min);
    expect(max).toBeGreaterThanOrEqual(median);
  }
  expect(Number.isFinite(result)).toBe(true);
});

// The benchmark's own target is stricter, and says by how much it is missed.
test('our code adds at most 5 % to the zip of an empty app', () => {
  expect(figureOf('zip_size').result).toBeLessThanOrEqual(1.05);
});

test('our bundle stays within its budget', () => {
  expect(built.apps.ours.bundleBytes).toBeLessThanOrEqual(MAX_BUNDLE_BYTES);
});

test('a batch takes a hundredth of the requests of a loop, and one task', () => {
  expect(figureOf('requests')).toMatchObject({ ours: { median: ROWS / 100 }, baseline: { median: ROWS } });
  expect(figureOf('tasks').ours.median).toBe(1);
});

test('the baselines run with the flags of our app', () => {
  expect(FLAGS).toEqual(app.flags);
});
