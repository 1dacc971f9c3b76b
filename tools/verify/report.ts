import { SECTIONS } from '../../proof/assumptions.ts';
import { page, table } from '../generate/markdown.ts';
import { byRow, type Finding } from './finding.ts';
import type { JournalEntry } from './journal.ts';
import type { Left } from './undo.ts';

/** Everything that a report says. */
export interface ReportParts {
  readonly service: string;
  readonly workspace: string;
  readonly began: Date;
  /** False: a local service answered, and nothing is settled by it. */
  readonly isReal: boolean;
  /** Address, versions and the like, in order. */
  readonly notes: readonly (readonly [name: string, value: string])[];
  readonly mark: string;
  readonly findings: readonly Finding[];
  readonly entries: readonly JournalEntry[];
  /** What the run made elsewhere and that is still there, each with the reason. */
  readonly left: readonly Left[];
  /** Why the run ended before its end; undefined if it did not. */
  readonly stopped: string | undefined;
}

const ROWS = new Map(SECTIONS.flatMap(({ rows }) => rows).map((row) => [row.id, row]));

/** The report of a run, as Markdown. Secrets have to be masked by the caller. */
export const report = (parts: ReportParts): string => {
  const { service, workspace, began, isReal, notes, mark, findings, entries, left, stopped } = parts;
  const events = entries.reduce((sum, entry) => sum + entry.events, 0);
  return page([
    `# Verification: ${service}`,
    table(
      ['What', 'Value'],
      [['Began', began.toISOString()], ['Workspace', workspace], ['Mark', mark], ...notes].map(
        ([name, value]) => [name ?? '', value ?? ''],
      ),
    ),
    ...(isReal ? [] : ['**Not the real service.** This says nothing of production.']),
    ...(stopped === undefined ? [] : [`**The run stopped:** ${stopped}`]),
    ...(left.length === 0
      ? []
      : ['## What is still there', left.map(({ what, why }) => `- ${what}: ${why}`).join('\n')]),
    '## Assumptions',
    table(
      ['Row', 'We assume', 'State', 'Verdict', 'Observed'],
      byRow(findings).map(({ row, verdict, observed }) => {
        const { text = '', state = '' } = ROWS.get(row) ?? {};
        return [`\`${row}\``, text, state, `**${verdict}**`, observed];
      }),
    ),
    `## What was sent (${events} events)`,
    table(
      ['Time', 'What', 'Events', 'Outcome'],
      entries.map(({ time, what, events: count, outcome = 'unknown: the run ended before' }) => [
        time.toISOString(),
        what,
        String(count),
        outcome,
      ]),
    ),
  ]);
};
