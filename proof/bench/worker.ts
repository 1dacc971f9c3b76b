import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { GCProfiler } from 'node:v8';
import type { StepBundle } from '../../sandbox/zapier/lambda.ts';
import type { Ready } from './baseline/work.ts';

/**
 * The process in which Zapier would run a build: loads `zapierwrapper.js` from the folder that it is given, calls the
 * handler as often as it is told, and reports what that cost.
 */

/** What the handler is called with. */
export interface Call {
  readonly method: string;
  readonly bundle: StepBundle;
}

/** What is measured: the median milliseconds of a call, the bytes that a call allocates, or the bytes that it needs at most. */
export type Measure = 'time' | 'allocation' | 'peak';

/** What the parent sends: first what is ready for a baseline, then what to call, how often, and what to measure. */
export type WorkerOrder = Ready | { readonly call: Call; readonly times: number; readonly measure: Measure };

/** The reply to each order, and one when the process has started. */
export type WorkerReply = { readonly figure: number } | { readonly error: string };

const [folder = '', platform = ''] = process.argv.slice(2);

type Handler = (event: object) => Promise<unknown>;

const { handler } = (await import(pathToFileURL(join(folder, 'zapierwrapper.js')).href)) as {
  readonly handler: Handler;
};

/** The handler writes into its event, so that every call gets one of its own. */
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

/** The making of the event is left out. */
const time = async (call: Call, times: number): Promise<number> => {
  const figures: number[] = [];
  for (let made = 0; made < times; made += 1) {
    const event = eventOf(call);
    const start = performance.now();
    await handler(event);
    figures.push(performance.now() - start);
  }
  return figures.sort((one, other) => one - other)[Math.floor(times / 2)] ?? Number.NaN;
};

/**
 * How much the heap grows while nothing is collected. The young generation is large enough for that (see processes.ts); a
 * collection in between would hide garbage, so it is an error.
 */
const allocation = async (call: Call, times: number): Promise<number> => {
  const events = Array.from({ length: times }, () => eventOf(call));
  collect();
  const collections = new GCProfiler();
  collections.start();
  const before = used();
  for (const event of events) await handler(event);
  const bytes = (used() - before) / times;
  const { length } = collections.stop()?.statistics ?? [];
  if (length > 0) throw new Error(`Garbage was collected ${length} times in between.`);
  return bytes;
};

/**
 * The most bytes in use at once during one call, beyond what was before it (its event included). Garbage is collected
 * before each look, so this is what the work keeps and not what the collector has not got to yet.
 */
const peak = async (call: Call): Promise<number> => {
  let event: object | undefined = eventOf(call);
  collect();
  const before = used();
  let most = before;
  const running = handler(event).finally(() => {
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
  return most - before;
};

const MEASURES = { time, allocation, peak } satisfies Readonly<Record<Measure, unknown>>;

const obey = async (order: WorkerOrder): Promise<number> => {
  if ('call' in order) return MEASURES[order.measure](order.call, order.times);
  globalThis.ready = order;
  return 0;
};

// Nothing is left running when the parent is gone.
process.on('disconnect', () => process.exit());
process.on('message', async (order: WorkerOrder) => {
  const reply: WorkerReply = await obey(order).then(
    (figure) => ({ figure }),
    (error) => ({ error: String(error instanceof Error ? error.stack : error) }),
  );
  process.send?.(reply);
});
process.send?.({ figure: 0 } satisfies WorkerReply);
