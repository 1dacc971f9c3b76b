import { table } from '../../tools/generate/markdown.ts';
import type { Judged } from './fault-run.ts';
import { TARGETS } from './judge.ts';
import { END_NAMES, inSeconds, type Summary, summarize, totalsOf } from './summary.ts';

/** The page that shows the results. */
export const PAGE = 'docs/reliability.md';

const BEGIN = '<!-- Written by `npm run faults -- --write`. Do not edit up to the end mark. -->';
const END = '<!-- End of what `npm run faults -- --write` writes. -->';

const count = (number: number): string => number.toLocaleString('en-US');

const resultRow = (summary: Summary): string[] => {
  const { scenario, end, events, stored, lost, doubled, secrets } = summary;
  return [
    scenario.name,
    END_NAMES[end],
    ...[events, stored, lost, doubled].map(count),
    inSeconds(summary, ' / '),
    count(secrets),
  ];
};

/** Numbers that chance decides would make every page another one. */
const withoutChance = (message: string): string => message.replace(/in about \d+ /, 'in about … ');

/** What a user reads, and after which faults. The message is that of a single event. */
const messagesOf = (results: readonly Judged[]): string[][] => {
  const faults = new Map<string, { end: string; names: Set<string> }>();
  for (const { scenario, workload, runs } of results) {
    const [first] = runs;
    if (workload.size > 1 || first?.message == null) continue;
    const message = withoutChance(first.message);
    const known = faults.get(message) ?? { end: END_NAMES[first.end], names: new Set() };
    known.names.add(scenario.name);
    faults.set(message, known);
  }
  return [...faults].map(([message, { end, names }]) => [`\`${message}\``, end, [...names].join('; ')]);
};

const HEAD = ['What goes wrong', 'First run', 'Events', 'Stored', 'Lost', 'Twice', 'Seconds', 'Secrets'];

/** The tables of the results. Times are rounded, and neither date nor machine is named. */
const tablesOf = (results: readonly Judged[]): string => {
  const summaries = summarize(results);
  const limits = summaries.filter(({ scenario }) => scenario.limit !== undefined);
  const held = summaries.filter(({ scenario }) => scenario.limit === undefined);
  const totals = totalsOf(results);
  const sizes = [...new Set(results.map(({ workload }) => workload.size))].map(count).join(' / ');
  return [
    `${count(totals.cases)} cases with ${count(totals.runs)} runs and ${count(totals.events)} events: **${count(totals.lost)} lost, ${count(totals.doubled)} stored twice, ${count(totals.secrets)} secrets found**. The longest run took ${Math.round(totals.longest)} of 30 seconds; the target is ${TARGETS.mostSeconds}. Cases that fall short of a target: ${count(totals.missed)}.`,
    `Seconds are those of the longest run with ${sizes} events.`,
    table(HEAD, held.map(resultRow)),
    '### Known limits',
    'Here a copy is possible. Nothing is lost.',
    table(
      [...HEAD, 'Why'],
      limits.map((summary) => [...resultRow(summary), summary.scenario.limit ?? '']),
    ),
    '### What the user reads',
    'The message of the first run, for one event. In a batch it names the rows and begins with how far the run got.',
    table(['Message', 'Class', 'After'], messagesOf(results)),
  ].join('\n\n');
};

/**
 * The page with the results in the place of earlier ones. Throws an Error when it has no place for them.
 */
export const withResults = (page: string, results: readonly Judged[]): string => {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`${PAGE} has no marks between which the results go.`);
  }
  return `${before}${BEGIN}\n\n${tablesOf(results)}\n\n${END}${after}`;
};
