import { expect, test } from '@jest/globals';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { sampleOutputs } from '../../src/userpilot/samples.ts';

test('the sample of the trigger is its output for a completed flow', () => {
  expect(sampleOutputs(['flows.completed'])).toEqual([USERPILOT_EVENT.sample]);
});

test('the trigger takes event types', () => {
  expect(USERPILOT_EVENT.fields).toEqual(['event_types']);
});
