import { describe, expect, test } from '@jest/globals';
import { expectToGrowInStep, growthOf, processorMs } from './growth.ts';

describe('the growth of work', () => {
  test('is 16 where work grows with the size, and 256 where it grows with its square', async () => {
    expect(await growthOf(10, async (size) => size)).toBe(16);
    expect(await growthOf(10, async (size) => size * size)).toBe(256);
  });

  test('is that of the quickest runs, however slow the others are', async () => {
    let runs = 0;
    const disturbed = async (size: number) => {
      runs += 1;
      return runs % 5 === 0 ? size : size * 100 * runs;
    };
    expect(await growthOf(10, disturbed)).toBe(16);
  });

  test('is not taken from the first rounds, when code still runs slowly', async () => {
    const runs = new Map<number, number>();
    const warming = async (size: number) => {
      const run = (runs.get(size) ?? 0) + 1;
      runs.set(size, run);
      return size * size + (run < 3 ? 10_000_000 : 0);
    };
    expect(await growthOf(10, warming)).toBe(256);
  });

  test('fails the test when it is more than twice as much as in step', async () => {
    await expectToGrowInStep(10, async (size) => size);
    await expect(expectToGrowInStep(10, async (size) => size * size)).rejects.toThrow(
      '16 times the input (10 and 160) is 256.0 times the work, and may be 32.',
    );
  });

  test('of a search through every pair is found by the time of the processor', async () => {
    const pairs = (size: number) =>
      processorMs(() => {
        const list = Array.from({ length: size }, (_, at) => at);
        return list.filter((at) => list.lastIndexOf(-at) > 0).length;
      });
    await expect(expectToGrowInStep(700, pairs)).rejects.toThrow('times the work');
  });

  test('leaves out what is only waited for', async () => {
    const start = performance.now();
    const spent = await processorMs(() => new Promise((resolve) => setTimeout(resolve, 200)));
    expect(spent).toBeLessThan((performance.now() - start) / 2);
  });
});
