import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fillUnder } from '../../sandbox/make/evaluate.ts';
import { READINGS, type Reading } from '../../sandbox/make/readings.ts';
import type { Collection, Value } from '../../sandbox/make/values.ts';
import { isSent } from '../../src/fields/field.ts';
import { FIELDS, fieldsOf } from '../../src/fields/index.ts';
import { COMMON } from '../../src/make/common.ts';
import { eventRequest } from '../../src/make/event-body.ts';
import { type CampaignParts, campaignIn, UTM_KEYS } from '../../src/usermaven/campaign.ts';
import { pageAddress } from '../support/make/same-event.ts';

const FORM = fieldsOf(['page_url', ...UTM_KEYS.map((key) => `utm_${key}` as const)]).filter(isSent);

/** What the generated expressions make of a form with a page and campaign fields. */
const onMake = (parameters: Collection, reading: Reading): { utm: Value; click_id: Value } => {
  const request = eventRequest(FORM);
  const fill = fillUnder(reading);
  const temp = fill(request.temp, { parameters, common: COMMON, temp: {} });
  const sent = (key: keyof CampaignParts) => fill(request.body[key] ?? null, { parameters, temp });
  return { utm: sent('utm'), click_id: sent('click_id') };
};

const queryOf = (address: string): string =>
  new URL(/^[a-z]+:\/\//i.test(address) ? address : `https://${address}`).search;

const anyReading = fc.constantFrom(...READINGS.map(([, reading]) => reading));

test('the campaign in an address is on Make what it is on Zapier', () => {
  fc.assert(
    fc.property(pageAddress, anyReading, (address, reading) => {
      const { utm, click_id } = campaignIn(queryOf(address));
      expect([address, onMake({ page_url: address }, reading)]).toEqual([address, { utm, click_id }]);
    }),
    { numRuns: 3_000 },
  );
});

test('the campaign fields win over the address, and blank ones do not', () => {
  const given = fc.record(
    Object.fromEntries(UTM_KEYS.map((key) => [key, fc.constantFrom('', 'given', undefined)])),
  );
  fc.assert(
    fc.property(pageAddress, given, anyReading, (address, fields, reading) => {
      const parameters = {
        page_url: address,
        ...Object.fromEntries(UTM_KEYS.map((key) => [`utm_${key}`, fields[key]])),
      };
      const { utm, click_id } = campaignIn(queryOf(address));
      const won = UTM_KEYS.filter((key) => fields[key] === 'given').map((key) => [key, 'given']);
      const expected = { ...utm, ...Object.fromEntries(won) };
      expect(onMake(parameters, reading)).toEqual({
        utm: Object.keys(expected).length > 0 ? expected : undefined,
        click_id,
      });
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ' ',
  '\n',
  '',
  'https://www.example.com/p\n',
  '\nhttps://www.example.com/p',
  'https://www.example.com/p?a=1\n',
])('white space around an address is no campaign: %j', (page_url) => {
  for (const [, reading] of READINGS) {
    expect(onMake({ page_url }, reading)).toEqual({ utm: undefined, click_id: undefined });
  }
});

test('a form with a page has the campaign of its address, also where it has no fields for it', () => {
  const { body } = eventRequest(fieldsOf(['page_url']).filter(isSent));
  expect(Object.keys(body)).toEqual(expect.arrayContaining(['url', 'utm', 'click_id']));
  expect(FIELDS.page_url.path).toBe('url');
});
