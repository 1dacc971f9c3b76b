import { describe, expect, test } from '@jest/globals';
import { EVENT_OUTPUTS, eventOutput } from '../../src/actions/action.ts';
import { type Input, identify, track } from '../support/building.ts';

const KEYS = EVENT_OUTPUTS.map(({ key }) => key);

describe('the output of an action that sends one event', () => {
  test.each<[what: string, input: Input, output: object]>([
    [
      'a known user',
      {},
      { user_id: 'usr_1', anonymous_id: null, email: null, company_id: null, occurred_at: null },
    ],
    ['a visitor', { user_id: '', anonymous_id: '5zdta4zak9' }, { user_id: null, anonymous_id: '5zdta4zak9' }],
    [
      'a lead: the email is the user id too',
      { user_id: '', email: 'jane@example.com' },
      { user_id: 'jane@example.com', email: 'jane@example.com' },
    ],
    ['a company', { company_id: 'acme' }, { company_id: 'acme' }],
    ['a time, as ISO 8601', { occurred_at: 1_769_851_800 }, { occurred_at: '2026-01-31T09:30:00.000Z' }],
  ])('of %s', (_of, input, output) => {
    const result = eventOutput(track(input), 'evt_1');
    expect(result).toMatchObject({ id: 'evt_1', event_name: 'Signed Up', accepted: true, ...output });
    expect(Object.keys(result)).toEqual(KEYS);
  });

  test('says what was sent, also where the action names the event', () => {
    expect(eventOutput(identify(), 'evt_1').event_name).toBe('user_identify');
  });
});
