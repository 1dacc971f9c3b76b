/** Figures of the same thing, each measured by itself. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export type Unit = 'ms' | 'bytes' | 'count';

/** One line of the result: what ours costs against a baseline in the same run. */
export interface Figure {
  /** Names the line for tests, and never changes. */
  readonly key: string;
  readonly what: string;
  /** What ours is compared with. */
  readonly against: string;
  readonly unit: Unit;
  readonly ours: Spread;
  readonly baseline: Spread;
  /** The ratio of the medians, or what {@link Figure.target} speaks of. */
  readonly result: number;
  /** What the result may be at most; none where it is only told. */
  readonly target?: number;
}

/** What a batch costs with a number of rows. */
export interface Step {
  readonly rows: number;
  /** Microseconds a row. */
  readonly perRow: Spread;
}

/** All that the benchmark finds out. */
export interface Results {
  readonly figures: readonly Figure[];
  readonly steps: readonly Step[];
  /** The power of the number of rows by which the time of a batch grows: 1 is a flat cost per row. */
  readonly growth: number;
  /** Bytes of our bundle. */
  readonly bundleBytes: number;
}

/** The spread of at least one figure. */
export const spreadOf = (figures: readonly number[]): Spread => {
  const sorted = [...figures].sort((one, other) => one - other);
  const at = (index: number): number => sorted[Math.floor(index)] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return { min: at(0), median: (at(middle) + at(middle + 0.5)) / 2, max: at(sorted.length - 1) };
};

/** What both sides gave. */
export interface Pair<T> {
  readonly ours: readonly T[];
  readonly baseline: readonly T[];
}

/** A line of the result whose result is the ratio of the medians. */
export const ratioOf = (
  about: Pick<Figure, 'key' | 'what' | 'against' | 'unit' | 'target'>,
  pair: Pair<number>,
): Figure => {
  const ours = spreadOf(pair.ours);
  const baseline = spreadOf(pair.baseline);
  return { ...about, ours, baseline, result: ours.median / baseline.median };
};

/**
 * Measures two things in turns, A B A B, so that whatever else the machine does hits both alike. Each gives what it
 * measured in one turn.
 */
export const inTurns = async <T>(
  rounds: number,
  ours: () => Promise<readonly T[]>,
  baseline: () => Promise<readonly T[]>,
): Promise<Pair<T>> => {
  const pair = { ours: [] as T[], baseline: [] as T[] };
  for (let round = 0; round < rounds; round += 1) {
    pair.ours.push(...(await ours()));
    pair.baseline.push(...(await baseline()));
  }
  return pair;
};

/** The slope of the line through points, by least squares. */
export const slopeOf = (points: readonly (readonly [x: number, y: number])[]): number => {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const middleX = mean(points.map(([x]) => x));
  const middleY = mean(points.map(([, y]) => y));
  const rise = points.reduce((sum, [x, y]) => sum + (x - middleX) * (y - middleY), 0);
  return rise / points.reduce((sum, [x]) => sum + (x - middleX) ** 2, 0);
};
