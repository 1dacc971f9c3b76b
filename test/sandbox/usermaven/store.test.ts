import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  objectsIn,
  type Reading,
  type ReadResult,
  readEvents,
} from '../../../sandbox/usermaven/read-events.ts';
import { type Change, createStore, type Store } from '../../../sandbox/usermaven/store.ts';
import type { JsonObject } from '../../../src/lib/json.ts';
import { event } from './posting.ts';

const ARRIVAL = 1_750_000_000_000;
const PAST = 1_632_150_122_000;

const SENDER = { ip: '203.0.113.7', userAgent: 'Mozilla/5.0' };

const read = (body: string, reading: Reading = 'documentation'): ReadResult =>
  readEvents(body, { reading, receivedAt: ARRIVAL, sender: SENDER });

/** A store that has been sent these events, a second apart. */
const storeOf = (...events: JsonObject[]): Store => {
  const store = createStore();
  send(store, ...events);
  return store;
};

const send = (store: Store, ...events: JsonObject[]): void => {
  for (const [index, raw] of events.entries()) {
    const { events: parsed, refused } = read(JSON.stringify(raw));
    if (parsed === null) throw new Error(refused);
    store.add(parsed, ARRIVAL + index * 1_000);
  }
};

const track = (event_type: string, user: JsonObject, more: JsonObject = {}): JsonObject =>
  event({ event_type, user, ...more });
const identify = (user: JsonObject, more: JsonObject = {}): JsonObject => track('user_identify', user, more);
const types = (store: Store, handle: string): string[] => store.timeline(handle).map(({ type }) => type);

describe('event ids', () => {
  test('a second event with the same id is dropped whole and counted', () => {
    const store = storeOf(
      track('First', { id: 'u1' }, { event_id: 'e1' }),
      identify({ id: 'u2', first_name: 'Never' }, { event_id: 'e1', company: { id: 'c1' } }),
    );
    expect(store.events.map(({ type }) => type)).toEqual(['First']);
    expect(store.duplicates).toBe(1);
    expect([store.person('u2'), store.companies()]).toEqual([undefined, []]);
  });

  test.each([[{}], [{ event_id: '' }], [{ event_id: ' ' }], [{ event_id: null }]])(
    'an event with %j gets an id of its own each time',
    (more) => {
      const store = storeOf(track('A', { id: 'u1' }, more), track('A', { id: 'u1' }, more));
      const ids = store.events.map(({ id }) => id);
      expect(new Set(ids).size).toBe(2);
      for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
      expect(store.duplicates).toBe(0);
    },
  );
});

describe('the owner of an event', () => {
  const ownerOf = (store: Store, id: string) => store.owner(id)?.id;

  test('is whoever its timeline is of now: a stitched visit, a merged lead', () => {
    const store = storeOf(
      track('Visited', { anonymous_id: 'b1' }, { event_id: 'visit' }),
      identify({ id: 'jane@x.co', email: 'jane@x.co', anonymous_id: 'b1' }, { event_id: 'ask' }),
    );
    expect([ownerOf(store, 'visit'), ownerOf(store, 'ask')]).toEqual(['jane@x.co', 'jane@x.co']);
    send(store, identify({ id: 'u1', email: 'jane@x.co' }));
    expect([ownerOf(store, 'visit'), ownerOf(store, 'ask')]).toEqual(['u1', 'u1']);
  });

  test('keeps an anonymous event when somebody else uses the browser later', () => {
    const store = storeOf(
      track('Visited', { anonymous_id: 'b1' }, { event_id: 'visit' }),
      identify({ id: 'u1', anonymous_id: 'b1' }),
      identify({ id: 'u2', anonymous_id: 'b1' }, { event_id: 'second' }),
    );
    expect([ownerOf(store, 'visit'), ownerOf(store, 'second')]).toEqual(['u1', 'u2']);
  });

  test('is nobody when the event was never stored, or is forgotten', () => {
    const store = storeOf(track('A', { id: 'u1' }, { event_id: 'a' }));
    expect(ownerOf(store, 'b')).toBeUndefined();
    store.clear();
    expect(ownerOf(store, 'a')).toBeUndefined();
  });
});

