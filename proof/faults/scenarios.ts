import type { Fault } from '../../sandbox/usermaven/fault-rules.ts';
import { JOINED } from './credentials.ts';
import { IDENTITIES, type Identity } from './workloads.ts';

/**
 * How a run ends: accepted, or by the class of its error (`later` is ThrottledError, `expired` is ExpiredAuthError,
 * `error` is Error, `halted` is HaltedError, `unknown` is none of Zapier's), or killed from outside.
 */
export type End = 'accepted' | 'later' | 'expired' | 'error' | 'halted' | 'unknown' | 'killed';

/** How long a fault lasts: it meets one request, or every request until the run is over. */
export const SPELLS = ['once', 'lasting'] as const;
export type Spell = (typeof SPELLS)[number];

/** What a fault may need to know of its case. */
export interface Surroundings {
  /** A server on another host name, to which nothing may go. */
  readonly elsewhere: string;
  /** UTC milliseconds. */
  readonly now: number;
}

/** Something that goes wrong, and what has to come of it. */
export interface Scenario {
  readonly name: string;
  /** What the server does. Absent: nothing. */
  readonly fault?: (surroundings: Surroundings) => Fault;
  /** Only requests with more events than this meet the fault, from the first one on. */
  readonly above?: number;
  /** Only every so many requests meet the fault, from the first one on. */
  readonly every?: number;
  /** The fault is still there when the run is replayed. */
  readonly stays?: true;
  /** Where events go instead of the server during the first run. */
  readonly address?: string;
  /** What the store behind `z.cache` does, in every run. */
  readonly cache?: 'down' | 'silent';
  /** The process is killed in the middle of the first run; the server answers slowly, so that there is one. */
  readonly killed?: true;
  /** The failed run is replayed twice at the same time, in two processes. */
  readonly replayedTwice?: true;
  /** How the first run ends; any of them, where it hangs on the order of requests. */
  readonly ends: (spell: Spell, size: number) => readonly End[];
  /** What the message of the first run has to say, one of these. */
  readonly says?: readonly string[];
  /** What Zapier has to be told to wait, seconds: least and most. */
  readonly delay?: readonly [least: number, most: number];
  readonly spells?: readonly Spell[];
  readonly sizes?: 'one' | 'batches';
  readonly identities?: readonly Identity[];
  /** Nearly all of its time is waiting, so many can run at the same time. */
  readonly waits?: true;
  /** Why copies are possible. Measured, but no target. */
  readonly limit?: string;
}

const always =
  (...ends: readonly End[]) =>
  (): readonly End[] =>
    ends;

/** Another try helps, and three failed ones are left to Zapier. */
const passing = (spell: Spell): readonly End[] => [spell === 'once' ? 'accepted' : 'later'];

const NO_ANSWER = [
  'Usermaven cannot be reached or does not answer in time.',
  // A batch that got on and then met silence until its time was over.
  'There was no time for the rest.',
];

/** About a minute, spread out. */
const ABOUT_A_MINUTE = [45, 75] as const;

/** A server that says all that it was given, as the API's ancestor does in its 401. */
const status = (code: number, headers: Readonly<Record<string, string>> = {}): Fault => ({
  status: code,
  headers: { 'X-Request': `/api/v1/s2s/event?token=${encodeURIComponent(JOINED)}`, ...headers },
  body: JSON.stringify({ message: `The request with the token ${JOINED} cannot be taken`, error: '' }),
});

const busy = (code: number): Scenario => ({
  name: `HTTP ${code}`,
  fault: () => status(code),
  ends: passing,
  says: [`Usermaven has a problem at the moment (${code}).`],
  delay: ABOUT_A_MINUTE,
});

const refused = (code: number): Scenario => ({
  name: `HTTP ${code}`,
  fault: () => status(code),
  ends: always('error'),
  says: [`refused by Usermaven (${code})`],
});

const expired = (code: number): Scenario => ({
  name: `HTTP ${code}, then reconnected`,
  fault: () => status(code),
  ends: always('expired'),
  says: [`Usermaven does not accept this API Key and Server Token (${code}).`],
});

const slowDown = (
  name: string,
  header: (now: number) => string | undefined,
  delay: readonly [number, number],
  ends: Scenario['ends'] = passing,
): Scenario => ({
  name: `HTTP 429, ${name}`,
  fault: ({ now }) => {
    const retryAfter = header(now);
    return status(429, retryAfter === undefined ? {} : { 'Retry-After': retryAfter });
  },
  ends,
  says: ['Usermaven asks to send more slowly (429).'],
  delay,
});

const redirected = (code: number): Scenario => ({
  name: `Redirect (${code}) to another host`,
  fault: ({ elsewhere }) => ({ kind: 'redirect', to: elsewhere, status: code }),
  ends: always('error'),
  says: [`redirect (${code})`],
});

/** Longer than any run waits. */
const TOO_LONG_MS = 60_000;

const WITH_IDS = IDENTITIES.filter((identity) => identity !== 'bare');

const NOTED_NOWHERE =
  'The store is down when the run fails, so nothing can be remembered, and nothing in the events says that they are the same.';

