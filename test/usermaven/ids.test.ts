import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, type Json, type JsonObject } from '../../src/lib/json.ts';
import { derivedId, hashedId, randomId, stableId, turnCounter } from '../../src/usermaven/ids.ts';
import { anyJsonObject, RUNS } from '../support/arbitraries.ts';

const UUID = (version: 4 | 8) =>
  new RegExp(`^[\\da-f]{8}-[\\da-f]{4}-${version}[\\da-f]{3}-[89ab][\\da-f]{3}-[\\da-f]{12}$`);

const EVENT = {
  api_key: 'UMabcdefgh',
  event_type: 'Plan Upgraded',
  _timestamp: 1_632_150_122_000,
  ids: {},
  user: { id: 'usr_1', custom: { 'Müller & Söhne': ['é', '😀', null, 0.5] } },
  event_attributes: { amount: 29.9, trial: false },
  src: 'http',
};

// Computed once. A change would make every import that is run again count twice.
describe('ids of today are those of yesterday', () => {
  test.each([
    ['an event', stableId(EVENT), '3eb25ef0-c99e-829b-aa36-dfff29083aa0'],
    ['an event, the second time in its batch', stableId(EVENT, 1), 'e066488e-958b-8ff7-81b9-1a9881fcc1f1'],
    ['an event that says nothing', stableId({}), 'ac7207a1-29cd-8ad8-986c-ca68b10eb389'],
    [
      'the first event of a run',
      derivedId('0b6f2f3e-5c1d-4a7e-9f08-3d2c1b0a9f8e', 1),
      'b1ce8ad1-1d55-807e-ba91-d0e4ce3cc8c9',
    ],
    [
      'the second event of a run',
      derivedId('0b6f2f3e-5c1d-4a7e-9f08-3d2c1b0a9f8e', 2),
      '3741e19c-eb55-8a3a-b0c2-79e62ae45ec9',
    ],
    ['a text', hashedId(''), 'e3b0c442-98fc-8c14-9afb-f4c8996fb924'],
  ])('%s', (_of, id, frozen) => {
    expect(id).toBe(frozen);
  });
});

describe('the shape of an id', () => {
  test('a made one is a UUID of version 8, a random one of version 4', () => {
    const check = (seed: string) => {
      expect(hashedId(seed)).toMatch(UUID(8));
      expect(randomId()).toMatch(UUID(4));
    };
    fc.assert(fc.property(fc.string(), check), RUNS);
  });

  test('random ids differ', () => {
    expect(new Set(Array.from({ length: 1_000 }, randomId)).size).toBe(1_000);
  });
});

describe('the id of an event with a time', () => {
  /** The same content, every object written the other way round. */
  const rewritten = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(rewritten);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, member]) => [key, rewritten(member)]),
    );
  };

  test('is the same whatever the order of the keys', () => {
    const check = (event: JsonObject) => {
      expect(stableId(rewritten(event) as JsonObject)).toBe(stableId(event));
      expect(stableId(JSON.parse(JSON.stringify(event)))).toBe(stableId(event));
    };
    fc.assert(fc.property(anyJsonObject, check), RUNS);
  });

  test('is another one where any content differs', () => {
    const check = (one: JsonObject, other: JsonObject) => {
      expect(stableId(one) === stableId(other)).toBe(canonicalJson(one) === canonicalJson(other));
    };
    fc.assert(fc.property(anyJsonObject, anyJsonObject, check), RUNS);
  });

  test.each<[what: string, other: object]>([
    ['text instead of a number', { ...EVENT, event_attributes: { amount: '29.9', trial: false } }],
    ['another millisecond', { ...EVENT, _timestamp: EVENT._timestamp + 1 }],
    [
      'another order in a list',
      { ...EVENT, user: { id: 'usr_1', custom: { 'Müller & Söhne': ['😀', 'é', null, 0.5] } } },
    ],
    ['a key more', { ...EVENT, url: 'https://www.example.com' }],
    ['another workspace', { ...EVENT, api_key: 'UMijklmnop' }],
  ])('differs for %s', (_what, other) => {
    expect(stableId(other)).not.toBe(stableId(EVENT));
  });

  test('is another one for each turn of identical rows', () => {
    const check = (event: JsonObject, turns: number) => {
      const ids = Array.from({ length: turns }, (_, turn) => stableId(event, turn));
      expect(new Set(ids).size).toBe(turns);
      expect(ids[0]).toBe(stableId(event));
    };
    fc.assert(fc.property(anyJsonObject, fc.integer({ min: 1, max: 20 }), check), RUNS);
  });
});

describe('the id of an event without a time', () => {
  test('is the same when the run is resumed, and another one for every row and run', () => {
    const check = (seeds: readonly string[], rows: readonly number[]) => {
      const all = () => seeds.flatMap((seed) => rows.map((row) => derivedId(seed, row)));
      expect(all()).toEqual(all());
      expect(new Set(all()).size).toBe(seeds.length * rows.length);
    };
    const seeds = fc.uniqueArray(fc.uuid(), { maxLength: 5 });
    fc.assert(fc.property(seeds, fc.uniqueArray(fc.nat(), { maxLength: 5 }), check), RUNS);
  });
});

test('turns count from 0, each text for itself', () => {
  const turn = turnCounter();
  expect(['a', 'b', 'a', 'a', 'b', '__proto__', '__proto__'].map(turn)).toEqual([0, 0, 1, 2, 1, 0, 1]);
  expect(turnCounter()('a')).toBe(0);
});
