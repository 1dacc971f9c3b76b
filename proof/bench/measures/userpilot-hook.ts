import { withCommas } from '../../../src/lib/text.ts';
import { type Figure, ratioOf } from '../figures.ts';
import type { Setting } from '../setting.ts';
import { userpilotHook } from '../workload.ts';
import { compare } from './compare.ts';

/**
 * What a signed Userpilot delivery costs beside the same hook that hands on what it gets. Our code runs once in a call that
 * takes less than a millisecond, so that V8 compiles it later than what the platform runs a hundred times in each: a
 * process that has run for long has a figure of its own.
 */
export const userpilotHookFigures = async (setting: Setting): Promise<Figure[]> => {
  const { processes, rounds, callsPerRound, warmUps, longWarmUps } = setting.size;
  // One process differs from the next by as much as the target has room, and each takes a second.
  const size = { ...setting.size, processes: 2 * processes };
  const after = (calls: number) =>
    compare(
      { ...setting, size },
      {
        call: userpilotHook(),
        against: 'twin',
        ready: { bodies: [] },
        measure: 'time',
        rounds,
        times: callsPerRound,
        warmUps: calls,
      },
    );
  const about = { against: 'the same hook without our code', unit: 'ms', target: 1.2 } as const;
  const what = 'Userpilot hook with signature';
  const long = `${what}, after ${withCommas(longWarmUps)} calls`;
  return [
    ratioOf({ ...about, key: 'userpilot_hook', what }, await after(warmUps)),
    ratioOf({ ...about, key: 'userpilot_hook_long', what: long }, await after(longWarmUps)),
  ];
};
