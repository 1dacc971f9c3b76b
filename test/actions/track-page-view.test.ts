import { describe, expect, test } from '@jest/globals';
import { TRACK_PAGE_VIEW } from '../../src/actions/track-page-view.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import {
  asMessages,
  eventsOf,
  issuesIn,
  prepare,
  readEvents,
  readRows,
  valueFrom,
} from '../support/building.ts';

const visit = { anonymous_id: '5zdta4zak9', page_url: 'www.example.com/pricing?utm_source=google' };
const url = 'https://www.example.com/pricing?utm_source=google';

test('the attributes are exactly url, title and referrer, as far as they are given', async () => {
  const ignored = { event_attributes: { plan: 'pro' }, event_attributes_json: { plan: 'pro' } };
  const [least] = await eventsOf(TRACK_PAGE_VIEW, { ...visit, ...ignored });
  expect(least?.event_attributes).toStrictEqual({ url });
  const page = { page_title: 'Pricing', referrer: 'google.com' };
  const [all] = await eventsOf(TRACK_PAGE_VIEW, { ...visit, ...page });
  expect(all).toMatchObject({
    event_type: 'pageview',
    url,
    doc_host: 'www.example.com',
    doc_path: '/pricing',
    page_title: 'Pricing',
    referer: 'https://google.com',
    utm: { source: 'google' },
  });
  expect(all?.event_attributes).toStrictEqual({ url, title: 'Pricing', referrer: 'https://google.com' });
});

describe('the page is required', () => {
  test.each<[page_url: unknown, reason: string]>([
    ['', 'required, but blank. Fill it in.'],
    ['about', '"about" is not a web address. Use the full address, such as https://www.example.com/pricing.'],
  ])('so %j is refused', async (page_url, reason) => {
    for (const isBuilding of [true, false])
      expect(issuesIn(await prepare(TRACK_PAGE_VIEW, { ...visit, page_url }, { isBuilding }))).toEqual([
        `Page URL: ${reason}`,
      ]);
  });
});

test('without an Anonymous ID, its help asks for both IP Address and User Agent', () => {
  const help = fieldsOf(TRACK_PAGE_VIEW.fields).find(({ key }) => key === 'anonymous_id')?.help;
  expect(help).toMatch(/If there is no Anonymous ID, also fill in both IP Address and User Agent/);
  expect(help).toMatch(/the two do not replace User ID or Email\./);
});

describe('rows of a batch are held to the same rules', () => {
  const event_name = 'pageview';

  test('whatever their shape', () => {
    const sent = readEvents({
      events: [{ event_name, ...visit }],
      events_json: [
        { event_name, ...visit, page_title: 'Pricing' },
        { event_type: event_name, user: { anonymous_id: 'a' }, url, page_title: 'Pricing' },
        // As the script sends it.
        {
          event_type: event_name,
          user: { anonymous_id: 'a' },
          url,
          page_title: 'Pricing',
          event_attributes: { url, title: 'Pricing', referrer: '' },
        },
      ],
      shared_attributes: { source: 'import' },
    });
    const title = 'Pricing';
    expect(sent.map(({ event_attributes }) => event_attributes)).toStrictEqual([
      { url },
      { url, title },
      { url, title },
      { url, title, referrer: '' },
    ]);
  });

  test('so an attribute that repeats a field is read as that field', () => {
    const attributes = { title: 'Pricing', referrer: 'google.com' };
    const rows = readRows({
      attribute_names: ['title'],
      events: [{ event_name, ...visit, column_title: 'Pricing', attributes: '{"referrer": "google.com"}' }],
      events_json: [
        { event_name, ...visit, event_attributes: attributes },
        { event_type: event_name, user: { anonymous_id: 'a' }, url, event_attributes: attributes },
      ],
    });
    const referrer = 'https://google.com';
    for (const { built } of rows)
      expect(valueFrom(built)).toMatchObject({
        event: {
          page_title: 'Pricing',
          referer: referrer,
          event_attributes: { url, title: 'Pricing', referrer },
        },
        notes: [],
      });
  });

  test('and one that cannot be read, or says something else, is not sent but noted', () => {
    const rows = readRows({
      attribute_names: ['referrer', 'url'],
      events: [{ event_name, ...visit, column_referrer: '$direct', column_url: 'https://example.com/b' }],
      events_json: [
        { event_name, ...visit, event_attributes: { referrer: '$direct', url: 'https://example.com/b' } },
        {
          event_type: event_name,
          user: { anonymous_id: 'a' },
          url,
          event_attributes: { referrer: '$direct', url: 'https://example.com/b' },
        },
      ],
    });
    const labels = [
      ['Page URL', 'Referrer'],
      ['page_url', 'referrer'],
      ['url', 'referer'],
    ];
    for (const [index, { built }] of rows.entries()) {
      const { event, notes } = valueFrom(built);
      expect(event).not.toHaveProperty('referer');
      expect(event.event_attributes).toStrictEqual({ url });
      expect(asMessages(notes)).toEqual([
        `event_attributes.url: differs from ${labels[index]?.[0]}, whose value was sent instead.`,
        expect.stringMatching(
          new RegExp(
            `^${labels[index]?.[1]}: "\\$direct" is not a web address\\..* The value was left out\\.$`,
          ),
        ),
      ]);
    }
  });

  test('the default page is the page of one that has none', () => {
    const rows = { events: [{ event_name, anonymous_id: 'a' }], default_page_url: 'example.com/a' };
    expect(readEvents(rows)).toMatchObject([
      { url: 'https://example.com/a', event_attributes: { url: 'https://example.com/a' } },
    ]);
  });

  test('and refused without a page, or with other attributes', () => {
    const other =
      '"plan" cannot be sent with "pageview", which has no attributes except url, title and referrer. Remove it.';
    const rows = readRows({
      attribute_names: ['plan'],
      events: [
        { event_name, anonymous_id: 'a' },
        { event_name, ...visit, column_plan: 'pro' },
      ],
      events_json: [
        { event_name, ...visit, page_url: 'about' },
        { event_type: event_name, user: { anonymous_id: 'a' } },
        { event_type: event_name, user: { anonymous_id: 'a' }, url, event_attributes: { plan: 'pro' } },
      ],
    });
    expect(rows.map(({ built }) => issuesIn(built))).toEqual([
      ['Page URL: required, but blank. Fill it in.'],
      [`Event Attributes: ${other}`],
      [expect.stringMatching(/^page_url: "about" is not a web address/)],
      ['url: required, but blank. Fill it in.'],
      [`event_attributes: ${other}`],
    ]);
  });
});