describe('timelines', () => {
  test('are in order of time, then of arrival', () => {
    const store = storeOf(
      track('now', { id: 'u1' }),
      track('past b', { id: 'u1' }, { _timestamp: PAST }),
      track('past c', { id: 'u1' }, { _timestamp: PAST }),
      track('past a', { id: 'u1' }, { _timestamp: PAST - 1 }),
    );
    expect(types(store, 'u1')).toEqual(['past a', 'past b', 'past c', 'now']);
    expect(store.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  });

  test('are in order of arrival at the same time, whoever the events belonged to then', () => {
    const at = { _timestamp: PAST };
    const store = storeOf(
      track('A', { anonymous_id: 'b1' }, at),
      track('B', { id: 'u1' }, at),
      track('C', { anonymous_id: 'b1' }, at),
      identify({ id: 'u1', anonymous_id: 'b1' }, at),
    );
    expect(types(store, 'u1')).toEqual(['A', 'B', 'C', 'user_identify']);
  });

  test('hold the events of one person only', () => {
    const store = storeOf(track('mine', { id: 'u1' }), track('theirs', { id: 'u2' }));
    expect([types(store, 'u1'), types(store, 'u2'), types(store, 'u3')]).toEqual([['mine'], ['theirs'], []]);
  });

  test('can be asked for with a person as read before they were stitched or merged', () => {
    const store = storeOf(
      track('Call', { anonymous_id: 'b1' }),
      track('Deal', { id: 'a@b.co', email: 'a@b.co' }),
    );
    const [browser, lead] = store.people();
    send(store, identify({ id: 'u1', anonymous_id: 'b1', email: 'a@b.co' }));
    if (browser === undefined || lead === undefined) throw new Error('nobody there');
    const whole = store.timeline('u1');
    expect(whole).toHaveLength(3);
    expect([store.timeline(browser), store.timeline(lead)]).toEqual([whole, whole]);
  });

  test('given out are copies', () => {
    const store = storeOf(track('A', { id: 'u1' }));
    expect(store.timeline('u1')).not.toBe(store.timeline('u1'));
    expect(store.events).not.toBe(store.events);
  });
});

describe('people', () => {
  test('identify creates a person with every attribute', () => {
    const user = { email: 'jo@b.co', first_name: 'Jo', last_name: 'Li', created_at: '2021-01-20T09:55:35Z' };
    const store = storeOf(
      identify({ id: 'u1', anonymous_id: 'b1', ...user, custom: { plan: 'pro', seats: 3 } }),
    );
    expect(store.people()).toEqual([
      {
        kind: 'known',
        id: 'u1',
        anonymousIds: ['b1'],
        mergedIds: [],
        attributes: user,
        custom: { plan: 'pro', seats: 3 },
        companyIds: [],
      },
    ]);
  });

  test('a later identify changes what it says and keeps the rest', () => {
    const store = storeOf(
      identify({ id: 'u1', first_name: 'Jo', last_name: 'Li', custom: { plan: 'free', seats: 3 } }),
      identify({ id: 'u1', first_name: 'Joan', custom: { plan: 'pro' } }),
    );
    expect(store.person('u1')).toMatchObject({
      attributes: { first_name: 'Joan', last_name: 'Li' },
      custom: { plan: 'pro', seats: 3 },
    });
  });

  test.each([[''], [' '], [null], [5], [{}]])('a name of %j never erases a stored one', (first_name) => {
    const store = storeOf(identify({ id: 'u1', first_name: 'Jo' }), identify({ id: 'u1', first_name }));
    expect(store.person('u1')?.attributes).toEqual({ first_name: 'Jo' });
  });

  test('another event fills in what is unknown and changes nothing', () => {
    const store = storeOf(
      identify({ id: 'u1', first_name: 'Jo', custom: { plan: 'free' } }),
      track('Paid', { id: 'u1', first_name: 'X', last_name: 'Li', custom: { plan: 'pro', seats: 2 } }),
    );
    expect(store.person('u1')).toMatchObject({
      attributes: { first_name: 'Jo', last_name: 'Li' },
      custom: { plan: 'free', seats: 2 },
    });
    expect(types(store, 'u1')).toEqual(['user_identify', 'Paid']);
  });

  test('are found by id, else by anonymous id, else by email in any case', () => {
    const store = storeOf(
      identify({ id: 'u1', email: 'One@b.co' }),
      track('A', { anonymous_id: 'b2' }),
      identify({ id: 'b3', email: 'three@b.co' }),
      track('A', { anonymous_id: 'b3' }),
    );
    expect(store.person('ONE@b.co')?.id).toBe('u1');
    expect(store.person('b2')?.kind).toBe('anonymous');
    expect(store.person('b3')?.id).toBe('b3');
    expect(store.person('nobody')).toBeUndefined();
  });

  test('keys that name a prototype are data', () => {
    const custom = JSON.parse('{"__proto__":{"polluted":true},"constructor":"x"}');
    const user = { id: '__proto__', anonymous_id: 'constructor', custom };
    const store = storeOf(identify(user, { company: { id: '__proto__', custom } }));
    expect(Object.entries(store.person('__proto__')?.custom ?? {})).toEqual(Object.entries(custom));
    expect(Object.entries(store.companies()[0]?.custom ?? {})).toEqual(Object.entries(custom));
    expect(store.person('constructor')?.id).toBe('__proto__');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(store.person('toString')).toBeUndefined();
  });

  test('given out do not change with later events', () => {
    const store = storeOf(identify({ id: 'u1', first_name: 'Jo', custom: { plan: 'free' } }));
    const before = store.person('u1');
    send(store, identify({ id: 'u1', first_name: 'X', anonymous_id: 'b', custom: { plan: 'pro' } }));
    expect(before).toMatchObject({
      attributes: { first_name: 'Jo' },
      custom: { plan: 'free' },
      anonymousIds: [],
    });
  });
});

describe('stitching', () => {
  test('what a browser did before moves to the person, marked as anonymous first', () => {
    const store = storeOf(
      track('Call Completed', { anonymous_id: 'b1' }, { company: { id: 'c1' } }),
      identify({ id: 'u1', anonymous_id: 'b1', email: 'jo@b.co' }),
      track('Paid', { id: 'u1' }),
    );
    expect(store.people()).toHaveLength(1);
    expect(store.person('b1')).toEqual(store.person('u1'));
    expect(store.person('u1')).toMatchObject({ kind: 'known', anonymousIds: ['b1'], companyIds: ['c1'] });
    expect(store.timeline('u1').map(({ type, arrivedAs }) => [type, arrivedAs])).toEqual([
      ['Call Completed', 'anonymous'],
      ['user_identify', 'known'],
      ['Paid', 'known'],
    ]);
  });

  test('more events of a browser than a call can have arguments move, too', () => {
    const store = createStore();
    const { events } = read(JSON.stringify(track('Visit', { anonymous_id: 'b1' })));
    store.add(Array(200_000).fill(events?.[0]), ARRIVAL);
    send(store, identify({ id: 'u1', anonymous_id: 'b1' }));
    expect(store.timeline('u1')).toHaveLength(200_001);
  });

  test('only an identify does it, no other event with both ids', () => {
    const store = storeOf(
      track('Call', { anonymous_id: 'b1' }),
      track('Paid', { id: 'u1', anonymous_id: 'b1' }),
    );
    expect([types(store, 'u1'), types(store, 'b1')]).toEqual([['Paid'], ['Call']]);
  });

  test('what the browser does afterwards is the known person’s', () => {
    const store = storeOf(identify({ id: 'u1', anonymous_id: 'b1' }), track('Call', { anonymous_id: 'b1' }));
    expect(store.timeline('u1').map(({ arrivedAs }) => arrivedAs)).toEqual(['known', 'known']);
  });

  test('a browser never identified stays a person of its own', () => {
    const store = storeOf(track('Call', { anonymous_id: 'b1' }), identify({ id: 'u1' }));
    expect(store.people().map(({ kind }) => kind)).toEqual(['anonymous', 'known']);
  });

  test('several browsers become one person', () => {
    const store = storeOf(
      track('A', { anonymous_id: 'b1' }),
      track('B', { anonymous_id: 'b2' }),
      identify({ id: 'u1', anonymous_id: 'b1' }),
      identify({ id: 'u1', anonymous_id: 'b2' }),
    );
    expect(store.person('u1')?.anonymousIds).toEqual(['b1', 'b2']);
    expect(types(store, 'u1')).toEqual(['A', 'B', 'user_identify', 'user_identify']);
  });

  test('a shared browser belongs to whoever used it last, from then on', () => {
    const store = storeOf(
      identify({ id: 'u1', anonymous_id: 'b1' }),
      identify({ id: 'u2', anonymous_id: 'b1' }),
      track('Call', { anonymous_id: 'b1' }),
    );
    expect([types(store, 'u1'), types(store, 'u2')]).toEqual([['user_identify'], ['user_identify', 'Call']]);
  });
});

describe('leads', () => {
  const deal = track('Deal Stage Changed', {
    id: 'jo@b.co',
    email: 'jo@b.co',
    first_name: 'J',
    last_name: 'Li',
  });

  test('merge into the person who identifies with the same email and another id', () => {
    const store = storeOf(deal, identify({ id: 'u1', email: 'Jo@b.co', first_name: 'Jo' }));
    expect(store.people()).toMatchObject([
      {
        kind: 'known',
        id: 'u1',
        mergedIds: ['jo@b.co'],
        attributes: { email: 'Jo@b.co', first_name: 'Jo', last_name: 'Li' },
      },
    ]);
    expect(store.timeline('u1').map(({ type, arrivedAs }) => [type, arrivedAs])).toEqual([
      ['Deal Stage Changed', 'lead'],
      ['user_identify', 'known'],
    ]);
  });

  test('bring their browsers and later events along', () => {
    const store = storeOf(
      track('Call', { anonymous_id: 'b1' }),
      identify({ id: 'jo@b.co', email: 'jo@b.co', anonymous_id: 'b1' }),
      identify({ id: 'u1', email: 'jo@b.co' }),
      track('Late', { id: 'jo@b.co' }),
      track('Later', { anonymous_id: 'b1' }),
    );
    expect(types(store, 'u1')).toEqual(['Call', 'user_identify', 'user_identify', 'Late', 'Later']);
    expect(store.people()).toHaveLength(1);
  });

  test('merge once, and what the known person says wins', () => {
    const known = identify({ id: 'u1', custom: { plan: 'pro' } });
    const lead = identify({ id: 'jo@b.co', email: 'jo@b.co', custom: { plan: 'free', seats: 1 } });
    const signUp = identify({ id: 'u1', email: 'jo@b.co' });
    const store = storeOf(known, lead, signUp, signUp);
    expect(store.person('u1')?.custom).toEqual({ plan: 'pro', seats: 1 });
    expect(store.timeline('u1')).toHaveLength(4);
  });

  test('leave a browser with whoever used it since', () => {
    const store = storeOf(
      identify({ id: 'jo@b.co', email: 'jo@b.co', anonymous_id: 'b1' }),
      identify({ id: 'u2', anonymous_id: 'b1' }),
      identify({ id: 'u1', email: 'jo@b.co' }),
    );
    expect(store.person('b1')?.id).toBe('u2');
  });

  test('merge whichever way their email was written', () => {
    const store = storeOf(
      deal,
      track('Deal', { id: 'JO@b.co', email: 'jo@b.co' }),
      identify({ id: 'u1', email: 'jo@b.co' }),
    );
    expect(store.person('u1')?.mergedIds).toEqual(['jo@b.co', 'JO@b.co']);
  });

  test.each<[string, JsonObject]>([
    ['another email', identify({ id: 'u1', email: 'other@b.co' })],
    ['no email', identify({ id: 'u1' })],
    ['an event that is not an identify', track('Paid', { id: 'u1', email: 'jo@b.co' })],
    ['an identify of the lead itself', identify({ id: 'jo@b.co', email: 'jo@b.co' })],
  ])('stay as they are after %s', (_, later) => {
    const store = storeOf(deal, later);
    expect(store.person('jo@b.co')).toMatchObject({ kind: 'lead', id: 'jo@b.co', mergedIds: [] });
  });

  test('are leads no more once they have another email', () => {
    const store = storeOf(
      deal,
      identify({ id: 'jo@b.co', email: 'new@b.co' }),
      identify({ id: 'u1', email: 'jo@b.co' }),
    );
    expect(store.people().map(({ kind, id }) => [kind, id])).toEqual([
      ['known', 'jo@b.co'],
      ['known', 'u1'],
    ]);
  });

  test('are the only ones to merge: two known people may have one email', () => {
    const store = storeOf(identify({ id: 'u1', email: 'jo@b.co' }), identify({ id: 'u2', email: 'jo@b.co' }));
    expect(store.people().map(({ id }) => id)).toEqual(['u1', 'u2']);
  });

  test('are those whose event carries the email in both places', () => {
    const store = storeOf(track('Deal', { id: 'jo@b.co' }), identify({ id: 'u1', email: 'jo@b.co' }));
    expect(store.people().map(({ kind, id }) => [kind, id])).toEqual([
      ['known', 'jo@b.co'],
      ['known', 'u1'],
    ]);
  });
});

describe('companies', () => {
  test('are created and updated by every event, and keep what an event does not mention', () => {
    const store = storeOf(
      track(
        'A',
        { id: 'u1' },
        {
          company: {
            id: 'c1',
            name: 'Acme',
            created_at: '2022-02-15T17:25:08Z',
            custom: { plan: 'free', seats: 1 },
          },
        },
      ),
      identify({ id: 'u2' }, { company: { id: 'c1', name: 'Acme Inc', custom: { plan: 'pro' } } }),
      identify({ id: 'u2' }, { company: { id: 'c2' } }),
    );
    expect(store.companies()).toEqual([
      {
        id: 'c1',
        attributes: { name: 'Acme Inc', created_at: '2022-02-15T17:25:08Z' },
        custom: { plan: 'pro', seats: 1 },
      },
      { id: 'c2', attributes: {}, custom: {} },
    ]);
    expect(store.people().map(({ companyIds }) => companyIds)).toEqual([['c1'], ['c1', 'c2']]);
  });

  test.each([[{}], [{ id: '' }], [{ id: true }], [null]])('%j is not a company', (company) => {
    const store = storeOf(track('A', { id: 'u1' }, { company }));
    expect([store.companies(), store.person('u1')?.companyIds]).toEqual([[], []]);
  });
});

describe('watching', () => {
  test('a subscriber hears every change in order until it leaves', () => {
    const store = createStore();
    const heard: Change[] = [];
    const leave = store.subscribe((change) => heard.push(change));
    send(store, track('A', { id: 'u1' }, { event_id: 'e1' }), track('B', { id: 'u1' }, { event_id: 'e1' }));
    const [stored] = store.events;
    const [dropped] = store.dropped;
    const person = store.person('u1');
    store.clear();
    leave();
    send(store, track('C', { id: 'u1' }));
    expect(heard).toEqual([
      { kind: 'stored', event: stored, person },
      { kind: 'dropped', event: dropped },
      { kind: 'cleared' },
    ]);
  });

  test('clear forgets everything, so that the same events can be sent again', () => {
    const again = [
      track(
        'Deal',
        { id: 'jo@b.co', email: 'jo@b.co', anonymous_id: 'b1' },
        { event_id: 'e1', company: { id: 'c1' } },
      ),
    ];
    const store = storeOf(...again, ...again);
    store.clear();
    expect([store.events, store.dropped, store.people(), store.companies()]).toEqual([[], [], [], []]);
    expect(store.duplicates).toBe(0);
    expect([store.person('jo@b.co'), store.person('b1')]).toEqual([undefined, undefined]);
    send(store, identify({ id: 'u1', email: 'jo@b.co' }), ...again);
    expect(store.person('u1')?.mergedIds).toEqual([]);
    expect(store.events.map(({ sequence }) => sequence)).toEqual([1, 2]);
  });
});

describe('a request body', () => {
  /** Bodies from hopeless to nearly right: a good event with some of its parts replaced by any JSON. */
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .dictionary(
        fc.constantFrom(
          ...Object.keys(event()),
          ...['company', 'event_id', '_timestamp', 'timestamp', 'utm', 'url', '__proto__'],
        ),
        fc.jsonValue(),
      )
      .map((changes) => JSON.stringify([event(), { ...event(), ...changes }])),
  );

  test.each<Reading>(['documentation', 'collector'])(
    'any body is either read whole or refused with a reason, and what is read is stored or dropped: %s',
    (reading) => {
      fc.assert(
        fc.property(bodies, (body) => {
          const { events, refused } = read(body, reading);
          if (events === null) {
            expect(refused).toMatch(/^(Request decoding error: |No events in batch$)/);
            return;
          }
          expect(events).toHaveLength(objectsIn(body).length);
          const store = createStore();
          store.add(events, ARRIVAL);
          expect(store.events.length + store.dropped.length).toBe(events.length);
          const timelines = store.people().flatMap((person) => store.timeline(person));
          expect(timelines).toHaveLength(store.events.length);
        }),
        { numRuns: 1_000 },
      );
    },
  );

  test('an event is kept exactly as it came', () => {
    const raw = event({ event_attributes: { amount: 29.9, nested: [{ deep: null }] }, unknown: true });
    expect(read(JSON.stringify(raw)).events).toMatchObject([{ raw }]);
  });
});

