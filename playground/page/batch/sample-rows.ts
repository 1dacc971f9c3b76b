import type { Table } from './csv.ts';

/** How many rows are generated. */
export const SAMPLE_ROWS = 10_000;

/** How many of them are invalid, if requested. */
export const INVALID_ROWS = 20;

const PEOPLE = 400;
const MINUTE_MS = 60_000;
const START = Date.UTC(2025, 0, 6, 8);
const EVENTS = ['Report Exported', 'Plan Upgraded', 'Demo Requested', 'Seat Added'] as const;
const PLANS = ['starter', 'premium', 'business'] as const;

const HEADER = ['Event Name', 'User ID', 'Email', 'Occurred At', 'Page URL', 'plan', 'amount', 'trial'];

/** Rows like those of a sheet of past events. Always the same, so that sending them twice counts them once. */
export const sampleTable = (withInvalid: boolean): Table => {
  const every = Math.floor(SAMPLE_ROWS / INVALID_ROWS);
  return {
    header: HEADER,
    rows: Array.from({ length: SAMPLE_ROWS }, (_row, index) => {
      const row = sampleRow(index);
      return withInvalid && index % every === every - 1 ? invalidated(row, Math.floor(index / every)) : row;
    }),
  };
};

const sampleRow = (index: number): string[] => {
  const person = (index * 7) % PEOPLE;
  return [
    EVENTS[index % EVENTS.length] ?? '',
    `usr_${1000 + person}`,
    `person${person}@example.com`,
    new Date(START + index * MINUTE_MS).toISOString(),
    'https://www.example.com/app',
    PLANS[index % PLANS.length] ?? '',
    ((index % 90) + 9.9).toFixed(2),
    String(index % 5 === 0),
  ];
};

/** By turns without a person, without an event name, and with an invalid date. */
const invalidated = (row: readonly string[], number: number): string[] => {
  const blanks = [[1, 2], [0], []][number % 3] ?? [];
  return row.map((cell, column) => {
    if (blanks.includes(column)) return '';
    return number % 3 === 2 && column === 3 ? 'last Tuesday' : cell;
  });
};
