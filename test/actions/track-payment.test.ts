import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TRACK_PAYMENT } from '../../src/actions/track-payment.ts';
import { SMALLEST_PER_UNIT } from '../../src/usermaven/currencies.ts';
import { RUNS } from '../support/arbitraries.ts';
import { eventsOf, issuesIn, prepare } from '../support/building.ts';

const payment = (given: object) => ({ user_id: 'usr_1', ...given });
const attributesOf = async (given: object) =>
  (await eventsOf(TRACK_PAYMENT, payment(given)))[0]?.event_attributes;
const issuesOf = async (given: object) => issuesIn(await prepare(TRACK_PAYMENT, payment(given)));

describe('an amount', () => {
  test.each<[amount: unknown, currency: string, sent: number]>([
    ['29.90', '', 29.9],
    [29.9, '', 29.9],
    ['-29.90', '', -29.9],
    ['(5.00)', '', -5],
    ['1,234.50', '', 1234.5],
    ['$1,234.50', 'USD', 1234.5],
    ['US$ 5', 'USD', 5],
    ['19.99 USD', 'usd', 19.99],
    ['$20', 'CAD', 20],
    ['€9.99', 'EUR', 9.99],
    ['¥500', 'JPY', 500],
    [['12.50'], '', 12.5],
    ['0', '', 0],
    // A minus before every amount, as the recipe for refunds has it.
    ['-0', '', 0],
    ['-0.00', '', 0],
    ['-$0.00', 'USD', 0],
  ])('%j is sent in units of its currency (%s): %d', async (amount, currency, sent) => {
    expect(await attributesOf({ amount, currency })).toMatchObject({ amount: sent });
  });

  test.each<[amount: string, sent: number]>([
    ['1.234,50', 1234.5],
    ['9,99', 9.99],
    ['1.234', 1234],
  ])('%s has a decimal comma if that was chosen: %d', async (amount, sent) => {
    expect(await attributesOf({ amount, attribute_values: 'detect_comma' })).toMatchObject({ amount: sent });
  });

  test.each(['detect', 'detect_point', 'text', ''])(
    'has a decimal point under %j',
    async (attribute_values) => {
      expect(await attributesOf({ amount: '1,234.50', attribute_values })).toMatchObject({ amount: 1234.5 });
    },
  );

  test.each<[amount: unknown, reason: string]>([
    ['', 'required, but blank. Fill it in.'],
    ['free', '"free" is not a number. Use an amount such as 29.90, or -29.90 for a refund.'],
    [
      '9,99',
      '"9,99" is not a number. Use an amount such as 29.90, or -29.90 for a refund. For a decimal comma, choose it in Numbers in Attributes.',
    ],
    ['007', '"007" is not a number. Use an amount such as 29.90, or -29.90 for a refund.'],
    [true, '"true" is not a number. Use an amount such as 29.90, or -29.90 for a refund.'],
    ['10%', '"10%" is a percentage. Map an amount.'],
    ['99¢', '"99¢" is not a number. Use an amount such as 29.90, or -29.90 for a refund.'],
    [
      '{{amount}}',
      '"{{amount}}" is a placeholder that was never filled in. Map a value from an earlier step instead.',
    ],
    [['1', '2'], '"["1","2"]" is a list. Map a single value.'],
  ])('%j is refused', async (amount, reason) => {
    expect(await issuesOf({ amount, currency: 'USD' })).toEqual([`Amount: ${reason}`]);
  });
});

test('an amount with a decimal point, where a comma was chosen, is refused by the name of the setting', async () => {
  expect(await issuesOf({ amount: '1,234.50', attribute_values: 'detect_comma' })).toEqual([
    'Amount: "1,234.50" is not a number. Use an amount such as 29.90, or -29.90 for a refund. For a decimal point, choose it in Numbers in Attributes.',
  ]);
});

describe('a currency in the amount', () => {
  test.each(['$29.00', '29 €', '29 USD'])('%s needs Currency', async (amount) => {
    expect(await issuesOf({ amount })).toEqual([
      `Amount: "${amount}" names a currency, but Currency is blank. Fill in Currency, for example USD.`,
    ]);
  });

  test.each([
    ['€29', 'USD'],
    ['29 EUR', 'USD'],
    ['$29', 'CHF'],
    ['£29', 'EUR'],
    ['US$29', 'CAD'],
    ['CA$29', 'USD'],
  ])('%s is not in %s', async (amount, currency) => {
    expect(await issuesOf({ amount, currency })).toEqual([
      `Amount: "${amount}" does not match Currency, which is ${currency}. Map an amount together with its own currency.`,
    ]);
  });
});

