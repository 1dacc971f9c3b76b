import { describe, expect, test } from '@jest/globals';
import { compare, IDENTITIES, workload } from '../../../proof/faults/workloads.ts';

describe('a workload', () => {
  test.each(IDENTITIES)('has every event once, and twins as often as they are there: %s', (identity) => {
    const { expected, inputData } = workload(100, identity);
    expect([...expected.values()].reduce((sum, times) => sum + times)).toBe(100);
    expect([...expected].filter(([, times]) => times === 2)).toHaveLength(10);
    expect(inputData.events).toHaveLength(100);
  });

  test('says of twins the same, but for the ids that tell them apart', () => {
    const rows = (identity: (typeof IDENTITIES)[number]) =>
      workload(10, identity).inputData.events as object[];
    for (const identity of ['bare', 'times'] as const) expect(rows(identity)[9]).toEqual(rows(identity)[8]);
    expect(rows('ids')[9]).toEqual({ ...rows('ids')[8], event_id: 'import-9' });
  });
});

describe('what was stored against what was to be stored', () => {
  const expected = new Map([
    [0, 1],
    [1, 2],
  ]);

  test.each<[string, [number, number][], { lost: number; doubled: number }]>([
    [
      'the same',
      [
        [0, 1],
        [1, 2],
      ],
      { lost: 0, doubled: 0 },
    ],
    ['nothing', [], { lost: 3, doubled: 0 }],
    [
      'one twin only',
      [
        [0, 1],
        [1, 1],
      ],
      { lost: 1, doubled: 0 },
    ],
    [
      'one too often',
      [
        [0, 3],
        [1, 2],
      ],
      { lost: 0, doubled: 2 },
    ],
    [
      'one lost and another doubled',
      [
        [0, 2],
        [1, 1],
      ],
      { lost: 1, doubled: 1 },
    ],
    [
      'something that nobody sent',
      [
        [0, 1],
        [1, 2],
        [7, 1],
      ],
      { lost: 0, doubled: 1 },
    ],
    [
      'something without a number',
      [
        [0, 1],
        [1, 2],
        [Number.NaN, 1],
      ],
      { lost: 0, doubled: 1 },
    ],
  ])('%s', (_what, stored, result) => {
    expect(compare(expected, new Map(stored))).toEqual(result);
  });
});
