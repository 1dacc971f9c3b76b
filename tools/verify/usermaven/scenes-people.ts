import { IDENTIFY } from '../../../src/usermaven/event.ts';
import { at, confirmed, MINUTE, one, refuted, type Scene } from './scene.ts';

const CREATED_AT = '2021-01-20T09:55:35.123+02:00';

/** What becomes of people and companies. */
export const PEOPLE_SCENES: readonly Scene[] = [
  {
    what: 'a person, then an update without email, first name and creation time',
    requests: (marked) => [
      marked.event(IDENTIFY, {
        user: { id: marked.id('ada'), email: marked.email('ada'), first_name: 'Ada', created_at: CREATED_AT },
      }),
      marked.event(IDENTIFY, { user: { id: marked.id('ada'), custom: { verify_plan: marked.mark } } }),
    ],
    looks: [
      {
        row: 'created-at',
        question: 'created-at',
        text: (marked) =>
          `People: does ${marked.id('ada')} have ${CREATED_AT.slice(0, 10)} as the day of creation (or sign-up)?`,
        yes: confirmed('A creation time with zone and milliseconds is read.'),
        no: refuted('A creation time with zone and milliseconds is not read.'),
      },
      {
        row: 'identify-without-email',
        question: 'updated-without-email',
        text: (marked) => `People: does ${marked.id('ada')} have the attribute verify_plan?`,
        yes: confirmed('An update without email and created_at was taken.'),
        no: refuted('An update without email and created_at was not taken.'),
      },
      {
        row: 'left-out',
        question: 'name-is-left',
        text: (marked) => `People: is the first name of ${marked.id('ada')} still Ada?`,
        yes: confirmed('A name that an update left out is still there.'),
        no: refuted('A name that an update left out is gone.'),
      },
    ],
  },
  {
    what: 'an identify call with an anonymous id alone',
    requests: (marked) => [
      marked.event(IDENTIFY, {
        user: { anonymous_id: marked.id('nobody'), first_name: marked.id('nobody') },
      }),
    ],
    looks: [
      {
        row: 'identify-without-id',
        question: 'nobody',
        text: (marked) =>
          `People: is there anybody whose first name or anonymous id is ${marked.id('nobody')}?`,
        yes: refuted('An identify call with an anonymous id alone makes a person.'),
        no: confirmed('An identify call with an anonymous id alone makes nobody.'),
      },
    ],
  },
  {
    what: 'people with companies',
    requests: (marked) => [
      marked.event(IDENTIFY, { user: { id: marked.id('grace') }, company: { id: marked.id('bare') } }),
      marked.event(IDENTIFY, {
        user: { id: marked.id('alan') },
        company: { id: marked.id('named'), name: marked.name('named company') },
      }),
      marked.event('group', {
        user: { id: marked.id('alan') },
        company: { id: marked.id('grouped'), name: marked.name('grouped company') },
      }),
    ],
    looks: [
      {
        row: 'company-id-alone',
        question: 'bare-company',
        text: (marked) => `Companies: is ${marked.id('bare')} there?`,
        yes: confirmed('A company with its id alone is there.'),
        no: refuted('A company with its id alone is not there.'),
      },
      {
        row: 'company-update',
        question: 'named-company',
        text: (marked) => `Companies: is "${marked.name('named company')}" there?`,
        yes: confirmed('The company of a user_identify is on the Companies page.'),
        no: refuted('The company of a user_identify is not on the Companies page.'),
      },
      {
        row: 'company-update',
        question: 'grouped-company',
        text: (marked) => `Companies: is "${marked.name('grouped company')}" there?`,
        yes: confirmed('The company of a group event is on the Companies page.'),
        no: refuted('The company of a group event is not on the Companies page.'),
      },
    ],
  },
  {
    what: 'a member of user that is not documented',
    requests: (marked) => [
      one(marked, 'other member', {
        user: { id: marked.id('other'), verify_plan: marked.id('plan') },
        ...at(marked.now),
      }),
    ],
    looks: [
      {
        row: 'other-members',
        question: 'other-member',
        text: (marked) =>
          `Events Activity and People: open "${marked.name('other member')}" and ${marked.id('other')}. Is ${marked.id('plan')} anywhere?`,
        yes: refuted('A member of user that is not documented is kept.'),
        no: confirmed('A member of user that is not documented is dropped.'),
      },
    ],
  },
  {
    what: "a lead's event, then the person with the same email",
    requests: (marked) => [
      marked.event(marked.name('deal'), {
        user: { id: marked.email('lead'), email: marked.email('lead') },
        ...at(marked.now - MINUTE),
      }),
      marked.event(IDENTIFY, { user: { id: marked.id('customer'), email: marked.email('lead') } }),
    ],
    looks: [
      {
        row: 'email-as-id',
        question: 'lead-merged',
        text: (marked) => `People: is "${marked.name('deal')}" on the timeline of ${marked.id('customer')}?`,
        yes: confirmed('The event of a lead is on the timeline of the person with the same email.'),
        no: refuted('The event of a lead is not on the timeline of the person with the same email.'),
      },
    ],
  },
  {
    what: 'an anonymous event, then the person with the same anonymous id',
    requests: (marked) => [
      marked.event(marked.name('anonymous'), {
        user: { anonymous_id: marked.id('browser') },
        ...at(marked.now - MINUTE),
      }),
      marked.event(IDENTIFY, { user: { id: marked.id('known'), anonymous_id: marked.id('browser') } }),
    ],
    looks: [
      {
        row: 'anonymous-alone',
        question: 'stitched',
        text: (marked) =>
          `People: is "${marked.name('anonymous')}" on the timeline of ${marked.id('known')}? (A job joins them, which may take some hours.)`,
        yes: confirmed('An anonymous event is on the timeline of the person who identified later.'),
        no: refuted('An anonymous event is not on the timeline of the person who identified later.'),
      },
    ],
  },
  {
    what: 'a lead',
    requests: (marked) => [
      marked.event('lead', {
        user: { id: marked.email('new-lead'), email: marked.email('new-lead') },
        event_attributes: { email: marked.email('new-lead'), first_name: 'Lin', verify_run: marked.mark },
        ...at(marked.now),
      }),
    ],
    looks: [
      {
        row: 'lead-event',
        question: 'lead',
        text: (marked) => `Leads (or People): is ${marked.email('new-lead')} there as a lead?`,
        yes: confirmed('A lead event makes a lead.'),
        no: refuted('A lead event makes no lead.'),
      },
    ],
  },
];
