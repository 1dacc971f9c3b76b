import { describe, expect, test } from '@jest/globals';
import { inTurns, ratioOf, type Spread, slopeOf, spreadOf } from '../../../proof/bench/figures.ts';
import { growthOf } from '../../../proof/bench/measures/send-batch.ts';
import { asMarkdown, asText, holds, MARKS, withResults } from '../../../proof/bench/report.ts';

const about = { key: 'x', what: 'A thing', against: 'another', unit: 'ms' } as const;
const exactly = (value: number): Spread => ({
  min: value,
  median: value,
  max: value,
  quartiles: [value, value],
});

describe('figures', () => {
  test.each([
    [[3], exactly(3)],
    [[9, 1, 4], { min: 1, median: 4, max: 9, quartiles: [2.5, 6.5] }],
    [[10, 2, 9, 1], { min: 1, median: 5.5, max: 10, quartiles: [1.75, 9.25] }],
  ])('the spread of %j is %j', (figures, spread) => {
    expect(spreadOf(figures)).toEqual(spread);
  });

  test('a result is the middle one of the ratios of neighbouring turns, and their spread is told', () => {
    const figure = ratioOf({ ...about, target: 1.2 }, [
      { ours: [1, 3, 100], baseline: [2, 2, 50] },
      { ours: [20], baseline: [10] },
      { ours: [110], baseline: [100] },
    ]);
    expect(figure).toMatchObject({
      result: 1.5,
      quartiles: [1.3, 1.75],
      ours: { min: 1, max: 110, median: 20 },
      baseline: { min: 2, max: 100, median: 10 },
    });
  });

  test('two sides are measured in turns, ours first', async () => {
    const order: string[] = [];
    const turn = (name: string) => async () => {
      order.push(name);
      return [order.length];
    };
    expect(await inTurns(2, turn('A'), turn('B'))).toEqual([
      { ours: [1], baseline: [2] },
      { ours: [3], baseline: [4] },
    ]);
    expect(order).toEqual(['A', 'B', 'A', 'B']);
  });

  test('the slope is that of the line through the points', () => {
    expect(
      slopeOf([
        [0, 1],
        [1, 3],
        [2, 5],
      ]),
    ).toBeCloseTo(2);
  });

  test.each([
    ['the same', [5, 5, 5], 1],
    ['ever more', [1, 10, 100], 2],
  ])('a row that costs %s grows by the power that it should', (_how, costs, power) => {
    const steps = [100, 1_000, 10_000].map((rows, index) => ({ rows, perRow: exactly(costs[index] ?? 0) }));
    expect(growthOf(steps)).toBeCloseTo(power);
  });
});

describe('the report', () => {
  const figure = ratioOf({ ...about, target: 1.2 }, [
    { ours: [1, 3, 5], baseline: [2] },
    { ours: [4], baseline: [2] },
    { ours: [2], baseline: [2] },
  ]);
  const results = {
    figures: [figure],
    steps: [{ rows: 1_000, perRow: exactly(20) }],
    growth: 1,
    bundleBytes: 1,
  };

  test.each([
    [1.1, true],
    [1.2, true],
    [1.21, false],
  ])('a result of %p against a target of 1.2 holds: %p', (result, held) => {
    expect(holds({ ...figure, result })).toBe(held);
  });

  test('what has no target neither holds nor misses', () => {
    expect(holds(ratioOf(about, [{ ours: [3], baseline: [1] }]))).toBeNull();
  });

  test('says the ratio, the target and both sides with their spread', () => {
    for (const said of [asText(figure), asMarkdown(results)]) {
      expect(said).toContain('1.50x (1.25 to 1.75)');
      expect(said).toContain('at most 1.20x: missed');
      expect(said).toContain('3 ms (1 to 5)');
      expect(said).toContain('2 ms');
    }
  });

  test('replaces what stands between its marks, and nothing else', () => {
    const page = `# Page\n\n${MARKS.start}\n\nold\n\n${MARKS.end}\n\nend\n`;
    expect(withResults(page, 'new')).toBe(page.replace('old', 'new'));
  });

  test('does not write into a page that has lost them', () => {
    expect(() => withResults('# Page', 'new')).toThrow('The page needs');
  });
});
