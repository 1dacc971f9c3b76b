import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SECTIONS } from '../../proof/assumptions.ts';
import { changesFrom, type RowChange, withChanges } from '../../tools/verify/assumptions-file.ts';
import { PROJECT, readText } from '../docs/guides.ts';

const FILE = readText('proof/assumptions.ts');
const IDS = SECTIONS.flatMap(({ rows }) => rows).map(({ id }) => id);
const DATE = new Date('2026-11-26T15:00:00Z');

const changes: fc.Arbitrary<RowChange[]> = fc.uniqueArray(
  fc.record({
    row: fc.constantFrom(...IDS),
    state: fc.constantFrom('settled', 'contradicted'),
    checked: fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom("'},\n  },", "'`", '\\')),
  }),
  { selector: ({ row }) => row, minLength: 1, maxLength: 5 },
);

describe('proof/assumptions.ts', () => {
  test('gets any state and any text, and keeps everything else', async () => {
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        // withChanges reads its own result again, and returns it only if nothing else has changed.
        const once = await withChanges(FILE, all);
        expect(once).not.toBe(FILE);
        // Written twice, it is as written once.
        expect(await withChanges(once, all)).toBe(once);
      }),
      { numRuns: 25 },
    );
  });

  test('is edited again after it was formatted', async () => {
    const checked = 'Seen, "quoted" and `so`, '.repeat(10);
    const change: RowChange = { row: 'empty-batch', state: 'contradicted', checked };
    const formatted = execFileSync(
      join(PROJECT, 'node_modules/.bin/biome'),
      ['format', '--stdin-file-path=proof/assumptions.ts'],
      { cwd: PROJECT, input: await withChanges(FILE, [change]), encoding: 'utf8' },
    );
    expect(formatted).toContain('checked:\n');
    const again = await withChanges(formatted, [{ ...change, state: 'settled', checked: 'Seen again.' }]);
    expect(again).toContain('state: \'settled\',\n    checked: "Seen again.",');
    expect(again).not.toContain('quoted');
  });

  test('gets what was confirmed as settled, what was refuted as contradicted, and nothing else', () => {
    const verdicts = ['confirmed', 'refuted', 'unclear', 'skipped', 'noted'] as const;
    expect(
      changesFrom(
        verdicts.map((verdict) => ({ row: verdict, verdict, observed: 'Seen.' })),
        DATE,
      ),
    ).toEqual([
      { row: 'confirmed', state: 'settled', checked: '2026-11-26: Seen.' },
      { row: 'refuted', state: 'contradicted', checked: '2026-11-26: Seen.' },
    ]);
  });

  test('is left alone where it is written otherwise, or has no such row', async () => {
    const change: RowChange = { row: 'empty-batch', state: 'contradicted', checked: 'Seen.' };
    await expect(withChanges(FILE, [{ ...change, row: 'nothing' }])).rejects.toThrow('has no row nothing');
    const otherwise = FILE.replace("    state: 'settled',", '    state: "settled",');
    await expect(withChanges(otherwise, [change])).rejects.toThrow('left alone');
  });
});
