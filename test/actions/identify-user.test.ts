import { expect, test } from '@jest/globals';
import { IDENTIFY_USER } from '../../src/actions/identify-user.ts';
import { eventsOf } from '../support/building.ts';

test('the event type is user_identify, whatever else is given', async () => {
  const input = { event_name: 'Signed Up', user_id: 'usr_1' };
  expect(await eventsOf(IDENTIFY_USER, input)).toMatchObject([{ event_type: 'user_identify' }]);
});