describe('ids of people and companies', () => {
  test('that are whole numbers count as their digits', () => {
    const store = storeOf(
      track('A', { id: 42 }, { company: { id: 7, name: 'Acme' } }),
      track('B', { id: '42' }, { company: { id: '7' } }),
    );
    expect(store.people()).toMatchObject([{ id: '42', companyIds: ['7'] }]);
    expect(store.companies()).toMatchObject([{ id: '7', attributes: { name: 'Acme' } }]);
  });

  test('that are no text are no anonymous ids', () => {
    expect(storeOf(track('A', { id: 'u1', anonymous_id: 5 })).people()).toMatchObject([
      { id: 'u1', anonymousIds: [] },
    ]);
  });

  test('where there is none, address and browser are the visitor: the event’s own, or the sender’s', () => {
    const guest = { id: '', anonymous_id: '' };
    const store = storeOf(
      track('A', guest),
      track('B', guest, { source_ip: SENDER.ip, user_agent: SENDER.userAgent }),
      track('C', guest, { source_ip: '198.51.100.1' }),
      track('D', guest, { user_agent: 'another' }),
    );
    expect(store.people().map((person) => store.timeline(person).map(({ type }) => type))).toEqual([
      ['A', 'B'],
      ['C'],
      ['D'],
    ]);
  });
});

