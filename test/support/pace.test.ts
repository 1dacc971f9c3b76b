import { expect, test } from '@jest/globals';
import { expectProcessorMs, processorMs, slowness } from './pace.ts';

const spin = (ms: number): void => {
  const end = process.cpuUsage().user + ms * 1_000;
  while (process.cpuUsage().user < end);
};

test('work costs what it takes of the processor, and waiting nothing', async () => {
  expect(await processorMs(() => spin(50))).toBeGreaterThanOrEqual(50);
  expect(await processorMs(() => new Promise((resolve) => setTimeout(resolve, 500)))).toBeLessThan(400);
});

test('no machine counts as faster than the nominal one', async () => {
  expect(await slowness()).toBeGreaterThanOrEqual(1);
});

test('what takes too long every time fails, however slow the machine is', async () => {
  // Ten times as long as the limit, on this machine at this moment.
  const most = 5;
  const tooLong = 10 * most * (await slowness());
  await expect(expectProcessorMs(most, () => spin(tooLong))).rejects.toThrow('toBeLessThanOrEqual');
});

test('what took too long once is tried again', async () => {
  let turns = 0;
  await expectProcessorMs(20, () => spin(turns++ === 0 ? 40 : 1));
  await expectProcessorMs(20, () => spin(1), 1_000);
  expect(turns).toBeGreaterThanOrEqual(2);
});
