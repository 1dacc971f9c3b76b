import type { Apps } from './apps.ts';
import type { Figure, Results } from './figures.ts';
import { coldStartFigures } from './measures/cold-start.ts';
import { requestFigures } from './measures/requests.ts';
import { growthOf, sendBatchFigures, sendBatchSteps } from './measures/send-batch.ts';
import { trackEventFigures } from './measures/track-event.ts';
import { userpilotHookFigures } from './measures/userpilot-hook.ts';
import { inSetting } from './setting.ts';
import type { Size } from './size.ts';

const MEASURES = [
  coldStartFigures,
  trackEventFigures,
  userpilotHookFigures,
  sendBatchFigures,
  requestFigures,
] as const;

/** Measures everything, one thing after the other, and tells of each figure as soon as it is there. */
export const runBench = (apps: Apps, size: Size, tell: (figure: Figure) => void): Promise<Results> =>
  inSetting(apps, size, async (setting) => {
    const figures: Figure[] = [];
    for (const measure of MEASURES) {
      const found = await measure(setting);
      found.forEach(tell);
      figures.push(...found);
    }
    const steps = await sendBatchSteps(setting);
    return { figures, steps, growth: growthOf(steps), bundleBytes: apps.ours.bundleBytes };
  });
