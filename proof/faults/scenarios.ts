import type { Fault } from '../../sandbox/usermaven/fault-rules.ts';
import { JOINED_TOKEN } from './secrets.ts';
import { IDENTITIES, type Identity, type Workload, workload } from './workloads.ts';

/** How a run ends: accepted, with an error of a class of Zapier's or another one, or killed from outside. */
export type End =
  | 'accepted'
  | 'ThrottledError'
  | 'ExpiredAuthError'
  | 'Error'
  | 'HaltedError'
  | 'unknown class'
  | 'killed';

/** How long a fault lasts: it meets one request, or every request until the run is over. */
const DURATIONS = ['once', 'lasting'] as const;
export type Duration = (typeof DURATIONS)[number];

/** Something that goes wrong, and the required outcome. */
export interface Scenario {
  readonly name: string;
  /** What the server does; nothing special if absent. Nothing may be sent to `otherHost`; `now` is UTC milliseconds. */
  readonly fault?: (known: { readonly otherHost: string; readonly now: number }) => Fault;
  /** Only requests with more events than this meet the fault, from the first one on. */
  readonly above?: number;
  /** Only every so many requests meet the fault, from the first one on. */
  readonly every?: number;
  /** The fault goes on while the run is replayed. */
  readonly continues?: true;
  /** Where events go instead of the server during the first run. */
  readonly address?: string;
  /** The state of the store behind `z.cache`, in every run. */
  readonly cache?: 'down' | 'silent';
  /** The process is killed in the middle of the first run; the server answers slowly, so that there is one. */
  readonly killed?: true;
  /** The failed run is replayed twice at the same time, in two processes. */
  readonly replayedTwice?: true;
  /** How the first run ends; one of these where it depends on the order of requests. */
  readonly ends: (duration: Duration, size: number) => readonly End[];
  /** One of these has to be in the message of the first run. */
  readonly message?: readonly string[];
  /** What Zapier has to be told to wait, seconds: least and most. */
  readonly delay?: readonly [least: number, most: number];
  readonly durations?: readonly Duration[];
  readonly sizes?: 'one' | 'batches';
  readonly identities?: readonly Identity[];
  /** Most of its time is waiting, so that many can run at the same time. */
  readonly waits?: true;
  /** Why duplicates are possible even if Usermaven drops repeated event IDs. Measured, without a target. */
  readonly limit?: string;
  /** Why duplicates are possible if Usermaven does not read event IDs; none are if absent. Measured, without a target. */
  readonly copies?: string;
}

const always =
  (...ends: readonly End[]) =>
  (): readonly End[] =>
    ends;

/** A retry succeeds; after three failed attempts Zapier retries the step. */
const retried = (duration: Duration): readonly End[] => [duration === 'once' ? 'accepted' : 'ThrottledError'];

const NO_RESPONSE = [
  'Usermaven could not be reached or did not respond in time.',
  // A batch that sent some chunks and then got no response until its time was over.
  'Time ran out before all events were sent.',
];

/** About a minute, with jitter. */
const ABOUT_A_MINUTE = [45, 75] as const;

/** A server that repeats the token in its response, in plain text as Usermaven's collector writes errors. */
const status = (code: number, headers: Readonly<Record<string, string>> = {}): Fault => ({
  status: code,
  headers: { 'X-Request': `/api/v1/s2s/event?token=${encodeURIComponent(JOINED_TOKEN)}`, ...headers },
  body: `The request with the token ${JOINED_TOKEN} cannot be taken`,
});

const unavailable = (code: number): Scenario => ({
  name: `HTTP ${code}`,
  fault: () => status(code),
  ends: retried,
  message: [`Usermaven is having problems at the moment (${code}).`],
  delay: ABOUT_A_MINUTE,
});

const refused = (code: number): Scenario => ({
  name: `HTTP ${code}`,
  fault: () => status(code),
  ends: always('Error'),
  message: [`refused by Usermaven (${code})`],
});

const expired = (code: number): Scenario => ({
  name: `HTTP ${code}, then reconnected`,
  fault: () => status(code),
  ends: always('ExpiredAuthError'),
  message: [`Usermaven does not accept this API Key and Server Token (${code}).`],
});

const slowDown = (
  name: string,
  header: (now: number) => string | undefined,
  delay: readonly [number, number],
  ends: Scenario['ends'] = retried,
): Scenario => ({
  name: `HTTP 429, ${name}`,
  fault: ({ now }) => {
    const retryAfter = header(now);
    return status(429, retryAfter === undefined ? {} : { 'Retry-After': retryAfter });
  },
  ends,
  message: ['Usermaven is rate limiting requests (429).'],
  delay,
});

