import type { AppName, Apps } from './apps.ts';
import {
  exactRatio,
  type Figure,
  LATENCY_MS,
  ROWS,
  ratioOf,
  spreadOf,
  type Turn,
  takeTurns,
} from './figures.ts';
import { type BenchServer, coldStart, startServer, startWorker, type Worker } from './processes.ts';
import type { Call, Measure } from './worker.ts';
import { BATCH, EVENT, HOOK } from './workload.ts';

/** How much is measured. */
export interface Size {
  /** Processes started, of each app. */
  readonly coldStarts: number;
  /** Processes that call, of each app, since no two are compiled alike. */
  readonly processes: number;
  /** Turns of such a process, and calls of a turn. */
  readonly turns: number;
  readonly calls: number;
  /** Calls before the first turn of a young process, in which V8 compiles what is hot. */
  readonly youngCalls: number;
  /** Calls before the first turn of an old process, in which everything has been compiled. */
  readonly oldCalls: number;
  /** Turns of a process that sends batches. */
  readonly batchTurns: number;
}

/** What `npm run bench` measures. */
export const FULL: Size = {
  coldStarts: 100,
  processes: 5,
  turns: 50,
  calls: 4,
  youngCalls: 300,
  oldCalls: 3_000,
  batchTurns: 8,
};

/** Every figure once, in seconds: whether the benchmark works. Only zip, memory and requests mean something. */
export const QUICK: Size = {
  coldStarts: 1,
  processes: 1,
  turns: 1,
  calls: 1,
  youngCalls: 1,
  oldCalls: 2,
  batchTurns: 1,
};

interface Bench {
  readonly apps: Apps;
  readonly size: Size;
  readonly server: BenchServer;
  readonly start: (app: AppName, measure?: Measure, bodies?: readonly string[]) => Promise<Worker>;
}

/** What one side of a comparison calls, and in which process. */
interface Side {
  readonly worker: Worker;
  readonly call: Call;
}
type Sides<Name extends string> = Readonly<Record<Name, Side>>;

