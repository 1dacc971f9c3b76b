import { describe, expect, test } from '@jest/globals';
import { readBatch } from '../../src/events/batch.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { readTime } from '../../src/usermaven/times.ts';
import { typedValue } from '../../src/usermaven/values.ts';
import { TIMING } from '../../src/zapier/timing.ts';
import { readText } from './guides.ts';

const guide = readText('docs/zapier.md');

const sectionOf = (heading: string): string => {
  const start = guide.indexOf(`\n## ${heading}\n`);
  return guide.slice(start, guide.indexOf('\n## ', start + 1));
};

const spansIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);

describe('examples of the guide', () => {
  const rows = [...sectionOf('How values are typed').matchAll(/^\| (.+?) +\| (.+?) +\|$/gm)].map(
    ([, examples = '', sent = '']) => [sent, spansIn(examples)] as const,
  );

  test.each([
    ['a number', 'number'],
    ['true or false', 'boolean'],
    ['text, as it is', 'string'],
  ])('values that it calls %s are sent so', (words, type) => {
    const examples = rows.find(([sent]) => sent === words)?.[1] ?? [];
    expect(examples.length).toBeGreaterThan(1);
    expect(examples.map((text) => typeof typedValue(text, 'detect'))).toEqual(examples.map(() => type));
  });

  test('times are the same moment in every form that it shows', () => {
    const times = [...sectionOf('Times').matchAll(/^- .*$/gm)].flatMap(([line]) => spansIn(line));
    expect(times.length).toBeGreaterThan(5);
    const clock = { now: Date.UTC(2026, 10, 21), timeZone: 'Europe/Berlin' };
    const day = Date.UTC(2026, 0, 31, 9, 30);
    const read = times.map((time) => [time, readTime(time, clock)]);
    expect(read).toEqual(
      times.map((time) => [time, time === '2026-01-31' ? Date.UTC(2026, 0, 30, 23) : day]),
    );
  });

  test('both forms of an event in JSON are the same event', () => {
    const [json = ''] = /(?<=```json\n)[\s\S]*?(?=\n```)/.exec(sectionOf('Batches')) ?? [];
    const batch = readBatch({ events_json: json }, 'UMabcd1234', { now: Date.now() });
    const [first, second] = 'value' in batch ? batch.value.rows : [];
    expect(first).toHaveProperty('built.value.event_attributes', { plan: 'premium' });
    expect({ ...second, row: 1 }).toEqual(first);
  });

  test('limits are those of the code', () => {
    const numbers = [LIMITS.eventsPerRequest, LIMITS.bytesPerRequest, LIMITS.bytesPerEvent];
    for (const number of numbers)
      expect(sectionOf('Batches')).toContain(` ${number.toLocaleString('en-US')} `);
    expect(sectionOf('Batches')).toContain(`${TIMING.budgetMs / 1000} seconds`);
    expect(sectionOf('Batches')).toContain(`${TIMING.keepSeconds / 3600} hours`);
  });
});
