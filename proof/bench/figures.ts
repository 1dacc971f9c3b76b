/** Figures of the same thing, each measured by itself. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** Half of the figures lie between these two. */
  readonly quartiles: readonly [number, number];
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
  /** How many times the baseline ours is, or what {@link Figure.target} speaks of. */
  readonly result: number;
  /** Half of the ratios that the result is the middle of lie between these two. */
  readonly quartiles?: readonly [number, number];
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
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? Number.NaN;
    const above = sorted[Math.ceil(place)] ?? Number.NaN;
    return below + (above - below) * (place % 1);
  };
  return { min: at(0), median: at(0.5), max: at(1), quartiles: [at(0.25), at(0.75)] };
};

/** What one turn of each side gave. */
export interface Turn<T> {
  readonly ours: readonly T[];
  readonly baseline: readonly T[];
}

/** What all turns of each side gave. */
export const spreadsOf = (turns: readonly Turn<number>[]): Pick<Figure, 'ours' | 'baseline'> => ({
  ours: spreadOf(turns.flatMap(({ ours }) => ours)),
  baseline: spreadOf(turns.flatMap(({ baseline }) => baseline)),
});

/**
 * A line of the result whose result is the middle one of the ratios of all turns. A turn of ours is only held against the
 * one beside it, so that a machine that is busy for a while does not show in it.
 */
export const ratioOf = (
  about: Pick<Figure, 'key' | 'what' | 'against' | 'unit' | 'target'>,
  turns: readonly Turn<number>[],
): Figure => {
  const ratios = turns.map(({ ours, baseline }) => spreadOf(ours).median / spreadOf(baseline).median);
  const { median, quartiles } = spreadOf(ratios);
  return { ...about, ...spreadsOf(turns), result: median, quartiles };
};

/**
 * Measures two things in turns, A B A B, so that whatever else the machine does hits both alike. Each gives what it
 * measured in one turn.
 */
export const inTurns = async <T>(
  rounds: number,
  ours: () => Promise<readonly T[]>,
  baseline: () => Promise<readonly T[]>,
): Promise<Turn<T>[]> => {
  const turns: Turn<T>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    turns.push({ ours: await ours(), baseline: await baseline() });
  }
  return turns;
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
