import { type Figure, ratioOf } from '../figures.ts';
import type { Worker } from '../processes.ts';
import type { Setting } from '../setting.ts';
import type { Call } from '../worker.ts';
import { sendBatch, trackEvent } from '../workload.ts';
import { readyFor } from './compare.ts';

/** Calls of one process: beyond, core 19.1.0 may end it for its memory. */
const MOST_CALLS = 200;

/** Requests and Zapier tasks for the same events: one batch, and a loop of webhooks with one event each. A step that runs is a task. */
export const requestFigures = async (setting: Setting): Promise<Figure[]> => {
  const { start, server, size } = setting;
  const ready = await readyFor(setting, trackEvent(true));
  const count = async (worker: Worker, call: Call, times: number): Promise<number> => {
    await server.order();
    await worker.run({ call, times });
    await worker.stop();
    return (await server.order()).requests;
  };
  const batch = await count(await start('ours', 'time'), sendBatch(size.rows), 1);
  let loop = 0;
  for (let left = size.rows; left > 0; left -= MOST_CALLS) {
    loop += await count(await start('bare', 'time', ready), trackEvent(true), Math.min(left, MOST_CALLS));
  }
  const about = { against: 'a loop of webhooks', unit: 'count' } as const;
  const events = `${size.rows.toLocaleString('en-US')} events`;
  return [
    ratioOf({ ...about, key: 'requests', what: `Requests for ${events}`, target: 0.01 }, [
      { ours: [batch], baseline: [loop] },
    ]),
    ratioOf({ ...about, key: 'tasks', what: `Zapier tasks for ${events}`, target: 1 / size.rows }, [
      { ours: [1], baseline: [size.rows] },
    ]),
  ];
};
