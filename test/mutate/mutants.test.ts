import { globSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EQUIVALENTS, isDeclared } from '../../tools/mutate/equivalents.ts';
import { mutationsIn, mutationsOf, sampleOf } from '../../tools/mutate/mutants.ts';
import { ROOT } from '../support/imports.ts';

const SOURCE = `/** A sum. */
export const add = (a: number, b: number): number => {
  return a + b;
};
export const KINDS = ['a', 'b'] satisfies \`\${'a' | 'b'}\`[];
type Kind = 'a' | 'b';
`;

const FILES = globSync('src/**/*.ts', { cwd: ROOT }).sort();

describe('the mutations of a source', () => {
  test('say where they are, what is replaced, and by what', async () => {
    const sum = (await mutationsIn('src/add.ts', SOURCE)).filter(
      ({ mutator }) => mutator === 'ArithmeticOperator',
    );
    expect(sum).toEqual([
      {
        id: expect.any(String),
        file: 'src/add.ts',
        line: 3,
        column: 10,
        mutator: 'ArithmeticOperator',
        source: 'return a + b;',
        at: 8,
        from: 'a + b',
        to: 'a - b',
      },
    ]);
  });

  test('have all lines that are replaced', async () => {
    const body = (await mutationsIn('src/add.ts', SOURCE)).find(
      ({ mutator }) => mutator === 'BlockStatement',
    );
    expect(body).toMatchObject({ line: 2, from: '{\n  return a + b;\n}', to: '{}' });
  });

  test('are none in types, which do not run', async () => {
    const found = await mutationsIn('src/add.ts', SOURCE);
    expect(found.filter(({ line, column }) => line === 6 || (line === 5 && column > 35))).toEqual([]);
    expect(found.filter(({ line }) => line === 5)).not.toEqual([]);
  });

  test('can be told of every file of src, each with a text that is there', async () => {
    const found = await mutationsOf(ROOT, FILES);
    expect(found.length).toBeGreaterThan(FILES.length);
    expect(
      found.filter(({ from, source }) => from === '' || !source.includes(from.split('\n')[0] ?? '')),
    ).toEqual([]);
  });
});

describe('a sample', () => {
  const numbered = Array.from({ length: 30 }, (_, index) => ({
    id: String(index),
    file: 'src/add.ts',
    line: index,
    column: 1,
    mutator: 'Regex',
    source: '',
    at: 1,
    from: 'a',
    to: 'b',
  }));

  test('has as many as asked for, or all, in their order, and is the same for a seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.string(), (size, seed) => {
        const drawn = sampleOf(numbered, size, seed);
        expect(drawn).toHaveLength(Math.min(size, numbered.length));
        expect(drawn).toEqual(numbered.filter((mutation) => drawn.includes(mutation)));
        expect(sampleOf(numbered, size, seed)).toEqual(drawn);
      }),
    );
  });

  test('is another one for another seed', () => {
    const draws = ['1', '2', '3', '4'].map((seed) => JSON.stringify(sampleOf(numbered, 10, seed)));
    expect(new Set(draws).size).toBe(4);
  });
});

describe('a mutation that is declared equivalent', () => {
  test('is one that the source has today', async () => {
    const found = await mutationsOf(ROOT, [...new Set(EQUIVALENTS.map(({ file }) => file))]);
    const gone = EQUIVALENTS.filter(
      (declared) => !found.some((mutation) => isDeclared(mutation, [declared])),
    );
    expect(gone).toEqual([]);
  });

  test('has a reason in a sentence, and stands in the list once', () => {
    expect(EQUIVALENTS.filter(({ reason }) => !/^[A-Z].{15,}\.$/s.test(reason))).toEqual([]);
    const places = EQUIVALENTS.map(({ file, source, at, from, to }) =>
      JSON.stringify([file, source, at, from, to]),
    );
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  });

  test('is told by its file, its line, what is replaced and by what', async () => {
    const [mutation] = await mutationsIn('src/add.ts', SOURCE);
    if (!mutation) throw new Error('There is no mutation.');
    const declared = { ...mutation, reason: 'It changes nothing here.' };
    expect(isDeclared({ ...mutation, line: 40, column: 7, id: '9' }, [declared])).toBe(true);
    for (const key of ['file', 'source', 'from', 'to'] as const)
      expect(isDeclared({ ...mutation, [key]: 'other' }, [declared])).toBe(false);
    expect(isDeclared({ ...mutation, at: mutation.at + 1 }, [declared])).toBe(false);
  });
});
