import { firstOf } from '../actions.ts';

/** Rows of the batch that is measured. */
export const ROWS = 10_000;

/** Milliseconds of a response where the server is as far away as one on the Internet. */
export const LATENCY_MS = 50;

const EVENT = firstOf('event').zapier.label;
const BATCH = `${firstOf('batch').zapier.label}, 10,000 rows`;
const HOOK = 'Userpilot hook with signature';
const DISTANT = `responses after ${LATENCY_MS} ms`;

const EMPTY = 'an empty app';
const SAME_FORM = 'a bare z.request, same form';
const NO_FORM = 'a bare z.request, no form';
const NO_CODE = 'the same hook without our code';
const READY = 'the bodies, ready';
const UNLOGGED = 'the bodies, ready and unlogged';
const LOOP = 'a loop of webhooks';

/** What is measured: what ours costs beside a baseline in the same run. */
interface Declared {
  readonly what: string;
  /** What ours is compared with. */
  readonly against: string;
  readonly unit: 'ms' | 'bytes' | 'count';
  /** What the result may be at most. */
  readonly target: number;
}

/** Every figure with its target, in the order of the table. */
export const FIGURES = {
  zip_size: { what: 'Size of build.zip', against: EMPTY, unit: 'bytes', target: 1.03 },
  cold_start: { what: 'Cold start: import of the build', against: EMPTY, unit: 'ms', target: 1.04 },
  cold_process: { what: 'Cold start: the whole process', against: EMPTY, unit: 'ms', target: 1.04 },
  event: { what: EVENT, against: SAME_FORM, unit: 'ms', target: 1.08 },
  event_no_form: { what: EVENT, against: NO_FORM, unit: 'ms', target: 1.15 },
  event_distant: { what: `${EVENT}, ${DISTANT}`, against: NO_FORM, unit: 'ms', target: 1.15 },
  event_memory: { what: `${EVENT}: memory allocated`, against: SAME_FORM, unit: 'bytes', target: 1.1 },
  event_memory_no_form: { what: `${EVENT}: memory allocated`, against: NO_FORM, unit: 'bytes', target: 1.1 },
  hook_young: { what: `${HOOK}, young process`, against: NO_CODE, unit: 'ms', target: 1.15 },
  hook_old: { what: `${HOOK}, old process`, against: NO_CODE, unit: 'ms', target: 1.15 },
  batch: { what: BATCH, against: READY, unit: 'ms', target: 1.3 },
  batch_unlogged: { what: BATCH, against: UNLOGGED, unit: 'ms', target: 1.8 },
  batch_distant: { what: `${BATCH}, ${DISTANT}`, against: UNLOGGED, unit: 'ms', target: 1.3 },
  batch_peak: {
    what: `${BATCH}: peak memory above the baseline's, in payloads`,
    against: READY,
    unit: 'bytes',
    target: 2,
  },
  requests: { what: 'Requests for 10,000 events', against: LOOP, unit: 'count', target: 0.01 },
  tasks: { what: 'Zapier tasks for 10,000 events', against: LOOP, unit: 'count', target: 1 / ROWS },
} as const satisfies Readonly<Record<string, Declared>>;

export type FigureKey = keyof typeof FIGURES;

/** Several values of one thing. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** Half of the values lie between these two. */
  readonly quartiles: readonly [number, number];
}

/** A figure, measured. */
export interface Figure extends Declared {
  readonly key: FigureKey;
  readonly ours: Spread;
  readonly baseline: Spread;
  /** How many times the baseline ours is, or what the declaration says instead. */
  readonly result: number;
  /** Half of the ratios of the turns lie between these two. */
  readonly quartiles: readonly [number, number];
  /** The result of an app that has our form and no code: ours cannot be less. */
  readonly floor?: number;
}

/** What each side gave in one turn. */
export type Turn<Side extends string> = Readonly<Record<Side, number>>;

/** The spread of at least one value. */
export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number): number => {
    const position = share * (sorted.length - 1);
    const below = sorted[Math.floor(position)] ?? Number.NaN;
    const above = sorted[Math.ceil(position)] ?? Number.NaN;
    return below + (above - below) * (position % 1);
  };
  return { min: at(0), median: at(0.5), max: at(1), quartiles: [at(0.25), at(0.75)] };
};

/**
 * A figure whose result is the median of the ratios of all turns. Within a turn the sides run one right after the other,
 * so that a machine that is busy for a while does not show in it.
 * @param floor the side that does none of our work, where the target cannot be met because of it.
 */
export const ratioOf = <Side extends string>(
  key: FigureKey,
  turns: readonly Turn<Side>[],
  [ours, baseline, floor]: readonly [ours: Side, baseline: Side, floor?: Side],
): Figure => {
  const ratios = (side: Side) => spreadOf(turns.map((turn) => turn[side] / turn[baseline]));
  const of = (side: Side) => spreadOf(turns.map((turn) => turn[side]));
  const { median, quartiles } = ratios(ours);
  return {
    key,
    ...FIGURES[key],
    ours: of(ours),
    baseline: of(baseline),
    result: median,
    quartiles,
    ...(floor === undefined ? {} : { floor: ratios(floor).median }),
  };
};

/** A figure of two numbers that are the same in every run. */
export const exactRatio = (key: FigureKey, ours: number, baseline: number): Figure =>
  ratioOf(key, [{ ours, baseline }], ['ours', 'baseline']);

/** Measures all sides in every turn, forwards and backwards in turn, so that other load on the machine hits all alike. */
export const takeTurns = async <Side extends string>(
  count: number,
  sides: Readonly<Record<Side, () => Promise<number>>>,
): Promise<Turn<Side>[]> => {
  const order = Object.keys(sides) as Side[];
  const turns: Turn<Side>[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const values: Partial<Record<Side, number>> = {};
    for (const side of turn % 2 === 0 ? order : order.toReversed()) values[side] = await sides[side]();
    // Every side of the order has its value now.
    turns.push(values as Turn<Side>);
  }
  return turns;
};

/** Whether a figure meets its target. */
export const isMet = ({ result, target }: Pick<Figure, 'result' | 'target'>): boolean => result <= target;
