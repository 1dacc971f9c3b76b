import type { Apps } from '../apps.ts';
import { type Figure, ratioOf } from '../figures.ts';
import type { Setting } from '../setting.ts';
import type { Measure } from '../worker.ts';
import { trackEvent } from '../workload.ts';
import { compare, readyFor } from './compare.ts';

const SAME_FORM = 'a bare z.request, same form';
const NO_FORM = 'a bare z.request, no form';

/** Our app, a time in the event and turns as everywhere, unless told. */
interface Case {
  readonly withTime?: boolean;
  readonly app?: keyof Apps;
  readonly rounds?: number;
}

/** What one event through Track Event costs. */
export const trackEventFigures = async (setting: Setting): Promise<Figure[]> => {
  const { size, server } = setting;
  const ready = await readyFor(setting, trackEvent(true));
  const against = (
    baseline: 'twin' | 'bare',
    measure: Measure,
    { withTime = true, app = 'ours', rounds = size.rounds }: Case = {},
  ) =>
    compare(setting, {
      call: trackEvent(withTime),
      app,
      against: baseline,
      ready,
      measure,
      rounds,
      times: size.callsPerRound,
      // Nothing may be collected while allocations are counted, and core 19.1.0 ends a process that grows too much.
      warmUps: measure === 'time' && rounds === size.rounds ? size.warmUps : 4 * size.callsPerRound,
    });
  const time = { what: 'Track Event', unit: 'ms' } as const;
  const allocated = { what: 'Track Event: memory allocated', unit: 'bytes' } as const;
  const form = { what: 'A bare z.request, same form' } as const;
  const late = `Track Event, answers after ${size.latencyMs} ms`;
  const instant = [
    ratioOf({ ...time, key: 'track_event', against: SAME_FORM, target: 1.15 }, await against('twin', 'time')),
    ratioOf(
      { ...time, key: 'track_event_no_form', against: NO_FORM, target: 1.15 },
      await against('bare', 'time'),
    ),
    ratioOf(
      { ...time, what: 'Track Event without a time', key: 'track_event_remembered', against: SAME_FORM },
      await against('twin', 'time', { withTime: false }),
    ),
    ratioOf(
      { ...allocated, key: 'track_event_allocation', against: SAME_FORM, target: 1.1 },
      await against('twin', 'allocation'),
    ),
    ratioOf(
      { ...allocated, key: 'track_event_allocation_no_form', against: NO_FORM, target: 1.1 },
      await against('bare', 'allocation'),
    ),
    ratioOf(
      { ...form, key: 'form', against: NO_FORM, unit: 'ms' },
      await against('bare', 'time', { app: 'twin' }),
    ),
    ratioOf(
      {
        ...form,
        what: `${form.what}: memory allocated`,
        key: 'form_allocation',
        against: NO_FORM,
        unit: 'bytes',
      },
      await against('bare', 'allocation', { app: 'twin' }),
    ),
  ];
  await server.order({ latencyMs: size.latencyMs });
  const distant = ratioOf(
    { ...time, what: late, key: 'track_event_distant', against: NO_FORM, target: 1.15 },
    // A call takes twenty times as long, nearly all of it on the way, so that a few say as much.
    await against('bare', 'time', { rounds: Math.ceil(size.rounds / 4) }),
  );
  await server.order({ latencyMs: 0 });
  return [...instant, distant];
};
