import { describe, expect, test } from '@jest/globals';
import {
  type Action,
  type BatchOutput,
  batchAction,
  type EventOutput,
  eventAction,
  eventOutput,
} from '../../src/actions/action.ts';
import { FIELDS, fieldsOf } from '../../src/fields/index.ts';
import type { Output } from '../../src/lib/outputs.ts';
import type { UsermavenEvent } from '../../src/usermaven/event.ts';

const WORDING = {
  key: 'made_up',
  noun: 'Example',
  zapier: { label: 'Make Up', description: 'Makes something up.' },
  make: { id: 'makeUp', label: 'Make something up' },
};

const SMALL = eventAction({ ...WORDING, fields: ['event_name', 'email'] });

const BATCH_SAMPLE = {
  id: 'b',
  events_received: 1,
  events_accepted: 1,
  events_resumed: 0,
  events_rejected: 0,
  requests_made: 1,
  rejected: [],
  event_ids: ['a'],
  notes: [],
};

/** Every output key of an action by its kind, in order; `always` means never null. */
const OUTPUTS: readonly [action: Action, keys: readonly string[], always: readonly string[]][] = [
  [
    SMALL,
    [
      'id',
      'event_name',
      'user_id',
      'anonymous_id',
      'email',
      'company_id',
      'occurred_at',
      'accepted',
      'notes',
    ],
    ['id', 'event_name', 'accepted'],
  ],
  [
    batchAction({ ...WORDING, fields: ['events'], sample: BATCH_SAMPLE }),
    [
      'id',
      'events_received',
      'events_accepted',
      'events_resumed',
      'events_rejected',
      'requests_made',
      'rejected',
      'event_ids',
      'notes',
    ],
    ['id', 'events_received', 'events_accepted', 'events_resumed', 'events_rejected', 'requests_made'],
  ],
];

test.each(OUTPUTS)('an action of the kind $kind declares exactly these outputs', (action, keys, always) => {
  const outputs: readonly Output[] = action.outputs;
  expect(outputs.map((output) => output.key)).toEqual(keys);
  const neverNull = outputs.filter((output) => output.type !== 'object' && output.always === true);
  expect(neverNull.map((output) => output.key)).toEqual(always);
});

test('a rejected event says its row, name and reason', () => {
  const outputs = OUTPUTS.flatMap(([action]): readonly Output[] => action.outputs);
  const members = outputs.flatMap((output) => (output.type === 'object' ? [output] : []));
  expect(members.map(({ key, list, children }) => [key, list, children.map((child) => child.key)])).toEqual([
    ['rejected', true, ['row', 'event_name', 'reason']],
  ]);
});

describe('an action that sends one event', () => {
  test('reserves no name and takes any identifier, unless it says otherwise', () => {
    expect(SMALL.kind).toBe('event');
    expect(SMALL.reserved).toStrictEqual({});
    expect(SMALL.needs).toStrictEqual(['user_id', 'email', 'anonymous_id']);
    const strict = { reserved: { group: 'Use another name.' }, needs: ['email'] as const };
    expect(eventAction({ ...WORDING, fields: ['email'], ...strict })).toMatchObject(strict);
  });

  test('says in the help of every identifier that one of them has to be filled, and in no other', () => {
    const helps = (action: Action) => fieldsOf(action.fields).map(({ key, help }) => [key, help]);
    const says = 'Fill in at least one of User ID, Email and Anonymous ID.';
    const fields = ['anonymous_id', 'user_id', 'email', 'page_url'] as const;
    const action = eventAction({ ...WORDING, fields });
    expect(helps(action)).toEqual(
      fields.map((key) => [key, key === 'page_url' ? FIELDS[key].help : `${says} ${FIELDS[key].help}`]),
    );
    const few = eventAction({ ...WORDING, fields, needs: ['user_id', 'email'] });
    expect(
      helps(few).filter(([, help]) => help?.startsWith('Fill in at least one of User ID and Email. ')),
    ).toHaveLength(2);
    // One alone is required, which the form says by itself.
    const alone = eventAction({ ...WORDING, fields, needs: ['email'] });
    expect(helps(alone)).toEqual(fields.map((key) => [key, FIELDS[key].help]));
  });

  test('shows the placeholders of its fields as its sample, and null for a field that it does not take', () => {
    expect(SMALL.sample).toStrictEqual({
      id: 'evt_1a2b3c4d5e',
      event_name: 'Subscription Payment Succeeded',
      user_id: null,
      anonymous_id: null,
      email: 'jane@example.com',
      company_id: null,
      occurred_at: '2026-01-31T09:30:00.000Z',
      accepted: true,
      notes: [],
    });
    const fields = ['user_id', 'anonymous_id', 'company_id'] as const;
    expect(eventAction({ ...WORDING, fields, eventType: 'user_identify' }).sample).toMatchObject({
      event_name: 'user_identify',
      user_id: 'usr_1a2b3c4d5e',
      anonymous_id: '5zdta4zak9',
      email: null,
      company_id: 'acme-42',
    });
  });
});

