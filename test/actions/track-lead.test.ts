import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TRACK_LEAD } from '../../src/actions/track-lead.ts';
import { columnKey } from '../../src/events/columns.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import { RUNS } from '../support/arbitraries.ts';
import {
  asMessages,
  eventsOf,
  issuesIn,
  prepare,
  readEvents,
  readRows,
  valueFrom,
} from '../support/building.ts';

const email = 'jane@example.com';

test('a lead is known by its email, which is there three times', async () => {
  expect(await eventsOf(TRACK_LEAD, { email: ' Jane <jane@example.com> ' })).toMatchObject([
    { event_type: 'lead', user: { id: email, email }, event_attributes: { email } },
  ]);
  await fc.assert(
    fc.asyncProperty(
      fc.emailAddress({ size: 'small' }).filter((address) => !/[{}$%']/.test(address)),
      async (address) => {
        const { event } = valueFrom(await prepare(TRACK_LEAD, { email: address }));
        expect(event.user).toStrictEqual({ id: event.event_attributes?.email, email: event.user.id });
      },
    ),
    RUNS,
  );
});

test('names are there twice, everything else of the lead is an attribute', async () => {
  const [event] = await eventsOf(TRACK_LEAD, {
    email,
    first_name: 'Jane',
    last_name: 'Doe',
    lead_phone: '+15551234567',
    lead_company: 'Acme',
    lead_source: 'Typeform',
    lifecycle_stage: 'marketingqualifiedlead',
    event_attributes: { employees: '250' },
  });
  expect(event?.user).toStrictEqual({ id: email, email, first_name: 'Jane', last_name: 'Doe' });
  expect(event?.event_attributes).toStrictEqual({
    email,
    first_name: 'Jane',
    last_name: 'Doe',
    phone: '+15551234567',
    company: 'Acme',
    source: 'Typeform',
    lifecycle_stage: 'marketingqualifiedlead',
    employees: 250,
  });
});

test('the visit and its campaign come along', async () => {
  const given = { email, anonymous_id: '5zdta4zak9', utm_source: 'google', page_url: 'example.com/?gclid=1' };
  expect(await eventsOf(TRACK_LEAD, given)).toMatchObject([
    { user: { anonymous_id: '5zdta4zak9' }, utm: { source: 'google' }, click_id: { gclid: '1' } },
  ]);
  expect(fieldsOf(TRACK_LEAD.fields).find(({ key }) => key === 'anonymous_id')?.help).toMatch(
    /^To credit the earlier visits of the lead at once, also add Identify User with Email and Anonymous ID\./,
  );
});

test('has no User ID', () => {
  expect(fieldsOf(TRACK_LEAD.fields).map(({ key }) => key)).not.toContain('user_id');
});

describe('the email is required and valid', () => {
  test('a blank one is nobody', async () => {
    const blank = { email: 'n/a', anonymous_id: '5zdta4zak9' };
    expect(await prepare(TRACK_LEAD, blank)).toMatchObject({ issues: [{ label: 'Email', isNobody: true }] });
    expect(issuesIn(await prepare(TRACK_LEAD, blank))).toEqual([
      'Email: blank. Fill it in, so that the event belongs to a person.',
    ]);
  });

  test('one that cannot be read is refused, never left out', async () => {
    for (const isBuilding of [true, false]) {
      const given = { email: 'jane', anonymous_id: '5zdta4zak9' };
      expect(issuesIn(await prepare(TRACK_LEAD, given, { isBuilding }))).toEqual([
        'Email: "jane" is not an email address. Use one such as jane@example.com.',
      ]);
    }
  });
});

test.each([
  ['email', 'Email'],
  ['first_name', 'First Name'],
  ['phone', 'Lead Phone'],
  ['company', 'Lead Company'],
  ['source', 'Lead Source'],
  ['lifecycle_stage', 'Lifecycle Stage'],
  ['First Name', 'First Name'],
  ['Email', 'Email'],
])('an attribute named %s has the field %s', async (name, label) => {
  const says = `"${name}" has a field of its own. Use ${label}.`;
  const attributes = { [name]: 'x' };
  expect(issuesIn(await prepare(TRACK_LEAD, { email, event_attributes: attributes }))).toEqual([
    `Event Attributes: ${says}`,
  ]);
  expect(issuesIn(await prepare(TRACK_LEAD, { email, event_attributes_json: attributes }))).toEqual([
    `Event Attributes (JSON): ${says}`,
  ]);
});

describe('rows of a batch are held to the same rules', () => {
  test('whatever their shape', () => {
    const user = { id: email, email };
    const sent = readEvents({
      attribute_names: ['phone'],
      events: [{ event_name: 'lead', email, column_phone: '+1555' }],
      events_json: [
        { event_name: 'lead', email, first_name: 'Jane', lead_phone: '+1555' },
        { event_type: 'lead', user: { email }, event_attributes: { phone: '+1555' } },
      ],
    });
    expect(sent).toMatchObject([
      { user, event_attributes: { email, phone: '+1555' } },
      { user, event_attributes: { email, first_name: 'Jane', phone: '+1555' } },
      { user, event_attributes: { email, phone: '+1555' } },
    ]);
  });

  test('columns and attributes of line items fill the fields that line items do not have', () => {
    const [row] = readRows({
      attribute_names: ['first_name', 'phone', 'employees'],
      events: [
        {
          event_name: 'lead',
          email,
          column_first_name: ' Jane ',
          column_phone: '5551234567',
          column_employees: '250',
          attributes: '{"last_name": "Doe", "lifecycle_stage": ["mql", "sql"]}',
        },
      ],
    });
    const { event, notes } = valueFrom(row?.built ?? { issues: [] });
    expect(event.user).toStrictEqual({ id: email, email, first_name: 'Jane', last_name: 'Doe' });
    // A phone number is text in a lead, whichever digits it has.
    expect(event.event_attributes).toStrictEqual({
      email,
      first_name: 'Jane',
      last_name: 'Doe',
      phone: '5551234567',
      employees: 250,
    });
    expect(asMessages(notes)).toEqual([
      'Lifecycle Stage: "["mql","sql"]" is a list. Map a single value. The value was left out.',
    ]);
  });

  test('whichever way a column is spelt, and blanks say nothing', () => {
    const events = [
      { event_name: 'lead', email, [columnKey('First Name')]: 'Jane', attributes: '{"phone": null}' },
    ];
    expect(readEvents({ attribute_names: ['First Name'], events })).toMatchObject([
      { user: { first_name: 'Jane' }, event_attributes: { email, first_name: 'Jane' } },
    ]);
  });

  test('and refused without a valid email', () => {
    const nobody = 'blank. Fill it in, so that the event belongs to a person.';
    const invalid = '"jane" is not an email address. Use one such as jane@example.com.';
    const rows = readRows({
      events: [
        { event_name: 'lead', anonymous_id: 'a' },
        { event_name: 'lead', anonymous_id: 'a', email: 'jane' },
      ],
      events_json: [
        { event_name: 'lead', user_id: 'usr_1' },
        { event_type: 'lead', user: { id: 'usr_1' } },
        { event_type: 'lead', user: { id: 'usr_1' }, event_attributes: { email: 'jane' } },
      ],
    });
    expect(rows.map(({ built }) => issuesIn(built))).toEqual([
      [`Email: ${nobody}`],
      [`Email: ${invalid}`],
      [`email: ${nobody}`],
      [`user.email: ${nobody}`],
      [`user.email: ${invalid}`],
    ]);
  });

  test("what Usermaven's own script sends of a lead is taken as it is", () => {
    const raw = {
      event_type: 'lead',
      user: { id: 'usr_1', anonymous_id: '5zdta4zak9' },
      event_attributes: { email: ` ${email}`, first_name: 'Jane', company: 'Acme' },
    };
    expect(readEvents({ events_json: [raw] })).toMatchObject([
      {
        // The script knows the user, so the email does not become the ID.
        user: { id: 'usr_1', anonymous_id: '5zdta4zak9', email, first_name: 'Jane' },
        event_attributes: { email, first_name: 'Jane', company: 'Acme' },
      },
    ]);
  });

  test('where email and attribute differ, the email counts and a note says so', () => {
    const raw = { event_type: 'lead', user: { email }, event_attributes: { email: 'joan@example.com' } };
    const [row] = readRows({ events_json: [raw] });
    expect(valueFrom(row?.built ?? { issues: [] })).toMatchObject({
      event: { user: { email }, event_attributes: { email } },
      notes: [{ label: 'event_attributes.email' }],
    });
  });
});