/** Everything that goes wrong in a fault run, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  refused(400),
  expired(401),
  expired(403),
  refused(404),
  busy(408),
  refused(409),
  {
    name: 'HTTP 413',
    fault: () => status(413),
    // Halves are small enough, unless nothing is.
    ends: (spell, size) => [size > 1 && spell === 'once' ? 'accepted' : 'error'],
    says: ['too large for Usermaven (413).'],
  },
  {
    name: 'HTTP 413 above 30 events',
    fault: () => status(413),
    above: 30,
    ends: always('accepted'),
    spells: ['lasting'],
    sizes: 'batches',
  },
  refused(422),
  slowDown('no Retry-After', () => undefined, ABOUT_A_MINUTE),
  slowDown('Retry-After 2 seconds', () => '2', [2, 2]),
  slowDown('Retry-After a date', (now) => new Date(now + 3_000).toUTCString(), [1, 3]),
  slowDown('Retry-After absurd', () => '999999999999', [3_600, 3_600], always('later')),
  slowDown('Retry-After nonsense', () => 'soon', ABOUT_A_MINUTE),
  busy(500),
  busy(502),
  busy(503),
  busy(504),
  {
    name: 'HTTP 503 to every second request',
    fault: () => status(503),
    every: 2,
    stays: true,
    // All three tries of a request may be second ones.
    ends: always('accepted', 'later'),
    says: ['Usermaven has a problem at the moment (503).'],
    spells: ['lasting'],
    sizes: 'batches',
  },
  {
    name: 'Every answer takes 3 seconds',
    fault: () => ({ kind: 'slow', ms: 3_000 }),
    above: 0,
    stays: true,
    // Four requests at a time, in 20 seconds: not quite 2,800 rows.
    ends: (_spell, size) => [size > 2_800 ? 'later' : 'accepted'],
    says: ['There was no time for the rest. Zapier goes on by itself in a few seconds.'],
    delay: [1, 10],
    spells: ['lasting'],
    waits: true,
  },
  {
    name: 'Connection refused',
    address: 'http://127.0.0.1:1',
    ends: always('later'),
    says: NO_ANSWER,
    spells: ['lasting'],
  },
  {
    name: 'Host name not found',
    address: 'https://events.usermaven.invalid',
    ends: always('later'),
    says: NO_ANSWER,
    spells: ['lasting'],
    waits: true,
  },
  { name: 'Reset before storing', fault: () => ({ kind: 'reset' }), ends: passing, says: NO_ANSWER },
  {
    name: 'Reset after storing',
    fault: () => ({ kind: 'reset', when: 'after' }),
    ends: passing,
    says: NO_ANSWER,
  },
  {
    name: 'No answer, not stored',
    fault: () => ({ kind: 'stall' }),
    ends: passing,
    says: NO_ANSWER,
    waits: true,
  },
  {
    name: 'No answer, but stored',
    fault: () => ({ kind: 'slow', ms: TOO_LONG_MS }),
    ends: passing,
    says: NO_ANSWER,
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
    ends: passing,
    says: ['Usermaven has a problem at the moment (503).'],
    waits: true,
  },
  { name: 'Body of a 200 cut off', fault: () => ({ kind: 'truncated' }), ends: always('accepted') },
  {
    name: 'Body of a 400 cut off',
    fault: () => ({ kind: 'truncated', status: 400 }),
    ends: always('error'),
    says: ['refused by Usermaven (400)'],
  },
  { name: 'HTML with a 200', fault: () => ({ kind: 'html', status: 200 }), ends: always('accepted') },
  {
    name: 'HTML with a 502',
    fault: () => ({ kind: 'html' }),
    ends: passing,
    says: ['Usermaven has a problem at the moment (502).'],
  },
  redirected(302),
  redirected(307),
  {
    name: 'Process killed in the middle',
    killed: true,
    ends: always('killed'),
    spells: ['lasting'],
    sizes: 'batches',
  },
  {
    name: 'HTTP 503, two replays at once',
    fault: () => status(503),
    replayedTwice: true,
    ends: always('later'),
    spells: ['lasting'],
  },
  {
    name: 'Reset after storing, two replays',
    fault: () => ({ kind: 'reset', when: 'after' }),
    replayedTwice: true,
    ends: always('later'),
    spells: ['lasting'],
  },
  { name: 'Store of Zapier down', cache: 'down', ends: always('accepted'), spells: ['lasting'] },
  { name: 'Store of Zapier silent', cache: 'silent', ends: always('accepted'), spells: ['lasting'] },
  {
    name: 'Store down, HTTP 503',
    cache: 'down',
    fault: () => status(503),
    ends: passing,
    says: ['Usermaven has a problem at the moment (503).'],
    identities: WITH_IDS,
  },
  {
    name: 'Store silent, no answer, but stored',
    cache: 'silent',
    fault: () => ({ kind: 'slow', ms: TOO_LONG_MS }),
    ends: passing,
    says: NO_ANSWER,
    identities: WITH_IDS,
    waits: true,
  },
  {
    name: 'Store silent, no answer',
    cache: 'silent',
    fault: () => ({ kind: 'stall' }),
    ends: passing,
    says: NO_ANSWER,
    sizes: 'one',
    waits: true,
  },
  {
    name: 'Store down, reset after storing',
    cache: 'down',
    fault: () => ({ kind: 'reset', when: 'after' }),
    ends: always('later'),
    spells: ['lasting'],
    identities: ['bare'],
    limit: NOTED_NOWHERE,
  },
  {
    name: 'Store down, HTTP 503 half-way',
    cache: 'down',
    fault: () => status(503),
    ends: always('later'),
    spells: ['lasting'],
    sizes: 'batches',
    identities: ['bare'],
    limit: NOTED_NOWHERE,
  },
  {
    name: 'Process killed, one event',
    killed: true,
    ends: always('killed'),
    spells: ['lasting'],
    sizes: 'one',
    identities: ['bare'],
    limit:
      'The process is killed between the moment when Usermaven stores the one event and the moment when it says so. Nothing in the event says that it is the same.',
  },
];
