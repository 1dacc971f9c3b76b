import type { Marked } from './marked.ts';
import { at, confirmed, type Look, type Meaning, MINUTE, noted, one, refuted, type Scene } from './scene.ts';

const DAY = 24 * 60 * MINUTE;
const LONG_AGO = Date.UTC(2015, 5, 15, 12);
const SEATS = 25;

const lastWeek = ({ now }: Marked): number => now - 7 * DAY;

/** As Usermaven shows a time, more or less. */
const shown = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const timeLook = (name: string, what: string, yes: Meaning, no: Meaning): Look => ({
  row: 'event-time',
  question: `time-${name}`,
  text: (marked) => `Events Activity: is "${marked.name(what)}" at ${shown(lastWeek(marked))}, a week ago?`,
  yes,
  no,
});

/** Events alone: whether they are stored, once, at their time, with their attributes. */
export const EVENT_SCENES: readonly Scene[] = [
  {
    what: 'an event without User Agent',
    requests: (marked) => [one(marked, 'first', at(marked.now))],
    looks: [
      {
        row: 'success',
        question: 'accepted-is-there',
        text: (marked) => `Events Activity: is "${marked.name('first')}" there?`,
        yes: confirmed('An accepted event is there.'),
        no: refuted('An accepted event is not there.'),
      },
      {
        row: 'sender-user-agent',
        question: 'no-bot',
        text: (marked) =>
          `Reports (filter by the event name): is "${marked.name('first')}" counted there too, not left out as a bot?`,
        yes: confirmed('An event of our sender without User Agent is counted in reports.'),
        no: refuted('An event of our sender without User Agent is not counted in reports.'),
      },
    ],
  },
  {
    what: 'the same event id twice',
    requests: (marked) =>
      ['first', 'second'].map((turn) =>
        one(marked, 'same id', {
          event_id: marked.id('same'),
          event_attributes: { turn },
          ...at(marked.now),
        }),
      ),
    looks: [
      {
        row: 'repeated-id',
        question: 'same-id-once',
        text: (marked) => `Events Activity: is "${marked.name('same id')}" there exactly once?`,
        yes: confirmed('Of two events with one event_id, one was stored.'),
        no: refuted('Two events with one event_id were not stored as one.'),
      },
    ],
  },
  {
    what: 'an event id that is any text',
    requests: (marked) => [
      one(marked, 'text id', { event_id: `test-1 ü ${marked.mark}`, ...at(marked.now) }),
    ],
    looks: [
      {
        row: 'id-form',
        question: 'text-id',
        text: (marked) => `Events Activity: is "${marked.name('text id')}" there?`,
        yes: confirmed('An event with an event_id that is no UUID was stored.'),
        no: refuted('An event with an event_id that is no UUID was not stored.'),
      },
    ],
  },
  {
    what: 'times of last week under each name',
    requests: (marked) => [
      one(marked, 'both times', at(lastWeek(marked))),
      one(marked, '_timestamp', { _timestamp: lastWeek(marked) }),
      one(marked, 'timestamp', { timestamp: lastWeek(marked) }),
    ],
    looks: [
      timeLook(
        'both',
        'both times',
        confirmed('With both names, an event is at its own time.'),
        refuted('With both names, an event is not at its own time.'),
      ),
      timeLook(
        'documented',
        '_timestamp',
        noted('`_timestamp` alone is read.'),
        noted('`_timestamp` alone is not read.'),
      ),
      timeLook(
        'collector',
        'timestamp',
        noted('`timestamp` alone is read.'),
        noted('`timestamp` alone is not read.'),
      ),
    ],
  },
  {
    what: 'an event of 2015',
    requests: (marked) => [one(marked, 'long ago', at(LONG_AGO))],
    looks: [
      {
        row: 'past-events',
        question: 'long-ago',
        text: (marked) => `Events Activity: is "${marked.name('long ago')}" at ${shown(LONG_AGO)}?`,
        yes: confirmed('An event of 2015 is at its time.'),
        no: refuted('An event of 2015 is not there, or not at its time.'),
      },
    ],
  },
  {
    what: 'an event of the day after tomorrow',
    requests: (marked) => [one(marked, 'ahead', at(marked.now + 2 * DAY))],
    looks: [
      {
        row: 'future-events',
        question: 'ahead',
        text: (marked) => `Events Activity: is "${marked.name('ahead')}" there, at any time?`,
        yes: refuted('An event of the day after tomorrow was stored.'),
        no: confirmed('An event of the day after tomorrow was accepted and is not there.'),
      },
    ],
  },
  {
    what: 'attributes with types and nesting',
    requests: (marked) => [
      one(marked, 'types', {
        event_attributes: { verify_run: marked.mark, seats: SEATS, trial: true, items: [{ sku: 'A1' }] },
        ...at(marked.now),
      }),
    ],
    looks: [
      {
        row: 'typed-attributes',
        question: 'seats-as-number',
        text: (marked) =>
          `Events Activity: filter "${marked.name('types')}" by seats greater than ${SEATS - 20}, as a number. Is it found?`,
        yes: confirmed('A number in attributes can be filtered as a number.'),
        no: refuted('A number in attributes cannot be filtered as a number.'),
      },
      {
        row: 'typed-attributes',
        question: 'nested',
        text: (marked) =>
          `Events Activity: open "${marked.name('types')}". Does it show the sku A1 within items?`,
        yes: confirmed('Nested attributes are kept.'),
        no: refuted('Nested attributes are not kept.'),
      },
    ],
  },
];
