import { expect, test } from '@jest/globals';
import { SEND_BATCH } from '../../src/actions/send-batch.ts';
import { prepareRows, valueFrom } from '../support/building.ts';

test('the sample shows what a run returns for a row without a person', async () => {
  const { sample } = SEND_BATCH;
  const events = [{ event_name: 'Signed Up', user_id: 'usr_1' }, { event_name: 'Signed Up' }];
  expect(valueFrom(await prepareRows({ events })).rejected).toStrictEqual(sample.rejected);
  expect(sample.events_accepted + sample.events_rejected).toBe(sample.events_received);
  expect(sample.event_ids).toHaveLength(sample.events_accepted);
});
