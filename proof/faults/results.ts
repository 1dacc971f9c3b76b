import { table } from '../../tools/generate/markdown.ts';
import { MAX_SECONDS } from './check.ts';
import type { CaseResult } from './run-cases.ts';
import type { Scenario } from './scenarios.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const longestOf = (results: readonly CaseResult[]): number =>
  Math.max(...results.flatMap(({ runs }) => runs.map(({ seconds }) => seconds)));

const count = (number: number): string => number.toLocaleString('en-US');

const isLimit = ({ scenario }: CaseResult): boolean => scenario.limit !== undefined;

/** All cases added up. Known limits count only for secrets, seconds and misses: they have no other target. */
export const totalsOf = (results: readonly CaseResult[]) => {
  const held = results.filter((result) => !isLimit(result));
  return {
    cases: held.length,
    runs: sum(held.map(({ runs }) => runs.length)),
    events: sum(held.map(({ workload }) => workload.size)),
    stored: sum(held.map(({ stored }) => stored)),
    lost: sum(held.map(({ lost }) => lost)),
    duplicated: sum(held.map(({ duplicated }) => duplicated)),
    copies: sum(held.map(({ copies }) => copies)),
    secrets: sum(results.map(({ secrets }) => secrets)),
    /** The longest run of all, seconds. */
    longest: longestOf(results),
    /** Cases that miss a target. */
    missed: results.filter(({ misses }) => misses.length > 0).length,
  };
};

const IGNORED = 'Twice, IDs ignored';

const HEAD = [
  'What goes wrong',
  'First run',
  'Events',
  'Stored',
  'Lost',
  'Twice',
  IGNORED,
  'Seconds',
  'Secrets',
];

/** The cells of {@link HEAD} for each scenario, in order. Seconds are rounded: the longest run for each number of events. */
const rowsOf = (results: readonly CaseResult[], sizes: readonly number[]): [Scenario, string[]][] =>
  [...Map.groupBy(results, ({ scenario }) => scenario)].map(([scenario, cases]) => {
    const ends = cases.flatMap(({ runs: [first] }) => first?.end ?? []);
    const seconds = sizes.map((size) => {
      const sized = cases.filter(({ workload }) => workload.size === size);
      return sized.length === 0 ? '-' : String(Math.round(longestOf(sized)));
    });
    const cells = [
      scenario.name,
      ends.find((end) => end !== 'accepted') ?? 'accepted',
      count(sum(cases.map(({ workload }) => workload.size))),
      count(sum(cases.map(({ stored }) => stored))),
      count(sum(cases.map(({ lost }) => lost))),
      count(sum(cases.map(({ duplicated }) => duplicated))),
      count(sum(cases.map(({ copies }) => copies))),
      seconds.join(' / '),
      count(sum(cases.map(({ secrets }) => secrets))),
    ];
    return [scenario, cells];
  });

const sizesIn = (results: readonly CaseResult[]): number[] => [
  ...new Set(results.map(({ workload }) => workload.size)),
];

/** Numbers that differ between two runs of the same code. */
const withoutDelays = (message: string): string => message.replace(/about \d+ /, 'about … ');

/** What a user reads, of which class it is, and after which faults. The message is that of a single event. */
const messagesOf = (results: readonly CaseResult[]): string[][] => {
  const first = results.flatMap(({ scenario, workload, runs: [run] }) =>
    workload.size > 1 || run?.message == null
      ? []
      : [{ message: withoutDelays(run.message), end: run.end, name: scenario.name }],
  );
  return [...Map.groupBy(first, ({ message }) => message)].map(([message, same]) => [
    `\`${message}\``,
    same[0]?.end ?? '',
    [...new Set(same.map(({ name }) => name))].join('; '),
  ]);
};

/** The results as Markdown, without date or machine. */
export const asMarkdown = (results: readonly CaseResult[]): string => {
  const { cases, runs, events, lost, duplicated, copies, secrets, longest, missed } = totalsOf(results);
  const sizes = sizesIn(results);
  const rows = rowsOf(results, sizes);
  const copied = rows.filter(([{ copies: why }]) => why !== undefined);
  return [
    `${count(cases)} cases with ${count(runs)} runs and ${count(events)} events: **${count(lost)} lost, ${count(duplicated)} stored twice, ${count(secrets)} secrets found**. The longest run took ${Math.round(longest)} of 30 seconds; the target is ${MAX_SECONDS}. Cases that miss a target: ${count(missed)}.`,
    `If Usermaven does not read event IDs: ${count(lost)} lost, ${count(copies)} stored twice, in ${copied.length} of the ${rows.length} faults.`,
    `Seconds are those of the longest run with ${sizes.map(count).join(' / ')} events.`,
    table(
      HEAD,
      rows.filter(([{ limit }]) => limit === undefined).map(([, cells]) => cells),
    ),
    '### Known limits',
    'Here an event may be stored twice even if Usermaven drops repeated event IDs. Nothing is lost.',
    table(
      [...HEAD, 'Why'],
      rows.flatMap(([{ limit }, cells]) => (limit === undefined ? [] : [[...cells, limit]])),
    ),
    '### If event IDs are not read',
    'Then an event may be stored twice in these faults, beside the known limits, and in no others: what is known to be accepted is not sent again, unless the store that should keep it is down.',
    table(
      ['What goes wrong', 'Events', 'Twice', 'Why'],
      copied.map(([{ name, copies: why = '' }, cells]) => [
        name,
        cells[HEAD.indexOf('Events')] ?? '',
        cells[HEAD.indexOf(IGNORED)] ?? '',
        why,
      ]),
    ),
    '### What the user reads',
    'The message of the first run, for one event. In a batch it names the rows and begins with how far the run got.',
    table(['Message', 'Class', 'After'], messagesOf(results)),
  ].join('\n\n');
};

/** The results for a terminal. What misses a target is shown in full, however long. */
export const asText = (results: readonly CaseResult[]): string => {
  const totals = totalsOf(results);
  const rows = [HEAD, ...rowsOf(results, sizesIn(results)).map(([, cells]) => cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const isText = (column: number): boolean => column < 2;
  const misses = results.flatMap(({ scenario, duration, workload: { size, identity }, misses }) =>
    misses.map((miss) => `✗ ${scenario.name}, ${duration}, ${count(size)} by ${identity}: ${miss}`),
  );
  return [
    ...rows.map((cells) =>
      cells
        .map((cell, at) => (isText(at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join(' '),
    ),
    '',
    `${count(totals.cases)} cases, ${count(totals.runs)} runs, ${count(totals.events)} events: ${count(totals.stored)} stored, ${count(totals.lost)} lost, ${count(totals.duplicated)} twice, ${count(totals.copies)} if IDs are ignored.`,
    `Longest run ${totals.longest.toFixed(1)} s (at most ${MAX_SECONDS} of 30). Secrets found: ${count(totals.secrets)}.`,
    ...misses,
    misses.length > 0 ? `✗ ${count(totals.missed)} cases miss a target.` : '✓ All targets met.',
  ].join('\n');
};

/** The results as JSON, case by case. Seconds are exact. */
export const asJson = (results: readonly CaseResult[]): string => {
  const cases = results.map(
    ({ scenario: { name, limit, copies: why }, workload: { size, identity }, ...rest }) => ({
      scenario: name,
      limit,
      why,
      events: size,
      identity,
      ...rest,
    }),
  );
  return `${JSON.stringify({ maxSeconds: MAX_SECONDS, totals: totalsOf(results), cases }, null, 2)}\n`;
};
