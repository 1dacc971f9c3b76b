import { describe, expect, test } from '@jest/globals';
import { compareBodies } from '../../playground/page/run/compare.ts';
import { count, duration, moment, size } from '../../playground/page/ui/format.ts';
import { leafText, linesOf, typeOf } from '../../playground/page/ui/lines.ts';

describe('a value as lines', () => {
  test('nested ones are indented below their name, list positions start at 1', () => {
    expect(linesOf({ a: 1, user: { id: 'x', tags: ['p'] }, ids: {} })).toEqual([
      { path: 'a', name: 'a', depth: 0, isParent: false, value: 1 },
      { path: 'user', name: 'user', depth: 0, isParent: true, value: '2 fields' },
      { path: 'user.id', name: 'id', depth: 1, isParent: false, value: 'x' },
      { path: 'user.tags', name: 'tags', depth: 1, isParent: true, value: '1 item' },
      { path: 'user.tags.0', name: '1', depth: 2, isParent: false, value: 'p' },
      { path: 'ids', name: 'ids', depth: 0, isParent: false, value: {} },
    ]);
  });

  test('a single value is one line', () => {
    expect(linesOf('ok')).toEqual([{ path: '', name: '', depth: 0, isParent: false, value: 'ok' }]);
  });

  test.each([
    ['x', 'text', 'x'],
    [29.9, 'number', '29.9'],
    [false, 'true/false', 'false'],
    [null, 'blank', ''],
    [[], 'empty list', '[]'],
    [{}, 'empty', '{}'],
  ])('%j is called %s', (value, type, text) => {
    expect([typeOf(value), leafText(value)]).toEqual([type, text]);
  });
});

describe('two bodies side by side', () => {
  const zapier = { type: 'A', event_id: 'e1', attributes: { amount: 29.9 }, ids: {} };
  const make = {
    module: 'Track an event',
    body: { type: 'A', attributes: { amount: '29.9', extra: 1 }, ids: {} },
    differences: [
      { path: 'event_id', zapier: 'e1', make: null, reason: 'Usermaven makes the ID.' },
      { path: 'attributes', zapier: null, make: null, reason: 'Values keep their type.' },
    ],
  };

  test('have every path of either, and the reason where they differ', () => {
    expect(compareBodies(zapier, make)).toEqual([
      { path: 'type', zapier: { text: 'A', type: 'text' }, make: { text: 'A', type: 'text' }, reason: null },
      {
        path: 'event_id',
        zapier: { text: 'e1', type: 'text' },
        make: null,
        reason: 'Usermaven makes the ID.',
      },
      {
        path: 'attributes.amount',
        zapier: { text: '29.9', type: 'number' },
        make: { text: '29.9', type: 'text' },
        reason: 'Values keep their type.',
      },
      {
        path: 'ids',
        zapier: { text: '{}', type: 'empty' },
        make: { text: '{}', type: 'empty' },
        reason: null,
      },
      {
        path: 'attributes.extra',
        zapier: null,
        make: { text: '1', type: 'number' },
        reason: 'Values keep their type.',
      },
    ]);
  });

  test('a difference of the whole body marks every path, one with a similar name none', () => {
    const reason = (path: string) =>
      compareBodies(zapier, { ...make, differences: [{ path, zapier: null, make: null, reason: 'x' }] }).map(
        (line) => line.reason,
      );
    expect(new Set(reason(''))).toEqual(new Set(['x']));
    expect(new Set(reason('typ'))).toEqual(new Set([null]));
  });
});

describe('formats', () => {
  test('numbers have a noun that fits, and no line break before their unit', () => {
    expect([count(1, 'row'), count(10_000, 'row')]).toEqual(['1 row', '10,000 rows']);
    expect([duration(34.4), duration(1_240)]).toEqual(['34\u00a0ms', '1.2\u00a0s']);
    expect([size(390), size(44_100)]).toEqual(['390\u00a0B', '44\u00a0kB']);
    expect(moment('2025-03-05T14:31:12.000Z')).toBe('Mar 5, 2025, 14:31 UTC');
  });
});
