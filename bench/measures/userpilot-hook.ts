import { type Figure, ratioOf } from '../figures.ts';
import type { Setting } from '../setting.ts';
import { userpilotHook } from '../workload.ts';
import { compare } from './compare.ts';

/** What a signed Userpilot delivery costs beside the same hook that hands on what it gets. */
export const userpilotHookFigures = async (setting: Setting): Promise<Figure[]> => {
  // One process differs from the next by as much as the target has room, and each takes a second.
  const size = { ...setting.size, processes: 2 * setting.size.processes };
  const turns = await compare(
    { ...setting, size },
    {
      call: userpilotHook(),
      against: 'twin',
      ready: { bodies: [] },
      measure: 'time',
      rounds: size.rounds,
      times: size.callsPerRound,
      warmUps: size.warmUps,
    },
  );
  return [
    ratioOf(
      {
        key: 'userpilot_hook',
        what: 'Userpilot hook with signature',
        against: 'the same hook without our code',
        unit: 'ms',
        target: 1.2,
      },
      turns,
    ),
  ];
};
