import { describe, expect, test } from '@jest/globals';
import { TRACK_EVENT } from '../../src/actions/track-event.ts';
import { eventsOf, issuesIn, prepare } from '../support/building.ts';

const named = (event_name: string) => ({ event_name, user_id: 'usr_1' });

describe('names of events that another action sends', () => {
  test.each<[name: string, instead: string]>([
    ['user_identify', 'To create or update a person, use the action Identify User.'],
    ['group', 'To update a company, use the action Identify User and fill in its company fields.'],
  ])('%s is refused with the action to use instead', async (name, instead) => {
    expect(issuesIn(await prepare(TRACK_EVENT, named(` ${name} `)))).toEqual([
      `Event Name: "${name}" is reserved by Usermaven. ${instead}`,
    ]);
  });

  test.each(['$pageview', '$'])('%s is refused', async (name) => {
    expect(issuesIn(await prepare(TRACK_EVENT, named(name)))).toEqual([
      `Event Name: "${name}" starts with $, which is reserved for Usermaven's own events. Use a name without it.`,
    ]);
  });

  test.each(['User_Identify', 'groups', 'lead', 'pageview', 'Gruppe $', '__proto__', 'constructor'])(
    '%s is a name like any other',
    async (name) => {
      expect(await eventsOf(TRACK_EVENT, named(name))).toMatchObject([{ event_type: name }]);
    },
  );
});
