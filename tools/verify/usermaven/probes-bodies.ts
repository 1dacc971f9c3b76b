import type { JsonObject } from '../../../src/lib/json.ts';
import { LIMITS } from '../../../src/usermaven/limits.ts';
import type { Marked } from './marked.ts';
import { isAccepted, isRefused, judge, noted, type Probe, type Seen } from './probe.ts';

/** An event that lacks its person, which refuses it. */
const withoutUser = ({ event, name }: Marked, what: string): JsonObject => event(name(what), {});

/** Text that makes a JSON object of one text as many bytes long as said. */
const padded = (bytes: number, make: (text: string) => JsonObject): JsonObject =>
  make('x'.repeat(bytes - Buffer.byteLength(JSON.stringify(make('')))));

/** As many of these as fit into a request of the app, with one of the app's largest events among them. */
const fullRequest = ({ thrownAway }: Marked): string => {
  const events: JsonObject[] = [];
  const make = (text: string): JsonObject => thrownAway({ user: { custom: { text } } });
  const room = (): number => LIMITS.bytesPerRequest - Buffer.byteLength(JSON.stringify(events)) - 1;
  while (room() > 1_000) events.push(padded(Math.min(LIMITS.bytesPerEvent, room()), make));
  return JSON.stringify(events);
};

/** Over every limit that is known. */
const TOO_LARGE_BYTES = 5_000_000;

/** A wrong value for a key of each type that is strict in the source of Usermaven's collector. */
const WRONG_TYPES: readonly JsonObject[] = [
  { page_title: 1 },
  { event_attributes: [] },
  { utm: 'google' },
  { timestamp: '2026-01-31T09:30:00Z' },
];

/** Requests at a time. */
const TOGETHER = 4;

/** What is taken and what is refused of bodies. */
export const BODY_PROBES: readonly Probe[] = [
  {
    row: 'no-event',
    run: async ({ api, marked }) => {
      const body = marked.thrownAway({ user: { first_name: marked.id('no-event') } });
      const reply = await api.post('an identify call without user.id of 1970', JSON.stringify(body));
      return judge(reply, isAccepted(reply), `It got ${reply.said}.`);
    },
  },
  {
    row: 'echo',
    run: async ({ api, marked }) => {
      const reply = await api.post('a body that is not JSON', `no JSON ${marked.mark}`);
      const repeats = reply.body.includes(marked.mark);
      const observed = `A body that is not JSON got ${reply.status ?? 'no response'}, ${repeats ? 'which repeats it' : 'which does not repeat it'}.`;
      return repeats ? { verdict: 'confirmed', observed } : noted(observed);
    },
  },
  {
    row: 'error-reason',
    run: async ({ api, marked }) => {
      const reply = await api.post(
        'an event without user',
        JSON.stringify(withoutUser(marked, 'without user')),
      );
      if (isAccepted(reply))
        return { verdict: 'unclear', observed: `An event without user got ${reply.said}.` };
      const hasReason = reply.response.kind === 'refused' && reply.response.reason !== undefined;
      return judge(reply, hasReason, `An event without user got ${reply.said}.`);
    },
  },
  {
    row: 'strict-types',
    run: async ({ api, marked }) => {
      const seen: Seen[] = [];
      for (const wrong of WRONG_TYPES) {
        const shown = JSON.stringify(wrong);
        const reply = await api.post(`a wrong type: ${shown}`, JSON.stringify(marked.thrownAway(wrong)));
        seen.push(judge(reply, isRefused(reply), `\`${shown}\` got ${reply.said}.`));
      }
      return seen;
    },
  },
  {
    row: 'nobody',
    run: async ({ api, marked }) => {
      // Of 1970, so that it is thrown away where it is taken.
      const body = marked.event(marked.name('nobody'), { user: {}, timestamp: 1, _timestamp: 1 });
      const reply = await api.post('an event of 1970 whose user has no id', JSON.stringify(body));
      return judge(reply, isRefused(reply), `An event whose user has no id got ${reply.said}.`);
    },
  },
  {
    row: 'sizes',
    run: async ({ api, marked }) => {
      const body = fullRequest(marked);
      const reply = await api.post(`${Buffer.byteLength(body)} bytes in one request`, body);
      const observed = `${LIMITS.bytesPerRequest} bytes in events of up to ${LIMITS.bytesPerEvent} got ${reply.said}.`;
      const seen = judge(reply, isAccepted(reply), observed);
      // A run may not send as many events as a request may have.
      return seen.verdict === 'confirmed'
        ? {
            verdict: 'unclear',
            observed: `${observed} ${LIMITS.eventsPerRequest} events in one request were not tried.`,
          }
        : seen;
    },
  },
  {
    row: 'too-large',
    run: async ({ api, marked }) => {
      const event = padded(TOO_LARGE_BYTES, (text) => marked.thrownAway({ user: { custom: { text } } }));
      const reply = await api.post(`${TOO_LARGE_BYTES} bytes in one request`, JSON.stringify(event));
      return judge(reply, reply.response.kind === 'too_large', `${TOO_LARGE_BYTES} bytes got ${reply.said}.`);
    },
  },
  {
    row: 'concurrency',
    run: async ({ api, marked }) => {
      // The first to be sent happened last.
      const events = Array.from({ length: TOGETHER }, (_, index) =>
        marked.event(marked.name(`step ${TOGETHER - index}`), {
          user: { id: marked.id('together') },
          timestamp: marked.now - index * 60_000,
          _timestamp: marked.now - index * 60_000,
        }),
      );
      const replies = await Promise.all(
        events.map((event) => api.post('one of four at a time', JSON.stringify(event))),
      );
      return replies.map(
        (reply, index): Seen =>
          judge(reply, isAccepted(reply), `Request ${index + 1} of ${TOGETHER} at a time got ${reply.said}.`),
      );
    },
  },
  {
    row: 'api-key-in-body',
    run: async ({ api, marked }) => {
      const user = { id: marked.id('api-key') };
      const { api_key: _left, ...without } = marked.event(marked.name('without api_key'), { user });
      const withKey = await api.post(
        'an event with api_key',
        JSON.stringify(marked.event(marked.name('with api_key'), { user })),
      );
      const bare = await api.post('an event without api_key', JSON.stringify(without));
      return [
        judge(withKey, isAccepted(withKey), `With it, an event got ${withKey.said}.`),
        noted(`Without it, an event got ${bare.said}.`),
      ];
    },
  },
  {
    row: 'whole-batch',
    run: async ({ api, marked }) => {
      const good = marked.event(marked.name('beside a wrong one'), { user: { id: marked.id('batch') } });
      const body = JSON.stringify([good, withoutUser(marked, 'wrong in a batch')]);
      const reply = await api.post('two events, one of them without user', body);
      return judge(reply, isRefused(reply), `Two events, one of them without user, got ${reply.said}.`);
    },
  },
];
