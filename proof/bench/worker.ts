import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { GCProfiler } from 'node:v8';
import type { StepBundle } from '../../sandbox/zapier/lambda.ts';

/**
 * The process in which Zapier would run a build: loads `zapierwrapper.js` from the folder that it is given, calls the
 * handler as often as it is told and says what that cost.
 */

/** What the handler is called with. */
export interface Call {
  readonly method: string;
  readonly bundle: StepBundle;
}

/** What is found out. */
export type Measure = 'time' | 'allocation' | 'peak' | 'resident';

/** What to call, and how often, one after the other. */
export interface WorkerOrder {
  readonly call: Call;
  readonly times: number;
  readonly measure: Measure;
}

/** One figure a call for `time` (milliseconds); one in all for `allocation` (bytes a call), `peak` and `resident` (bytes). */
export interface Measured {
  readonly figures: readonly number[];
  /** What the last call returned. */
  readonly results: unknown;
}

export type WorkerAnswer = Measured | { readonly error: string };

type Handler = (event: object) => Promise<{ readonly results: unknown }>;

const [folder = ''] = process.argv.slice(2);
const { BENCH_PLATFORM: platform = '' } = process.env;

/** The handler writes into what it is given, so that every call gets its own. */
const eventOf = ({ method, bundle }: Call): object => ({
  command: 'execute',
  method,
  bundle: structuredClone(bundle),
  token: 'bench',
  rpc_base: `${platform}/rpc`,
});

const collect = (): void => {
  if (!globalThis.gc) throw new Error('This needs node --expose-gc.');
  globalThis.gc();
};

/** Bytes in use on the heap and in buffers. */
const used = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** Milliseconds of each call, the making of its event left out. */
const time = async (handler: Handler, { call, times }: WorkerOrder): Promise<Measured> => {
  const figures: number[] = [];
  let results: unknown;
  for (let turn = 0; turn < times; turn += 1) {
    const event = eventOf(call);
    const start = performance.now();
    ({ results } = await handler(event));
    figures.push(performance.now() - start);
  }
  return { figures, results };
};

/**
 * Bytes that a call allocates: how much the heap grows while nothing is collected. The young generation is made large
 * enough for that (see `ALLOCATION` in processes.ts); a collection in between would hide garbage, so it is an error.
 */
const allocation = async (handler: Handler, { call, times }: WorkerOrder): Promise<Measured> => {
  const events = Array.from({ length: times }, () => eventOf(call));
  let results: unknown;
  collect();
  const collections = new GCProfiler();
  collections.start();
  const before = used();
  for (const event of events) ({ results } = await handler(event));
  const figure = (used() - before) / times;
  const { length } = collections.stop()?.statistics ?? [];
  if (length > 0) throw new Error(`Garbage was collected ${length} times in between.`);
  return { figures: [figure], results };
};

/**
 * The most bytes that were in use at once during one call, beyond what was before it (its event included). Garbage is
 * collected before each look, so this is what the work holds on to and not what the collector has left lying about.
 */
const peak = async (handler: Handler, { call }: WorkerOrder): Promise<Measured> => {
  let event: object | undefined = eventOf(call);
  collect();
  const before = used();
  let most = before;
  let results: unknown;
  const running = handler(event).then((output) => {
    results = output.results;
    event = undefined;
  });
  const watch = async (): Promise<void> => {
    while (event) {
      collect();
      most = Math.max(most, used());
      await sleep(1);
    }
  };
  await Promise.all([running, watch()]);
  return { figures: [most - before], results };
};

/** The most memory that the process ever had from the machine, garbage included. */
const resident = async (handler: Handler, order: WorkerOrder): Promise<Measured> => {
  const { results } = await time(handler, order);
  return { figures: [process.resourceUsage().maxRSS * 1024], results };
};

const MEASURES = { time, allocation, peak, resident } satisfies Readonly<Record<Measure, unknown>>;

const { handler } = (await import(pathToFileURL(join(folder, 'zapierwrapper.js')).href)) as {
  readonly handler: Handler;
};

// Nothing is left running when the parent is gone.
process.on('disconnect', () => process.exit());
process.on('message', async (order: WorkerOrder) => {
  try {
    process.send?.(await MEASURES[order.measure](handler, order));
  } catch (error) {
    process.send?.({ error: String(error instanceof Error ? error.stack : error) } satisfies WorkerAnswer);
  }
});
process.send?.({ figures: [], results: 'ready' } satisfies Measured);