describe('the output for an event that was sent', () => {
  const EVENT: UsermavenEvent = {
    api_key: 'UMabcdefgh',
    event_type: 'Signed Up',
    event_id: 'evt_1',
    ids: {},
    user: {},
    src: 'http',
  };
  const BLANK = { user_id: null, anonymous_id: null, email: null, company_id: null, occurred_at: null };

  test.each<[what: string, event: Partial<UsermavenEvent>, output: Partial<EventOutput>]>([
    ['a known user', { user: { id: 'usr_1' } }, { user_id: 'usr_1' }],
    ['a visitor', { user: { anonymous_id: '5zdta4zak9' } }, { anonymous_id: '5zdta4zak9' }],
    [
      'a lead, whose email is the user ID too',
      { user: { id: 'jane@example.com', email: 'jane@example.com' } },
      { user_id: 'jane@example.com', email: 'jane@example.com' },
    ],
    ['a company', { company: { id: 'acme' } }, { company_id: 'acme' }],
    ['a time, as ISO 8601', { _timestamp: 1_769_851_800_000 }, { occurred_at: '2026-01-31T09:30:00.000Z' }],
    ['the name that was sent', { event_type: 'user_identify' }, { event_name: 'user_identify' }],
  ])('has %s, and every key', (_what, event, output) => {
    expect(eventOutput({ ...EVENT, ...event }, [])).toStrictEqual({
      id: 'evt_1',
      event_name: 'Signed Up',
      ...BLANK,
      accepted: true,
      notes: [],
      ...output,
    });
  });

  test('has the notes on it, and no longer changes with them', () => {
    const notes = ['Page URL: "x" is not a web address. The value was left out.'];
    const output = eventOutput(EVENT, notes);
    notes.push('Another one.');
    expect(output.notes).toEqual(notes.slice(0, 1));
  });
});

/** Compiles only if both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

// The compiler proves these (npm run types): a wrong line does not compile.
test('the types of outputs are computed from the declarations: every key, null only where it may be', () => {
  true satisfies Same<
    EventOutput,
    {
      id: string;
      event_name: string;
      user_id: string | null;
      anonymous_id: string | null;
      email: string | null;
      company_id: string | null;
      occurred_at: string | null;
      accepted: boolean;
      notes: string[];
    }
  >;
  true satisfies Same<
    BatchOutput,
    {
      id: string;
      events_received: number;
      events_accepted: number;
      events_resumed: number;
      events_rejected: number;
      requests_made: number;
      rejected: { row: number; event_name: string | null; reason: string }[];
      event_ids: string[];
      notes: string[];
    }
  >;
  const output: EventOutput = SMALL.sample;
  expect(output.accepted).toBe(true);
});
