import { describe, expect, test } from '@jest/globals';
import type { Batch } from '../../src/events/batch.ts';
import { prepareBatch, rejectedInWords } from '../../src/events/prepare.ts';
import { InputError } from '../../src/lib/validation.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { batchOf } from '../support/building.ts';

describe('rejected rows in words', () => {
  const rejected = (count: number, reasonOf: (row: number) => string) =>
    Array.from({ length: count }, (_, index) => ({
      row: index + 1,
      event_name: null,
      reason: reasonOf(index + 1),
    }));

  test('are a line a reason, in the order in which the reasons come up', () => {
    expect(rejectedInWords(rejected(5, (row) => (row % 2 ? 'No person.' : 'No name.')))).toBe(
      'Rows 1, 3 and 5: No person.\nRows 2 and 4: No name.',
    );
  });

  test('are all named, but told by no more than 100 reasons', () => {
    expect(rejectedInWords(rejected(100, (row) => `Reason ${row}.`)).split('\n')).toHaveLength(100);
    const lines = rejectedInWords(rejected(20_000, (row) => `Reason ${row}.`)).split('\n');
    expect(lines).toHaveLength(101);
    expect(lines.at(-2)).toBe('Row 100: Reason 100.');
    expect(lines.at(-1)).toBe('Rows 101 to 20000: other reasons, which show when these are mended.');
  });
});

describe('a batch that grows beyond what is kept in memory', () => {
  test('is refused while it is prepared, before the rest is', () => {
    const event = { event_name: 'Imported', user_id: 'usr_1', attributes: { note: 'x'.repeat(30_000) } };
    const { onInvalid, rows } = batchOf({ events: [event] });
    const [row] = rows;
    if (!row) throw new Error('There is no row.');
    const [good] = prepareBatch({ onInvalid, rows: [row] }, 'seed').good;
    let read = 0;
    const endless: Batch = {
      onInvalid,
      rows: {
        *[Symbol.iterator]() {
          for (;;) {
            read += 1;
            yield { ...row, row: read };
          }
        },
      },
    };
    expect(() => prepareBatch(endless, 'seed')).toThrow(InputError);
    expect(read).toBe(Math.floor(LIMITS.bytesPerStep / (good?.bytes ?? 0)) + 1);
  });
});
