import { describe, expect, test } from '@jest/globals';
import { EVENT_ACTIONS } from '../../src/actions/index.ts';
import { TRACK_EVENT } from '../../src/actions/track-event.ts';
import { TRACK_PAYMENT } from '../../src/actions/track-payment.ts';
import { eventsOf, issuesIn, prepare } from '../support/building.ts';

const named = (event_name: string) => ({ event_name, user_id: 'usr_1' });

describe('names of events that another action sends', () => {
  test.each<[name: string, instead: string]>([
    ['user_identify', 'To create or update a person, use the action Identify User.'],
    ['group', 'To create or update a company, use the action Identify Company.'],
    ['lead', 'To send a lead, use the action Track Lead.'],
    ['pageview', 'To send a page view, use the action Track Page View.'],
  ])('%s is refused with the action to use instead', async (name, instead) => {
    const says = [`Event Name: "${name}" is reserved by Usermaven. ${instead}`];
    expect(issuesIn(await prepare(TRACK_EVENT, named(` ${name} `)))).toEqual(says);
    expect(issuesIn(await prepare(TRACK_PAYMENT, { ...named(` ${name} `), amount: '5' }))).toEqual(says);
  });

  test('are each the name of the action that the refusal names', () => {
    for (const [name, instead] of Object.entries(TRACK_EVENT.reserved)) {
      const action = EVENT_ACTIONS.find(({ eventType }) => eventType === name);
      expect(instead.endsWith(`use the action ${action?.zapier.label}.`)).toBe(true);
    }
  });

  test.each(['$pageview', '$'])('%s is refused', async (name) => {
    expect(issuesIn(await prepare(TRACK_EVENT, named(name)))).toEqual([
      `Event Name: "${name}" starts with $, which is reserved for Usermaven's own events. Use a name without it.`,
    ]);
  });

  test.each(['User_Identify', 'groups', 'Lead', 'page view', 'Gruppe $', '__proto__', 'constructor'])(
    '%s is a name like any other',
    async (name) => {
      expect(await eventsOf(TRACK_EVENT, named(name))).toMatchObject([{ event_type: name }]);
    },
  );
});
