import { type Figure, ratioOf } from '../figures.ts';
import type { Setting } from '../setting.ts';
import type { Measure } from '../worker.ts';
import { trackEvent } from '../workload.ts';
import { bodiesOf, compare } from './compare.ts';

const SAME_FORM = 'a bare z.request, same form';
const NO_FORM = 'a bare z.request, no form';

/** What one event through Track Event costs. */
export const trackEventFigures = async (setting: Setting): Promise<Figure[]> => {
  const { size, server } = setting;
  const bodies = await bodiesOf(setting, trackEvent(true));
  const against = (app: 'twin' | 'bare', measure: Measure, withTime = true) =>
    compare(setting, {
      call: trackEvent(withTime),
      against: app,
      bodies,
      measure,
      rounds: size.rounds,
      times: size.callsPerRound,
      // Nothing may be collected while allocations are counted, and core 19.1.0 ends a process that grows too much.
      warmUps: measure === 'time' ? size.warmUps : 4 * size.callsPerRound,
    });
  const time = { what: 'Track Event', unit: 'ms' } as const;
  const allocated = { what: 'Track Event: memory allocated', unit: 'bytes' } as const;
  const late = `Track Event, answers after ${size.latencyMs} ms`;
  const instant = [
    ratioOf({ ...time, key: 'track_event', against: SAME_FORM, target: 1.15 }, await against('twin', 'time')),
    ratioOf(
      { ...time, key: 'track_event_no_form', against: NO_FORM, target: 1.15 },
      await against('bare', 'time'),
    ),
    ratioOf(
      { ...time, what: 'Track Event without a time', key: 'track_event_remembered', against: SAME_FORM },
      await against('twin', 'time', false),
    ),
    ratioOf(
      { ...allocated, key: 'track_event_allocation', against: SAME_FORM, target: 1.1 },
      await against('twin', 'allocation'),
    ),
    ratioOf(
      { ...allocated, key: 'track_event_allocation_no_form', against: NO_FORM, target: 1.1 },
      await against('bare', 'allocation'),
    ),
  ];
  await server.order({ latencyMs: size.latencyMs });
  const distant = ratioOf(
    { ...time, what: late, key: 'track_event_distant', against: NO_FORM, target: 1.15 },
    await against('bare', 'time'),
  );
  await server.order({ latencyMs: 0 });
  return [...instant, distant];
};
