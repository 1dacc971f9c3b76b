import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../../src/actions/action.ts';
import { IDENTIFY_USER } from '../../src/actions/identify-user.ts';
import { ACTIONS, type ActionInput, type ActionOutput } from '../../src/actions/index.ts';
import { TRACK_EVENT } from '../../src/actions/track-event.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { build, identify, problemsOf, rowsOf, track } from '../support/building.ts';

const OPERATIONS = [...ACTIONS, USERPILOT_EVENT];

describe('keys are a contract', () => {
  test('of these operations', () => {
    expect(OPERATIONS.map(({ key }) => key)).toEqual([
      'track_event',
      'identify_user',
      'send_batch',
      'userpilot_event',
    ]);
  });

  test('the trigger takes event types', () => {
    expect(USERPILOT_EVENT.fields).toEqual(['event_types']);
  });
});

describe.each(OPERATIONS)('$key', ({ fields, zapier, make, noun }) => {
  test('shows no field twice', () => {
    expect(new Set<string>(fields).size).toBe(fields.length);
  });

  test('reads as Zapier wants it: Title Case, third person, ended by a period', () => {
    expect(zapier.label).toMatch(/^([A-Z][a-z]+ ?)+$/);
    expect(zapier.description).toMatch(/^[A-Z][a-z]+s .*\.$/);
    expect(noun).toMatch(/^[A-Z]/);
  });

  test('reads as Make wants it: sentence case', () => {
    expect(make.label).toMatch(/^[A-Z][a-z]+ ((a|an|Userpilot|[a-z()]+) ?)+$/);
    expect(make.description).toMatch(/\.$/);
  });
});

describe('names of events that mean something else', () => {
  test.each<[name: string, instead: string]>([
    ['user_identify', 'To create or update a person, use the action Identify User.'],
    ['group', 'To update a company, use the action Identify User and fill in its company fields.'],
  ])('%s is refused in Track Event with the action to use instead', (event_name, instead) => {
    expect(problemsOf(() => track({ event_name: ` ${event_name} ` }))).toEqual([
      `Event Name: "${event_name}" means something else to Usermaven. ${instead}`,
    ]);
  });

  test('the action that is named is there', () => {
    expect(Object.values(TRACK_EVENT.reserved).join()).toContain(IDENTIFY_USER.zapier.label);
  });

  test.each(['$pageview', '$'])('%s is refused in Track Event and in a batch', (event_name) => {
    const problem = `Event Name: "${event_name}" starts with $, which is kept for Usermaven's own events. Use a name without it.`;
    expect(problemsOf(() => track({ event_name }))).toEqual([problem]);
    expect(rowsOf({ events: [{ event_name, user_id: 'usr_1' }] })).toEqual([
      { row: 1, name: event_name, problems: [problem] },
    ]);
  });

  test.each(['User_Identify', 'groups', 'lead', 'pageview', 'Gruppe $', '__proto__', 'constructor'])(
    '%s is a name like any other',
    (event_name) => {
      expect(track({ event_name }).event_type).toBe(event_name);
    },
  );

  test.each(['user_identify', 'group'])(
    'a batch may hold %s: it is how an import creates people',
    (event_name) => {
      expect(rowsOf({ events: [{ event_name, user_id: 'usr_1' }] })).toMatchObject([
        { event: { event_type: event_name } },
      ]);
    },
  );

  test('Identify User has its own, whatever it is given', () => {
    expect(identify({ event_name: 'Signed Up' }).event_type).toBe('user_identify');
  });
});

test('an action may leave the event type to its fields', () => {
  const operation: Operation = { ...TRACK_EVENT, eventType: 'default' };
  expect(build(operation, { event_name: 'Signed Up', user_id: 'usr_1' }).event_type).toBe('Signed Up');
});

/** Compiles only if both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

// What these hold is proved by the compiler (npm run types); a wrong line does not compile.
describe('types are computed from the declarations', () => {
  test('an input has its required keys, and no other key than the declared ones', () => {
    ({ event_name: 'Signed Up' }) satisfies ActionInput<'track_event'>;
    ({
      event_name: 'Signed Up',
      user_id: 5,
      email: null,
      event_attributes: { amount: 29.9 },
      event_attributes_json: '{}',
      text_attributes: ['zip'],
    }) satisfies ActionInput<'track_event'>;
    ({}) satisfies ActionInput<'identify_user'>;
    ({ events: [{ event_name: 'Signed Up' }], events_json: '[]' }) satisfies ActionInput<'send_batch'>;
    // @ts-expect-error Event Name is required.
    ({ user_id: 'usr_1' }) satisfies ActionInput<'track_event'>;
    // @ts-expect-error Identify User has no Page Title.
    ({ page_title: 'Pricing' }) satisfies ActionInput<'identify_user'>;
    // @ts-expect-error Names are a list or text.
    ({ event_name: 'Signed Up', text_attributes: 5 }) satisfies ActionInput<'track_event'>;
    // @ts-expect-error A dictionary has names.
    ({ user_attributes: 'pro' }) satisfies ActionInput<'identify_user'>;
    // @ts-expect-error There is no such action.
    ({}) satisfies ActionInput<'delete_user'>;
    expect(track({ event_name: 'Signed Up' } satisfies ActionInput<'track_event'>).event_type).toBe(
      'Signed Up',
    );
  });

  test('an output has every declared key, null only where it may be', () => {
    type Tracked = ActionOutput<'track_event'>;
    true satisfies Same<
      Tracked,
      {
        id: string;
        event_name: string;
        user_id: string | null;
        anonymous_id: string | null;
        email: string | null;
        company_id: string | null;
        occurred_at: string | null;
        accepted: boolean;
      }
    >;
    true satisfies Same<Tracked, ActionOutput<'identify_user'>>;
    true satisfies Same<
      ActionOutput<'send_batch'>,
      {
        id: string;
        events_received: number;
        events_accepted: number;
        events_rejected: number;
        requests_made: number;
        rejected: { row: number; event_name: string | null; reason: string }[];
        event_ids: string[];
      }
    >;
    const sample: Tracked = TRACK_EVENT.sample;
    expect(sample.accepted).toBe(true);
  });
});
