import type { Sandbox, StoredEvent } from '../../sandbox/usermaven/server.ts';
import { isObject } from '../../src/lib/json.ts';
import type { Answer, Question } from '../../tools/verify/prompts.ts';
import { type Marked, markedWith } from '../../tools/verify/usermaven/marked.ts';

/** What somebody sees in a Usermaven, and what carries the mark of the run. */
interface Seen {
  readonly marked: Marked;
  readonly store: Sandbox['store'];
  /** Stored events of a name. */
  readonly events: (what: string) => readonly StoredEvent[];
}

const DAY = 86_400_000;

/** Whether the one event of a name is about so many days old. */
const isDaysOld = ({ events, marked }: Seen, what: string, days: number): boolean =>
  events(what).some(({ time }) => Math.abs(marked.now - days * DAY - time) < DAY / 2);

const isOnTimeline = ({ store, marked }: Seen, who: string, what: string): boolean =>
  store.timeline(marked.id(who)).some(({ type }) => type === marked.name(what));

const pageviewOf = ({ store, marked }: Seen, who: string): StoredEvent | undefined =>
  store.events.find(
    ({ type, raw }) => type === 'pageview' && isObject(raw.user) && raw.user.id === marked.id(who),
  );

/** How each question is answered by looking at what a local Usermaven stored. It has no goals, reports or settings to look at. */
const LOOKS: Readonly<Record<string, (seen: Seen) => boolean>> = {
  'accepted-is-there': ({ events }) => events('first').length === 1,
  'no-bot': ({ events }) => events('first').every(({ userAgent }) => !/node|axios|curl/i.test(userAgent)),
  'same-id-once': ({ events }) => events('same id').length === 1,
  'text-id': ({ events }) => events('text id').length === 1,
  'time-both': (seen) => isDaysOld(seen, 'both times', 7),
  'time-documented': (seen) => isDaysOld(seen, '_timestamp', 7),
  'time-collector': (seen) => isDaysOld(seen, 'timestamp', 7),
  'long-ago': ({ events }) => events('long ago').some(({ time }) => new Date(time).getUTCFullYear() === 2015),
  ahead: ({ events }) => events('ahead').length > 0,
  'seats-as-number': ({ events }) =>
    events('types').some(({ raw }) => isObject(raw.event_attributes) && raw.event_attributes.seats === 25),
  nested: ({ events }) => events('types').some(({ raw }) => JSON.stringify(raw).includes('"sku":"A1"')),
  'created-at': ({ store, marked }) =>
    store.person(marked.id('ada'))?.attributes.created_at?.startsWith('2021-01-20') === true,
  'updated-without-email': ({ store, marked }) =>
    store.person(marked.id('ada'))?.custom.verify_plan === marked.mark,
  'name-is-left': ({ store, marked }) => store.person(marked.id('ada'))?.attributes.first_name === 'Ada',
  nobody: ({ store, marked }) => store.person(marked.id('nobody')) !== undefined,
  'bare-company': ({ store, marked }) => store.companies().some(({ id }) => id === marked.id('bare')),
  'named-company': ({ store, marked }) =>
    store.companies().some(({ attributes }) => attributes.name === marked.name('named company')),
  'grouped-company': ({ store, marked }) =>
    store.companies().some(({ attributes }) => attributes.name === marked.name('grouped company')),
  'other-member': ({ store, marked }) =>
    JSON.stringify(store.person(marked.id('other'))).includes(marked.id('plan')),
  'lead-merged': (seen) => isOnTimeline(seen, 'customer', 'deal'),
  stitched: (seen) => isOnTimeline(seen, 'known', 'anonymous'),
  lead: ({ store, marked }) => store.person(marked.email('new-lead'))?.kind === 'lead',
  'page-view': (seen) => pageviewOf(seen, 'visitor') !== undefined,
  'utm-object': (seen) => pageviewOf(seen, 'visitor')?.utm.source === seen.marked.id('source'),
  'utm-address': (seen) => pageviewOf(seen, 'address')?.utm.source === 'address',
  gclid: (seen) => pageviewOf(seen, 'visitor')?.clickId.gclid === seen.marked.id('gclid'),
  referer: (seen) => pageviewOf(seen, 'visitor')?.raw.referer === 'https://www.example.org/',
  screen: (seen) => pageviewOf(seen, 'visitor')?.raw.screen_resolution === '1280x720',
  port: ({ events }) => events('port').some(({ raw }) => raw.doc_host === 'localhost'),
  'no-event': ({ store, marked }) =>
    JSON.stringify([store.events, store.people()]).includes(marked.id('no-event')),
  'whole-batch': ({ events }) => events('beside a wrong one').length > 0,
  order: ({ store, marked }) => {
    const steps = store.timeline(marked.id('together')).map(({ type }) => type);
    return steps.join() === [1, 2, 3, 4].map((step) => marked.name(`step ${step}`)).join();
  },
  'api-key-stored': ({ events }) => events('with api_key').length === 1,
};

/** A person who looks at a local Usermaven and answers what is to be seen there, and skips the rest. */
export const personAt =
  ({ store, apiKey }: Sandbox) =>
  async ({ id, text }: Question): Promise<Answer> => {
    const mark = /v\d{8}-\d{6}/.exec(text)?.[0] ?? '';
    const marked = markedWith(mark, apiKey, Date.now());
    const events = (what: string) => store.events.filter(({ type }) => type === marked.name(what));
    const look = LOOKS[id];
    if (look === undefined) return 'skip';
    return look({ marked, store, events }) ? 'yes' : 'no';
  };
