import type { Judged } from './fault-run.ts';
import { TARGETS } from './judge.ts';
import { END_NAMES, inSeconds, type Summary, summarize, totalsOf } from './summary.ts';

/** Terminals are at least this wide, and nothing here is wider. */
const WIDTH = 100;

/** A column of the table: what stands at its top, how wide it is, and what it shows. Text is on the left. */
interface Column {
  readonly head: string;
  readonly width: number;
  readonly text?: true;
  readonly cell: (summary: Summary) => string;
}

const count = (number: number): string => number.toLocaleString('en-US');

const COLUMNS: readonly Column[] = [
  { head: 'What goes wrong', width: 36, text: true, cell: ({ scenario }) => scenario.name },
  { head: 'First run', width: 16, text: true, cell: ({ end }) => END_NAMES[end] },
  { head: 'Events', width: 7, cell: ({ events }) => count(events) },
  { head: 'Stored', width: 7, cell: ({ stored }) => count(stored) },
  { head: 'Lost', width: 4, cell: ({ lost }) => count(lost) },
  { head: 'Twice', width: 5, cell: ({ doubled }) => count(doubled) },
  { head: 's of 30', width: 8, cell: (summary) => inSeconds(summary, '/') },
  { head: 'Secrets', width: 7, cell: ({ secrets }) => count(secrets) },
];

const row = (cells: readonly string[]): string =>
  COLUMNS.map(({ width, text }, at) => {
    const cell = cells[at] ?? '';
    return text ? cell.padEnd(width) : cell.padStart(width);
  })
    .join(' ')
    .trimEnd();

const rows = (summaries: readonly Summary[]): string[] =>
  summaries.map((summary) => row(COLUMNS.map(({ cell }) => cell(summary))));

const isLimit = ({ scenario }: Summary): boolean => scenario.limit !== undefined;

/** What falls short, a line for each case and its reason. */
const missesIn = (results: readonly Judged[]): string[] =>
  results.flatMap(({ scenario, spell, workload, misses }) =>
    misses.map(
      (miss) => `✗ ${scenario.name}, ${spell}, ${count(workload.size)} ${workload.identity}: ${miss}`,
    ),
  );

/** The results for a terminal of 100 columns. What falls short is told in full, however long. */
export const onPaper = (results: readonly Judged[]): string => {
  const summaries = summarize(results);
  const totals = totalsOf(results);
  const limits = rows(summaries.filter(isLimit));
  const misses = missesIn(results);
  return [
    row(COLUMNS.map(({ head }) => head)),
    '─'.repeat(WIDTH),
    ...rows(summaries.filter((summary) => !isLimit(summary))),
    ...(limits.length > 0 ? ['', 'Known limits, where copies are possible (no target):', ...limits] : []),
    '',
    `${count(totals.cases)} cases, ${count(totals.runs)} runs, ${count(totals.events)} events: ${count(totals.stored)} stored, ${count(totals.lost)} lost, ${count(totals.doubled)} twice.`,
    `Longest run ${totals.longest.toFixed(1)} s (at most ${TARGETS.mostSeconds} of 30). Secrets found: ${count(totals.secrets)}.`,
    ...(misses.length > 0 ? ['', ...misses] : []),
    '',
    misses.length > 0 ? `✗ ${count(totals.missed)} cases fall short.` : '✓ All targets met.',
  ].join('\n');
};
