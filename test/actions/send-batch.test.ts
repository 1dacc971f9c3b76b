import { expect, test } from '@jest/globals';
import { SEND_BATCH } from '../../src/actions/send-batch.ts';
import { prepareBatch } from '../../src/events/prepare.ts';
import { API_KEY, NOW, RANDOM_ID, valueFrom } from '../support/building.ts';

test('the sample shows what a run returns for a row without a person', async () => {
  const { sample } = SEND_BATCH;
  const events = [{ event_name: 'Signed Up', user_id: 'usr_1' }, { event_name: 'Signed Up' }];
  const options = {
    apiKey: API_KEY,
    clock: { now: NOW },
    makeSeed: () => RANDOM_ID,
    redact: (text: string) => text,
  };
  expect(valueFrom(await prepareBatch({ events }, options)).rejected).toStrictEqual(sample.rejected);
  expect(sample.events_accepted + sample.events_rejected).toBe(sample.events_received);
  expect(sample.event_ids).toHaveLength(sample.events_accepted);
});
