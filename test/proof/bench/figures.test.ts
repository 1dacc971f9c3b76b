import { describe, expect, test } from '@jest/globals';
import {
  exactRatio,
  FIGURES,
  isMet,
  ratioOf,
  type Spread,
  spreadOf,
  takeTurns,
} from '../../../proof/bench/figures.ts';
import { asMarkdown, asText, summary } from '../../../proof/bench/report.ts';
import { resultsIn, withResults } from '../../../proof/results-page.ts';
import { readText } from '../../docs/guides.ts';

describe('figures', () => {
  test.each<[number[], Spread]>([
    [[3], { min: 3, median: 3, max: 3, quartiles: [3, 3] }],
    [[9, 1, 4], { min: 1, median: 4, max: 9, quartiles: [2.5, 6.5] }],
    [[10, 2, 9, 1], { min: 1, median: 5.5, max: 10, quartiles: [1.75, 9.25] }],
  ])('the spread of %j is %j', (values, spread) => {
    expect(spreadOf(values)).toEqual(spread);
  });

  const turns = [
    { ours: 3, baseline: 2, floor: 3 },
    { ours: 20, baseline: 10, floor: 12 },
    { ours: 110, baseline: 100, floor: 100 },
  ];

  test('the result is the median of the ratios of each turn, with its spread and its floor', () => {
    expect(ratioOf('event', turns, ['ours', 'baseline', 'floor'])).toMatchObject({
      result: 1.5,
      quartiles: [1.3, 1.75],
      floor: 1.2,
      ours: { min: 3, max: 110, median: 20 },
      baseline: { min: 2, max: 100, median: 10 },
    });
  });

  test('sides are measured in turns, forwards and backwards', async () => {
    const order: string[] = [];
    const side = (name: string) => async () => order.push(name);
    expect(await takeTurns(2, { ours: side('A'), baseline: side('B') })).toEqual([
      { ours: 1, baseline: 2 },
      { ours: 4, baseline: 3 },
    ]);
    expect(order).toEqual(['A', 'B', 'B', 'A']);
  });

  test.each([
    [1.1, true],
    [1.2, true],
    [1.21, false],
  ])('a result of %p meets a target of 1.2: %p', (result, met) => {
    expect(isMet({ result, target: 1.2 })).toBe(met);
  });

  test('the report has the ratio, the target and both sides with their spread, and the floor of what is missed', () => {
    const figure = ratioOf('event_no_form', turns, ['ours', 'baseline', 'floor']);
    for (const report of [asText(figure), asMarkdown([figure], 1)]) {
      expect(report).toContain('1.50x (1.30 to 1.75)');
      expect(report).toContain('at most 1.15x: missed; floor 1.20x');
      expect(report).toContain('20 ms (3 to 110)');
      expect(report).toContain('10 ms (2 to 100)');
    }
    expect(summary([figure, exactRatio('requests', 1, 100)])).toMatch(/^1 of 2 targets met\.\nMissed: /);
  });
});

describe('a page with results', () => {
  const page = withResults(
    '# Page\n\n<!-- Written by `x`. Do not edit. -->\n\nold\n\n<!-- End of what `x` writes. -->\n\nend\n',
    'x',
    'new',
  );

  test('has them between its marks, and nothing else changes', () => {
    expect(page).toContain('# Page\n\n<!-- Written by `x`. Do not edit. -->\n\nnew\n\n<!-- End of');
    expect(page).toContain('-->\n\nend\n');
    expect(withResults(page, 'x', 'new')).toBe(page);
    expect(resultsIn(page, 'x').trim()).toBe('new');
  });

  test('is not written when the marks are missing', () => {
    expect(() => withResults('# Page', 'x', 'new')).toThrow('The page needs');
  });

  test('docs/performance.md has a line for each figure, with its target', () => {
    const rows = resultsIn(readText('docs/performance.md'), 'npm run bench -- --write')
      .split('\n')
      .filter((line) => line.includes('at most'));
    expect(rows.map((row) => row.split(' | ').slice(0, 2).join(' | '))).toEqual(
      Object.values(FIGURES).map(({ what, against }) => `| ${what} | ${against}`),
    );
  });
});