describe('a stored event', () => {
  const NOTHING = { utm: {}, clickId: {}, sourceIp: SENDER.ip, userAgent: SENDER.userAgent };

  test('shows its campaign, click id, address, browser and source', () => {
    const utm = { source: 'news', medium: 'email' };
    const store = storeOf(
      track(
        'A',
        { id: 'u1' },
        { utm, click_id: { gclid: 'g1' }, source_ip: '198.51.100.1', user_agent: 'Safari' },
      ),
    );
    const visit = {
      utm,
      clickId: { gclid: 'g1' },
      sourceIp: '198.51.100.1',
      userAgent: 'Safari',
      src: 'http',
    };
    expect(store.events).toMatchObject([visit]);
  });

  test('takes no campaign from its address', () => {
    const url = 'https://www.example.com/?utm_source=news&gclid=g1';
    const store = storeOf(track('A', { id: 'u1' }, { url, doc_search: '?utm_source=news&gclid=g1' }));
    expect(store.events).toMatchObject([NOTHING]);
  });

  test('that says no address and no browser has those of its sender', () => {
    expect(storeOf(track('A', { id: 'u1' }, { src: '' })).events).toMatchObject([{ ...NOTHING, src: null }]);
  });
});

describe('the time of an event', () => {
  const timeOf = (times: JsonObject, reading: Reading): number | null | undefined =>
    read(JSON.stringify(event(times)), reading).events?.[0]?.time;

  test.each<[JsonObject, number | null, number | null]>([
    [{ _timestamp: PAST }, PAST, null],
    [{ _timestamp: String(PAST) }, PAST, null],
    [{ timestamp: PAST }, PAST, PAST],
    [{ timestamp: PAST / 1_000 }, PAST, PAST],
    [{ timestamp: 1_000_000_000_000 }, 1e15, 1e15],
    [{ timestamp: 1_000_000_000_001 }, 1_000_000_000_001, 1_000_000_000_001],
    [{ _timestamp: PAST, timestamp: PAST + 5_000 }, PAST, PAST + 5_000],
    [{ _timestamp: 'soon', timestamp: PAST }, PAST, PAST],
    [{ _timestamp: 1.5 }, null, null],
    [{ _timestamp: null, timestamp: null }, null, null],
    [{ utc_time: '2021-09-20T15:02:02Z' }, null, null],
  ])('%j: by the documentation %p, by the collector %p', (times, documented, collected) => {
    expect([timeOf(times, 'documentation'), timeOf(times, 'collector')]).toEqual([documented, collected]);
  });
});