const redirected = (code: number): Scenario => ({
  name: `Redirect (${code}) to another host`,
  fault: ({ otherHost }) => ({ kind: 'redirect', to: otherHost, status: code }),
  ends: always('Error'),
  message: [`redirect (${code})`],
});

/** Longer than any run waits. */
const TOO_LONG_MS = 60_000;

const WITH_IDS = IDENTITIES.filter((identity) => identity !== 'none');

const UNTOLD =
  'Usermaven stored the events, and no response said so: they are sent again so that none is lost.';

const TWO_REPLAYS = 'Two replays at the same time send the same events, and neither knows of the other.';

const NOT_SAVED =
  'The store is down when the run fails, so the state of the run cannot be saved, and nothing in the events identifies them.';

/** Everything that goes wrong in the fault run, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  refused(400),
  expired(401),
  expired(403),
  refused(404),
  unavailable(408),
  refused(409),
  {
    name: 'HTTP 413',
    fault: () => status(413),
    // Halves are small enough, unless nothing is.
    ends: (duration, size) => [size > 1 && duration === 'once' ? 'accepted' : 'Error'],
    message: ['too large for Usermaven (413).'],
  },
  {
    name: 'HTTP 413 above 30 events',
    fault: () => status(413),
    above: 30,
    ends: always('accepted'),
    durations: ['lasting'],
    sizes: 'batches',
  },
  refused(422),
  slowDown('no Retry-After', () => undefined, ABOUT_A_MINUTE),
  slowDown('Retry-After 2 seconds', () => '2', [2, 2]),
  slowDown('Retry-After a date', (now) => new Date(now + 3_000).toUTCString(), [1, 3]),
  slowDown('Retry-After absurd', () => '999999999999', [3_600, 3_600], always('ThrottledError')),
  slowDown('Retry-After nonsense', () => 'soon', ABOUT_A_MINUTE),
  unavailable(500),
  unavailable(502),
  unavailable(503),
  unavailable(504),
  {
    name: 'HTTP 503, half of the request stored',
    fault: () => ({ kind: 'partial' }),
    ends: retried,
    message: ['Usermaven is having problems at the moment (503).'],
    delay: ABOUT_A_MINUTE,
    sizes: 'batches',
    copies: UNTOLD,
  },
  {
    name: 'HTTP 503 to every second request',
    fault: () => status(503),
    every: 2,
    continues: true,
    // All three attempts of a request may be second ones.
    ends: always('accepted', 'ThrottledError'),
    message: ['Usermaven is having problems at the moment (503).'],
    durations: ['lasting'],
    sizes: 'batches',
  },
  {
    name: 'Every response takes 3 seconds',
    fault: () => ({ kind: 'slow', ms: 3_000 }),
    above: 0,
    continues: true,
    // Four requests at a time, in 20 seconds: not quite 2,800 rows.
    ends: (_duration, size) => [size > 2_800 ? 'ThrottledError' : 'accepted'],
    message: [
      'Time ran out before all events were sent. Zapier will continue automatically in a few seconds.',
    ],
    delay: [1, 10],
    durations: ['lasting'],
    copies:
      'Time runs out while the last responses are still on their way: their events are sent again so that none is lost.',
    waits: true,
  },
  {
    name: 'Connection refused',
    address: 'http://127.0.0.1:1',
    ends: always('ThrottledError'),
    message: NO_RESPONSE,
    durations: ['lasting'],
  },
  {
    name: 'Host name not found',
    address: 'https://events.usermaven.invalid',
    ends: always('ThrottledError'),
    message: NO_RESPONSE,
    durations: ['lasting'],
    waits: true,
  },
  { name: 'Reset before storing', fault: () => ({ kind: 'reset' }), ends: retried, message: NO_RESPONSE },
  {
    name: 'Reset after storing',
    fault: () => ({ kind: 'reset', when: 'after' }),
    ends: retried,
    message: NO_RESPONSE,
    copies: UNTOLD,
  },
  {
    name: 'No response, not stored',
    fault: () => ({ kind: 'stall' }),
    ends: retried,
    message: NO_RESPONSE,
    waits: true,
  },
  {
    name: 'No response, but stored',
    fault: () => ({ kind: 'slow', ms: TOO_LONG_MS }),
    ends: retried,
    message: NO_RESPONSE,
    copies: UNTOLD,
    waits: true,
  },
  {
    name: 'Slow drip of a 200',
    fault: () => ({ kind: 'drip', ms: 1_000 }),
    ends: always('accepted'),
  },
  {
    name: 'Slow drip of a 503',
    fault: () => ({ kind: 'drip', ms: 1_000, status: 503 }),
    ends: retried,
    message: ['Usermaven is having problems at the moment (503).'],
    waits: true,
  },
  { name: 'Body of a 200 cut off', fault: () => ({ kind: 'truncated' }), ends: always('accepted') },
  {
    name: 'Body of a 400 cut off',
    fault: () => ({ kind: 'truncated', status: 400 }),
    ends: always('Error'),
    message: ['refused by Usermaven (400)'],
  },
  { name: 'HTML with a 200', fault: () => ({ kind: 'html', status: 200 }), ends: always('accepted') },
  {
    name: 'HTML with a 502',
    fault: () => ({ kind: 'html' }),
    ends: retried,
    message: ['Usermaven is having problems at the moment (502).'],
  },
  redirected(302),
  redirected(307),
  {
    name: 'Process killed in the middle',
    killed: true,
    copies: 'A run that is killed cannot say how far it got: its replay sends everything.',
    ends: always('killed'),
    durations: ['lasting'],
    sizes: 'batches',
  },
  {
    name: 'HTTP 503, two replays at once',
    fault: () => status(503),
    replayedTwice: true,
    copies: TWO_REPLAYS,
    ends: always('ThrottledError'),
    durations: ['lasting'],
  },
  {
    name: 'Reset after storing, two replays',
    fault: () => ({ kind: 'reset', when: 'after' }),
    replayedTwice: true,
    copies: TWO_REPLAYS,
    ends: always('ThrottledError'),
    durations: ['lasting'],
  },
  { name: 'Store of Zapier down', cache: 'down', ends: always('accepted'), durations: ['lasting'] },
  { name: 'Store of Zapier silent', cache: 'silent', ends: always('accepted'), durations: ['lasting'] },
  {
    name: 'Store down, HTTP 503',
    cache: 'down',
    fault: () => status(503),
    ends: retried,
    message: ['Usermaven is having problems at the moment (503).'],
    identities: WITH_IDS,
    copies: 'The store is down when the run fails, so its replay does not know what was accepted.',
  },
  {
    name: 'Store silent, no response, but stored',
    cache: 'silent',
    fault: () => ({ kind: 'slow', ms: TOO_LONG_MS }),
    ends: retried,
    message: NO_RESPONSE,
    identities: WITH_IDS,
    copies: UNTOLD,
    waits: true,
  },
  {
    name: 'Store silent, no response',
    cache: 'silent',
    fault: () => ({ kind: 'stall' }),
    ends: retried,
    message: NO_RESPONSE,
    sizes: 'one',
    waits: true,
  },
  {
    name: 'Store down, reset after storing',
    cache: 'down',
    fault: () => ({ kind: 'reset', when: 'after' }),
    ends: always('ThrottledError'),
    durations: ['lasting'],
    identities: ['none'],
    limit: NOT_SAVED,
  },
  {
    name: 'Store down, HTTP 503 half-way',
    cache: 'down',
    fault: () => status(503),
    ends: always('ThrottledError'),
    durations: ['lasting'],
    sizes: 'batches',
    identities: ['none'],
    limit: NOT_SAVED,
  },
  {
    name: 'Process killed, one event',
    killed: true,
    ends: always('killed'),
    durations: ['lasting'],
    sizes: 'one',
    identities: ['none'],
    limit:
      'The process is killed after Usermaven has stored the event and before its response arrives. Nothing in the event identifies it.',
  },
];

/** A scenario on a workload. */
export interface Case {
  readonly scenario: Scenario;
  readonly duration: Duration;
  readonly workload: Workload;
}

/** Which cases are run; all where nothing is said. */
export interface Selection {
  readonly scenarios?: readonly Scenario[];
  /** Numbers of events. */
  readonly sizes?: readonly number[];
  readonly identities?: readonly Identity[];
  readonly durations?: readonly Duration[];
}

/** Every scenario on every workload that it takes, in the order of the scenarios. */
export const casesOf = ({
  scenarios = SCENARIOS,
  sizes = [1, 1_000, 10_000],
  identities = IDENTITIES,
  durations = DURATIONS,
}: Selection = {}): Case[] => {
  const workloads = sizes.flatMap((size) => identities.map((identity) => workload(size, identity)));
  return scenarios.flatMap((scenario) =>
    workloads
      .filter(({ identity }) => (scenario.identities ?? IDENTITIES).includes(identity))
      .filter(({ size }) => scenario.sizes === undefined || (scenario.sizes === 'one') === (size === 1))
      .flatMap((taken) =>
        durations
          .filter((duration) => (scenario.durations ?? DURATIONS).includes(duration))
          .map((duration): Case => ({ scenario, duration, workload: taken })),
      ),
  );
};
