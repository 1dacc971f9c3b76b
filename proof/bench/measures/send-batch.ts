import { type Figure, ratioOf, type Step, slopeOf, spreadOf, spreadsOf } from '../figures.ts';
import type { Setting } from '../setting.ts';
import { sendBatch } from '../workload.ts';
import { compare, readyFor } from './compare.ts';

const READY = 'the bodies, ready';
const UNLOGGED = `${READY} and unlogged`;

/** What a batch costs beside the same bodies, ready. */
export const sendBatchFigures = async (setting: Setting): Promise<Figure[]> => {
  const { size, server } = setting;
  const call = sendBatch(size.rows);
  const ready = await readyFor(setting, call);
  const rows = size.rows.toLocaleString('en-US');
  const plan = { call, ready, against: 'bare', rounds: size.batchRounds, times: 1, warmUps: 3 } as const;
  const about = { what: `Send Batch, ${rows} rows`, against: READY, unit: 'ms' } as const;

  const time = await compare(setting, { ...plan, measure: 'time' });
  // As ours: the platform's log would take most of the time of the baseline.
  const bare = { ...plan, ready: { ...ready, unlogged: true } } as const;
  const unlogged = await compare(setting, { ...bare, measure: 'time' });
  const peak = await compare(setting, { ...plan, measure: 'peak', rounds: Math.ceil(size.batchRounds / 2) });
  // Of fresh processes, since one keeps what it once had.
  const resident = await compare(setting, { ...plan, measure: 'resident', rounds: 1, warmUps: 0 });
  const payload = ready.bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
  await server.order({ latencyMs: size.latencyMs });
  const late = await compare(setting, {
    ...bare,
    measure: 'time',
    rounds: Math.ceil(size.batchRounds / 2),
    warmUps: 1,
  });
  await server.order({ latencyMs: 0 });

  const { ours, baseline } = spreadsOf(peak);
  return [
    ratioOf({ ...about, key: 'send_batch', target: 1.3 }, time),
    ratioOf({ ...about, against: UNLOGGED, key: 'send_batch_unlogged' }, unlogged),
    ratioOf(
      {
        ...about,
        against: UNLOGGED,
        key: 'send_batch_distant',
        what: `${about.what}, answers after ${size.latencyMs} ms`,
        target: 1.3,
      },
      late,
    ),
    {
      ...about,
      key: 'send_batch_peak',
      what: `${about.what}: peak memory above the baseline's, in payloads`,
      unit: 'bytes',
      ours,
      baseline,
      result: (ours.median - baseline.median) / payload,
      target: 2,
    },
    ratioOf(
      {
        ...about,
        key: 'send_batch_resident',
        what: `${about.what}: memory of a process that sends one, garbage included`,
        unit: 'bytes',
      },
      resident,
    ),
  ];
};

/** What a row costs in batches of different sizes, taken in turns. */
export const sendBatchSteps = async ({ start, size }: Setting): Promise<Step[]> => {
  const worker = await start('ours', 'time');
  const costs = new Map(size.steps.map((rows) => [rows, [] as number[]]));
  await worker.run({ call: sendBatch(Math.max(...size.steps)), times: 2 });
  for (let round = 0; round < size.stepRounds; round += 1) {
    for (const [rows, perRow] of costs) {
      const { figures } = await worker.run({ call: sendBatch(rows), times: 1 });
      perRow.push(...figures.map((milliseconds) => (milliseconds * 1000) / rows));
    }
  }
  await worker.stop();
  return [...costs].map(([rows, perRow]) => ({ rows, perRow: spreadOf(perRow) }));
};

/** By which power of the number of rows the time of a batch grows: 1 when a row always costs the same. */
export const growthOf = (steps: readonly Step[]): number =>
  slopeOf(steps.map(({ rows, perRow }) => [Math.log(rows), Math.log(rows * perRow.median)]));