describe('smallest units', () => {
  test.each<[currency: string, sent: number]>([
    ['USD', 29],
    ['usd', 29],
    ['JPY', 2900],
    ['KWD', 2.9],
    // Shown without decimals, and counted in hundredths.
    ['HUF', 29],
  ])('2900 in %s is %d', async (currency, sent) => {
    for (const amount of [2900, '2900', '2900.0', '2,900'])
      expect(await attributesOf({ amount, currency, amount_unit: 'smallest' })).toMatchObject({
        amount: sent,
      });
  });

  test('come back to what they were, whatever the currency', async () => {
    const currencies = fc.constantFrom('USD', 'EUR', ...SMALLEST_PER_UNIT.keys());
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -1e12, max: 1e12 }), currencies, async (amount, currency) => {
        const sent = await attributesOf({ amount, currency, amount_unit: 'smallest' });
        const perUnit = SMALLEST_PER_UNIT.get(currency) ?? 100;
        expect(Math.round(Number(sent?.amount) * perUnit)).toBe(amount);
        expect(String(sent?.amount).replace(/^[^.]*\.?/, '').length).toBeLessThanOrEqual(Math.log10(perUnit));
      }),
      RUNS,
    );
  });

  // What fails for 29.90 fails for 29.00: neither was in cents.
  test.each([
    ['29.00', 'detect'],
    ['-29.00', 'detect'],
    ['0.00', 'detect'],
    ['1,234.00', 'detect'],
    ['29,00', 'detect_comma'],
    ['29.00', 'detect_comma'],
  ])('are not written with decimals: %s under %s', async (amount, attribute_values) => {
    const given = { amount, currency: 'USD', amount_unit: 'smallest', attribute_values };
    expect(await issuesOf(given)).toEqual([
      `Amount: "${amount}" has decimals, but Amount Unit says that it is in the smallest units of USD. Change Amount Unit, or map a whole number.`,
    ]);
  });

  test('are chosen by label, too', async () => {
    const amount_unit = 'Smallest units, such as 2990 cents (Stripe)';
    expect(await attributesOf({ amount: 2990, currency: 'EUR', amount_unit })).toMatchObject({
      amount: 29.9,
    });
  });

  test.each<[given: object, issue: string]>([
    [
      { amount: '2900' },
      'Amount: "2900" is in the smallest units of a currency, but Currency is blank. Fill in Currency, for example USD.',
    ],
    [
      { amount: '29.90', currency: 'USD' },
      'Amount: "29.90" has decimals, but Amount Unit says that it is in the smallest units of USD. Change Amount Unit, or map a whole number.',
    ],
    [
      { amount: '29', currency: 'ZZZ' },
      'Amount: "29" is in the smallest units of ZZZ, which is not a currency of ISO 4217. Check Currency.',
    ],
    [
      { amount: '29', currency: 'dollar' },
      'Currency: "dollar" is not a currency code. Use three letters, such as USD.',
    ],
  ])('of %j cannot be counted', async (given, issue) => {
    expect(await issuesOf({ ...given, amount_unit: 'smallest' })).toEqual([issue]);
  });
});

describe('the event', () => {
  test('is called Payment Succeeded unless the user says otherwise', async () => {
    for (const event_name of [undefined, '', ' '])
      expect(await eventsOf(TRACK_PAYMENT, payment({ amount: 5, event_name }))).toMatchObject([
        { event_type: 'Payment Succeeded' },
      ]);
    expect(await eventsOf(TRACK_PAYMENT, payment({ amount: 5, event_name: 'Refunded' }))).toMatchObject([
      { event_type: 'Refunded' },
    ]);
  });

  test('has amount, currency and transaction beside the attributes of the user', async () => {
    const given = { amount: '5', currency: 'usd', transaction_id: 7, event_attributes: { plan: 'pro' } };
    expect(await attributesOf(given)).toStrictEqual({
      amount: 5,
      currency: 'USD',
      transaction_id: '7',
      plan: 'pro',
    });
  });

  test.each(['amount', 'currency', 'transaction_id'])(
    'has no second %s among its attributes',
    async (name) => {
      const [issue] = await issuesOf({ amount: 5, event_attributes: { [name]: '1' } });
      expect(issue).toMatch(new RegExp(`^Event Attributes: "${name}" has a field of its own\\. Use `));
    },
  );
});

describe('the event ID', () => {
  const idOf = async (given: object) => (await eventsOf(TRACK_PAYMENT, payment(given)))[0]?.event_id;
  const charge = { amount: 5, transaction_id: 'ch_1', event_name: 'Paid' };

  test('is the same whenever name and transaction are', async () => {
    const id = await idOf(charge);
    // The SHA-256 of `Paid|ch_1`: an upgrade never changes it.
    expect(id).toBe('e1017f8a1b0b6ed2c0e0776e269df31c84a775bd6f08357e7c6d6cb56071a0bd');
    expect(await idOf({ ...charge, amount: 6, occurred_at: 1_741_185_072 })).toBe(id);
    expect(await idOf({ ...charge, user_id: 'usr_2', event_attributes: { plan: 'pro' } })).toBe(id);
    expect(await idOf({ ...charge, event_name: 'Refunded' })).not.toBe(id);
    expect(await idOf({ ...charge, transaction_id: 'ch_2' })).not.toBe(id);
  });

  test('is what the user maps, if anything', async () => {
    expect(await idOf({ ...charge, event_id: 'evt_1' })).toBe('evt_1');
  });

  test('without a transaction follows the rules of every event', async () => {
    const at = (occurred_at: number) => idOf({ amount: 5, transaction_id: 'n/a', occurred_at });
    expect(await at(1_741_185_072)).toBe(await at(1_741_185_072));
    expect(await at(1_741_185_072)).not.toBe(await at(1_741_185_073));
  });
});
