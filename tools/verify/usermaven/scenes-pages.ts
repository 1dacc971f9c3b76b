import { at, confirmed, one, refuted, type Scene } from './scene.ts';

const PAGE = {
  url: 'https://example.com/pricing?utm_source=address',
  doc_host: 'example.com',
  doc_path: '/pricing',
  doc_search: '?utm_source=address',
};
const AMOUNT = 42.5;

/** Pages, campaigns and goals, and what is looked at without events. */
export const PAGE_SCENES: readonly Scene[] = [
  {
    what: 'a payment on a page',
    requests: (marked) => [
      one(marked, 'payment', {
        event_attributes: { verify_run: marked.mark, amount: AMOUNT },
        ...PAGE,
        ...at(marked.now),
      }),
    ],
    looks: [
      {
        row: 'goals',
        question: 'goal',
        text: (marked) =>
          `Conversion goals: make one on "${marked.name('payment')}" with the dynamic value amount. Does it show ${AMOUNT}?`,
        yes: confirmed('A goal sums an attribute that is a number.'),
        no: refuted('A goal does not sum an attribute that is a number.'),
      },
    ],
  },
  {
    what: 'a page view with a campaign and everything about the device',
    requests: (marked) => [
      marked.event('pageview', {
        user: { id: marked.id('visitor') },
        event_attributes: { url: PAGE.url, referrer: 'https://www.example.org/', title: marked.name('page') },
        ...PAGE,
        page_title: marked.name('page'),
        referer: 'https://www.example.org/',
        utm: { source: marked.id('source'), medium: 'cpc', campaign: marked.id('campaign') },
        click_id: { gclid: marked.id('gclid') },
        screen_resolution: '1280x720',
        vp_size: '1200x640',
        ...at(marked.now),
      }),
    ],
    looks: [
      {
        row: 'page-view',
        question: 'page-view',
        text: (marked) => `Pages: is the page "${marked.name('page')}" counted as a page view?`,
        yes: confirmed('A pageview event counts as a page view.'),
        no: refuted('A pageview event does not count as a page view.'),
      },
      {
        row: 'attribution',
        question: 'utm-object',
        text: (marked) =>
          `Sources: does ${marked.id('visitor')} come from the source ${marked.id('source')}?`,
        yes: confirmed('The source is that of utm.'),
        no: refuted('The source is not that of utm.'),
      },
      {
        row: 'click-ids',
        question: 'gclid',
        text: (marked) =>
          `Events Activity: open the page view of ${marked.id('visitor')}. Does it show the gclid ${marked.id('gclid')}?`,
        yes: confirmed('The gclid in click_id is kept.'),
        no: refuted('The gclid in click_id is not kept.'),
      },
      {
        row: 'referer',
        question: 'referer',
        text: (marked) =>
          `Events Activity: does the page view of ${marked.id('visitor')} show the referrer www.example.org?`,
        yes: confirmed('The referer is the referrer.'),
        no: refuted('The referer is not the referrer.'),
      },
      {
        row: 'screen-form',
        question: 'screen',
        text: (marked) =>
          `Events Activity: does the page view of ${marked.id('visitor')} show the screen as 1280x720 and the viewport as 1200x640?`,
        yes: confirmed('Screen and viewport are read.'),
        no: refuted('Screen or viewport are not read.'),
      },
    ],
  },
  {
    what: 'a page view with a campaign in its address alone',
    requests: (marked) => [
      marked.event('pageview', {
        user: { id: marked.id('address') },
        event_attributes: { url: PAGE.url, referrer: '', title: marked.name('address page') },
        ...PAGE,
        ...at(marked.now),
      }),
    ],
    looks: [
      {
        row: 'attribution',
        question: 'utm-address',
        text: (marked) => `Sources: does ${marked.id('address')} come from the source "address"?`,
        yes: refuted('A campaign in the address alone is read.'),
        no: confirmed('A campaign in the address alone is not read.'),
      },
    ],
  },
  {
    what: 'a page on a port',
    requests: (marked) => [
      one(marked, 'port', {
        url: 'http://localhost:3000/x',
        doc_host: 'localhost',
        doc_path: '/x',
        doc_search: '',
        ...at(marked.now),
      }),
    ],
    looks: [
      {
        row: 'host-without-port',
        question: 'port',
        text: (marked) =>
          `Events Activity: open "${marked.name('port')}". Is its host localhost, without a port?`,
        yes: confirmed('The host is shown without the port.'),
        no: refuted('The host is not shown without the port.'),
      },
    ],
  },
  {
    what: 'where Usermaven shows the credentials',
    requests: () => [],
    looks: [
      {
        row: 'credentials-place',
        question: 'credentials-place',
        text: () => 'Workspace Settings > Setup > HTTP API: are API Key and Server Token there?',
        yes: confirmed('The credentials are there.'),
        no: refuted('The credentials are not there.'),
      },
    ],
  },
];
