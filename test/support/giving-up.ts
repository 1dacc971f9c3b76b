import { jest } from '@jest/globals';
import type { FaultRule } from '../../sandbox/usermaven/fault-rules.ts';
import type { Timing } from '../../src/zapier/timing.ts';
import { NEVER } from './quick-app.ts';

/**
 * A fault after which the app gives its try up, as it does after its time: at the moment when the request has met the fault,
 * however slow the machine is. The times of `timing` become so long that none of them ends by itself.
 */
export const givingUp = (
  fault: FaultRule,
  timing: { -readonly [K in keyof Timing]: Timing[K] },
): FaultRule => {
  Object.assign(timing, { tryMs: NEVER, budgetMs: 2 * NEVER, stepMs: 2 * NEVER });
  const timers = jest.spyOn(globalThis, 'setTimeout');
  return {
    ...fault,
    match: (request) => {
      if (fault.match?.(request) === false) return false;
      // After the fault has stored what it stores.
      setImmediate(() => {
        const [giveUp] = timers.mock.calls.findLast(([, milliseconds]) => milliseconds === NEVER) ?? [];
        if (!giveUp) throw new Error('No try has begun.');
        giveUp();
      });
      return true;
    },
  };
};
