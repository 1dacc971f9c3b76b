import { describe, expect, test } from '@jest/globals';
import { buildBatch } from '../../src/events/batch.ts';
import { LIMITS, TIMING } from '../../src/usermaven/limits.ts';
import { readTime } from '../../src/usermaven/times.ts';
import { typedValue } from '../../src/usermaven/values.ts';
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
    const [json = ''] = /(?<=```json\n)[\s\S]*?(?=\n```)/.exec(sectionOf('Send Batch')) ?? [];
    const plan = { apiKey: 'UMabcd1234', reserved: {} };
    const [first, second] = [...buildBatch({ events_json: json }, plan, { now: Date.now() }).rows];
    expect(first).toHaveProperty('event.event_attributes', { plan: 'premium' });
    expect({ ...second, row: 1 }).toEqual(first);
  });

  test('limits are those of the code', () => {
    const numbers = [LIMITS.eventsPerRequest, LIMITS.bytesPerRequest, LIMITS.bytesPerEvent];
    for (const number of numbers)
      expect(sectionOf('Send Batch')).toContain(` ${number.toLocaleString('en-US')} `);
    expect(sectionOf('Send Batch')).toContain(`${TIMING.budgetMs / 1000} seconds`);
    expect(sectionOf('Send Batch')).toContain(`${TIMING.rememberSeconds / 3600} hours`);
  });
});
