import type { Apps } from '../apps.ts';
import type { Ready } from '../baseline/work.ts';
import { inTurns, type Turn } from '../figures.ts';
import type { Worker } from '../processes.ts';
import type { Setting } from '../setting.ts';
import type { Call, Measure } from '../worker.ts';

/** What is called on both sides, and how often. */
export interface Comparison {
  readonly call: Call;
  /** Our app unless told. */
  readonly app?: keyof Apps;
  readonly against: keyof Apps;
  /** What a baseline posts: {@link readyFor} the call. */
  readonly ready: Ready;
  readonly measure: Measure;
  /** Turns of a process, and the calls of a turn. */
  readonly rounds: number;
  readonly times: number;
  /** Calls before the first turn. */
  readonly warmUps: number;
}

/** The bodies that ours sends for a call, in order of arrival. */
export const readyFor = async ({ start, server }: Setting, call: Call): Promise<Ready> => {
  const worker = await start('ours', 'time');
  await server.order({ keepBodies: true });
  await worker.run({ call, times: 1 });
  const { bodies } = await server.order({ keepBodies: false });
  await worker.stop();
  return { bodies };
};

/**
 * Calls both sides in turns, each in a process of its own, and again with other processes. Throws if one sends another
 * number of requests than the other: then they do not do the same work.
 */
export const compare = async (setting: Setting, comparison: Comparison): Promise<Turn<number>[]> => {
  const turns: Turn<number>[] = [];
  for (let process = 0; process < setting.size.processes; process += 1) {
    turns.push(...(await compareOnce(setting, comparison)));
  }
  return turns;
};

const compareOnce = async (
  { start, server }: Setting,
  { call, app = 'ours', against, ready, measure, rounds, times, warmUps }: Comparison,
): Promise<Turn<number>[]> => {
  const [ours, baseline] = await Promise.all([start(app, measure, ready), start(against, measure, ready)]);
  const requestsOf = async (worker: Worker): Promise<number> => {
    await server.order();
    await worker.run({ call, times: warmUps });
    return (await server.order()).requests;
  };
  const [sent, sentByBaseline] = [await requestsOf(ours), await requestsOf(baseline)];
  if (sent !== sentByBaseline) throw new Error(`Ours sent ${sent} requests, the baseline ${sentByBaseline}.`);
  const turn = (worker: Worker) => async () => (await worker.run({ call, times })).figures;
  const turns = await inTurns(rounds, turn(ours), turn(baseline));
  await Promise.all([ours.stop(), baseline.stop()]);
  return turns;
};