describe('accepted, then dropped', () => {
  const IN_24_HOURS = ARRIVAL + 24 * 3_600_000;
  const IN_1971 = Date.UTC(1971, 0, 1);

  test.each<[string, JsonObject, string]>([
    ['an event before 1971', event({ timestamp: IN_1971 / 1_000 - 1 }), 'Its time is before 1971.'],
    ['an event before 1971, as documented', event({ _timestamp: IN_1971 - 1 }), 'Its time is before 1971.'],
    [
      'an event more than 24 hours ahead',
      event({ timestamp: IN_24_HOURS + 1 }),
      'Its time is more than 24 hours ahead.',
    ],
    [
      'an identify with an anonymous id only',
      identify({ anonymous_id: 'b1', email: 'jo@b.co' }),
      'A user_identify without user.id.',
    ],
    ['an identify of nobody', identify({}), 'A user_identify without user.id.'],
    [
      'an identify with a company that has members and no id',
      identify({ id: 'u1' }, { company: { name: 'Acme' } }),
      'A user_identify with a company without id.',
    ],
    ['an identify before 1971', identify({ id: 'u1' }, { timestamp: 1 }), 'Its time is before 1971.'],
  ])('is %s', (_, raw, reason) => {
    const store = storeOf(raw);
    expect(store.dropped).toEqual([{ type: raw.event_type, receivedAt: ARRIVAL, reason, raw }]);
    expect([store.events, store.people(), store.companies()]).toEqual([[], [], []]);
    expect(store.duplicates).toBe(0);
  });

  test('is a repeated event id, which alone counts as a duplicate', () => {
    const raw = event({ event_id: 'e1' });
    const store = storeOf(raw, raw, event({ timestamp: 1 }));
    expect(store.dropped.map(({ reason }) => reason)).toEqual([
      'Its event_id was stored before.',
      'Its time is before 1971.',
    ]);
    expect(store.duplicates).toBe(1);
  });

  test.each<[string, JsonObject]>([
    ['at the start of 1971', event({ timestamp: IN_1971 / 1_000 })],
    ['just 24 hours ahead', event({ timestamp: IN_24_HOURS })],
    ['an identify with an empty company', identify({ id: 'u1' }, { company: {} })],
    ['another event with a company without id', track('group', { id: 'u1' }, { company: { name: 'Acme' } })],
  ])('is not what is %s', (_, raw) => {
    const store = storeOf(raw);
    expect([store.events.length, store.dropped]).toEqual([1, []]);
  });
});
