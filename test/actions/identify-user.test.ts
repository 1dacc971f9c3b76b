import { describe, expect, test } from '@jest/globals';
import { IDENTIFY_USER } from '../../src/actions/identify-user.ts';
import { eventsOf, issuesIn, prepare, readRows } from '../support/building.ts';

test('the event type is user_identify, whatever else is given', async () => {
  const input = { event_name: 'Signed Up', user_id: 'usr_1' };
  expect(await eventsOf(IDENTIFY_USER, input)).toMatchObject([{ event_type: 'user_identify' }]);
});

// Usermaven answers 200 to one without user.id, and throws it away.
describe('a person who is identified has a User ID', () => {
  const NOBODY = 'all blank. Fill in at least one, so that the event belongs to a person.';
  const visitor = { anonymous_id: '5zdta4zak9', first_name: 'Jane' };

  test('or an Email that stands in', async () => {
    expect(await eventsOf(IDENTIFY_USER, { ...visitor, email: 'jane@example.com' })).toMatchObject([
      { user: { id: 'jane@example.com', anonymous_id: '5zdta4zak9' } },
    ]);
  });

  test('so an Anonymous ID alone is nobody', async () => {
    expect(issuesIn(await prepare(IDENTIFY_USER, visitor))).toEqual([`User ID, Email: ${NOBODY}`]);
  });

  test('and an Email that cannot be read costs the event, since nobody is left', async () => {
    expect(issuesIn(await prepare(IDENTIFY_USER, { ...visitor, email: 'jane' }))).toEqual([
      'Email: "jane" is not an email address. Use one such as jane@example.com.',
    ]);
  });

  test('in the rows of a batch, too, whatever their shape', () => {
    const event_name = 'user_identify';
    const rows = readRows({
      events: [{ event_name, anonymous_id: 'a' }],
      events_json: [
        { event_name, ...visitor },
        { event_type: event_name, user: { anonymous_id: 'a' } },
        { event_type: event_name, user: { anonymous_id: 'a', email: 'jane@example.com' } },
        { event_type: 'Signed Up', user: { anonymous_id: 'a' } },
      ],
    });
    expect(rows.map(({ built }) => issuesIn(built))).toEqual([
      [`User ID, Email: ${NOBODY}`],
      [`user_id, email: ${NOBODY}`],
      [`user.id, user.email: ${NOBODY}`],
      [],
      [],
    ]);
  });

  test('so an unreadable Email beside an Anonymous ID costs the row: nobody is left', () => {
    const event_name = 'user_identify';
    const email = 'not an email';
    const rows = readRows({
      events: [{ event_name, anonymous_id: 'a', email }],
      events_json: [
        { event_name, anonymous_id: 'a', email },
        { event_type: event_name, user: { anonymous_id: 'a', email } },
      ],
    });
    for (const { built } of rows) expect(issuesIn(built).join()).toMatch(/"not an email"|all blank/);
  });

  test('and a company in it has its id, or is left out: it would cost the person', () => {
    const event_name = 'user_identify';
    const rows = readRows({
      events_json: [
        { event_name, user_id: 'usr_1', company_name: 'Acme' },
        { event_type: event_name, user: { id: 'usr_1' }, company: { name: 'Acme', plan: 'pro' } },
      ],
    });
    for (const { built } of rows) {
      expect(built).not.toHaveProperty('value.event.company');
      expect(built).toHaveProperty('value.notes');
    }
  });
});
