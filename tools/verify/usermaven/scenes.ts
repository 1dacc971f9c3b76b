import { confirmed, type Look, refuted, type Scene } from './scene.ts';
import { EVENT_SCENES } from './scenes-events.ts';
import { PAGE_SCENES } from './scenes-pages.ts';
import { PEOPLE_SCENES } from './scenes-people.ts';

/** Everything that is sent for a person to look for, in the order in which it is sent and asked about. */
export const SCENES: readonly Scene[] = [...EVENT_SCENES, ...PEOPLE_SCENES, ...PAGE_SCENES];

/** What a person looks for of the probes, whose events are sent before. */
export const PROBE_LOOKS: readonly Look[] = [
  {
    row: 'no-event',
    question: 'no-event',
    text: (marked) => `People and Events Activity: is there anything of ${marked.id('no-event')}?`,
    yes: refuted('It left something in the workspace.'),
    no: confirmed('It left nothing in the workspace.'),
  },
  {
    row: 'whole-batch',
    question: 'whole-batch',
    text: (marked) => `Events Activity: is "${marked.name('beside a wrong one')}" there?`,
    yes: refuted('The good event of a batch that was refused is there.'),
    no: confirmed('The good event of a batch that was refused is not there.'),
  },
  {
    row: 'concurrency',
    question: 'order',
    text: (marked) =>
      `People: does the timeline of ${marked.id('together')} have steps 1 to 4 in order of time, 1 the earliest?`,
    yes: confirmed('Events that arrived in another order are in order of their times.'),
    no: refuted('Events that arrived in another order are not in order of their times.'),
  },
  {
    row: 'api-key-in-body',
    question: 'api-key-stored',
    text: (marked) => `Events Activity: is "${marked.name('with api_key')}" there?`,
    yes: confirmed('An event with api_key is stored.'),
    no: refuted('An event with api_key is not stored.'),
  },
];