/** Measures one thing after the other, and tells of each figure as soon as it is there. */
export const runBench = async (
  apps: Apps,
  size: Size,
  tell: (figure: Figure) => void,
  parts: readonly Part[] = PARTS,
): Promise<Figure[]> => {
  const server = await startServer();
  const workers: Worker[] = [];
  const start: Bench['start'] = async (app, measure, bodies) => {
    const worker = await startWorker(apps[app].folder, server.url, {
      ...(measure && { measure }),
      ...(bodies && { bodies }),
    });
    workers.push(worker);
    return worker;
  };
  const figures: Figure[] = [];
  try {
    for (const part of parts) {
      const measured = await MEASURES[part]({ apps, size, server, start });
      measured.forEach(tell);
      figures.push(...measured);
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    server.stop();
  }
  return figures;
};

/** A call of the baseline without a form, whose actions have keys of their own (baseline/no-form.ts). */
const withKey = (key: 'post_one' | 'post_all' | 'post_all_unlogged', { bundle }: Call): Call => ({
  method: `creates.${key}.operation.perform`,
  bundle,
});

/** The bodies that our app sends for a call, in order of arrival. */
const bodiesOf = async ({ start, server }: Bench, call: Call): Promise<string[]> => {
  const worker = await start('ours');
  const bodies: string[] = [];
  server.bodies = bodies;
  await worker.run(call, 1);
  server.bodies = null;
  await worker.stop();
  return bodies;
};

/** Calls every side. Throws if one sends more requests than another: then they do not do the same work. */
const warmUp = async <Name extends string>(
  { server }: Bench,
  sides: Sides<Name>,
  calls: number,
): Promise<void> => {
  const sent: number[] = [];
  for (const { worker, call } of Object.values<Side>(sides)) {
    const before = server.requests;
    await worker.run(call, calls);
    sent.push(server.requests - before);
  }
  if (new Set(sent).size > 1) throw new Error(`The sides sent ${sent.join(', ')} requests.`);
};

const turnsOf = <Name extends string>(
  sides: Sides<Name>,
  turns: number,
  calls: number,
  measure?: Measure,
): Promise<Turn<Name>[]> => {
  const runs = Object.entries<Side>(sides).map(([name, { worker, call }]) => [
    name,
    () => worker.run(call, calls, measure),
  ]);
  // fromEntries forgets the names.
  return takeTurns(turns, Object.fromEntries(runs) as Record<Name, () => Promise<number>>);
};

/** Repeats a comparison with other processes of each side, and puts all turns together. */
const inProcesses = async <Key extends string, Name extends string>(
  count: number,
  start: () => Promise<Sides<Name>>,
  measure: (sides: Sides<Name>) => Promise<Readonly<Record<Key, Turn<Name>[]>>>,
): Promise<Record<Key, Turn<Name>[]>> => {
  const all: Partial<Record<Key, Turn<Name>[]>> = {};
  for (let process = 0; process < count; process += 1) {
    const sides = await start();
    const measured = await measure(sides);
    for (const key of Object.keys(measured) as Key[]) all[key] = [...(all[key] ?? []), ...measured[key]];
    await Promise.all(Object.values<Side>(sides).map(({ worker }) => worker.stop()));
  }
  // Every measure gives every key.
  return all as Record<Key, Turn<Name>[]>;
};

const withLatency = async <T>(server: BenchServer, run: () => Promise<T>): Promise<T> => {
  server.latencyMs = LATENCY_MS;
  const result = await run();
  server.latencyMs = 0;
  return result;
};

/** What starting our build costs in a process of its own, and how large it is. */
const measureStart = async ({ apps: { ours, empty }, size }: Bench): Promise<Figure[]> => {
  const imports: Turn<'ours' | 'empty'>[] = [];
  const processes: Turn<'ours' | 'empty'>[] = [];
  for (let started = 0; started < size.coldStarts; started += 1) {
    const [one, other] = [await coldStart(ours.folder), await coldStart(empty.folder)];
    imports.push({ ours: one.importMs, empty: other.importMs });
    processes.push({ ours: one.processMs, empty: other.processMs });
  }
  return [
    exactRatio('zip_size', ours.zipBytes, empty.zipBytes),
    ratioOf('cold_start', imports, ['ours', 'empty']),
    ratioOf('cold_process', processes, ['ours', 'empty']),
  ];
};

/** What one event costs. */
const measureEvent = async (bench: Bench): Promise<Figure[]> => {
  const { size, server, start } = bench;
  const bodies = await bodiesOf(bench, EVENT);
  const sides = async (measure: Measure) => ({
    ours: { worker: await start('ours', measure), call: EVENT },
    sameForm: { worker: await start('sameForm', measure, bodies), call: EVENT },
    noForm: { worker: await start('noForm', measure, bodies), call: withKey('post_one', EVENT) },
  });
  const { time, distant } = await inProcesses(
    size.processes,
    () => sides('time'),
    async (all) => {
      await warmUp(bench, all, size.youngCalls);
      return {
        time: await turnsOf(all, size.turns, size.calls),
        // A call takes twenty times as long, nearly all of it on the way, so that a few say as much.
        distant: await withLatency(server, () => turnsOf(all, Math.ceil(size.turns / 5), size.calls)),
      };
    },
  );
  const { memory } = await inProcesses(
    size.processes,
    () => sides('allocation'),
    async (all) => {
      // Nothing may be collected while allocations are counted, and core 19.1.0 ends a process that grows too much.
      await warmUp(bench, all, 4 * size.calls);
      return { memory: await turnsOf(all, Math.ceil(size.turns / 5), size.calls) };
    },
  );
  return [
    ratioOf('event', time, ['ours', 'sameForm']),
    ratioOf('event_no_form', time, ['ours', 'noForm', 'sameForm']),
    ratioOf('event_distant', distant, ['ours', 'noForm', 'sameForm']),
    ratioOf('event_memory', memory, ['ours', 'sameForm']),
    ratioOf('event_memory_no_form', memory, ['ours', 'noForm', 'sameForm']),
  ];
};

/** What a signed Userpilot delivery costs beside the same hook that returns what it gets. */
const measureHook = async (bench: Bench): Promise<Figure[]> => {
  const { size, start } = bench;
  const { young, old } = await inProcesses(
    // The hook takes less than a millisecond, so that one process differs from the next by as much as the target allows.
    2 * size.processes,
    async () => ({
      ours: { worker: await start('ours'), call: HOOK },
      sameForm: { worker: await start('sameForm'), call: HOOK },
    }),
    async (sides) => {
      await warmUp(bench, sides, size.youngCalls);
      const young = await turnsOf(sides, size.turns, size.calls);
      await warmUp(bench, sides, size.oldCalls);
      return { young, old: await turnsOf(sides, size.turns, size.calls) };
    },
  );
  return [ratioOf('hook_young', young, ['ours', 'sameForm']), ratioOf('hook_old', old, ['ours', 'sameForm'])];
};

/** What a batch costs beside the same bodies, ready. */
const measureBatch = async (bench: Bench): Promise<Figure[]> => {
  const { size, server, start } = bench;
  const bodies = await bodiesOf(bench, BATCH);
  const ours = async (measure: Measure) => ({ worker: await start('ours', measure), call: BATCH });
  const ready = async (key: 'post_all' | 'post_all_unlogged', measure: Measure) => ({
    worker: await start('noForm', measure, bodies),
    call: withKey(key, BATCH),
  });
  const { time, distant } = await inProcesses(
    size.processes,
    async () => ({
      ours: await ours('time'),
      ready: await ready('post_all', 'time'),
      unlogged: await ready('post_all_unlogged', 'time'),
    }),
    async (sides) => {
      await warmUp(bench, sides, size.batchTurns);
      return {
        time: await turnsOf(sides, size.batchTurns, 1),
        distant: await withLatency(server, () => turnsOf(sides, Math.ceil(size.batchTurns / 2), 1)),
      };
    },
  );
  // In processes that have done little else: what is left of earlier work would count as in use before.
  const { peak } = await inProcesses(
    size.processes,
    async () => ({ ours: await ours('peak'), ready: await ready('post_all', 'peak') }),
    async (sides) => {
      await warmUp(bench, sides, 1);
      return { peak: await turnsOf(sides, Math.ceil(size.batchTurns / 2), 1) };
    },
  );
  const payload = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
  const above = spreadOf(peak.map((turn) => (turn.ours - turn.ready) / payload));
  return [
    ratioOf('batch', time, ['ours', 'ready']),
    ratioOf('batch_unlogged', time, ['ours', 'unlogged']),
    ratioOf('batch_distant', distant, ['ours', 'unlogged']),
    { ...ratioOf('batch_peak', peak, ['ours', 'ready']), result: above.median, quartiles: above.quartiles },
    // A webhook is a request and a task for each event; a step that runs is a task.
    exactRatio('requests', bodies.length, ROWS),
    exactRatio('tasks', 1, ROWS),
  ];
};

const MEASURES = { start: measureStart, event: measureEvent, hook: measureHook, batch: measureBatch };

/** A part of the benchmark, by what is measured. */
export type Part = keyof typeof MEASURES;

/** All parts, in the order of the table. */
export const PARTS = Object.keys(MEASURES) as Part[];
