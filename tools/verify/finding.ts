/**
 * What a check says of a row of proof/assumptions.ts. `confirmed`: what we assume was seen; `refuted`: the opposite was seen;
 * `unclear`: it was looked at and cannot be told; `skipped`: nobody looked; `noted`: worth knowing, but it decides nothing.
 */
export type Verdict = 'confirmed' | 'refuted' | 'unclear' | 'skipped' | 'noted';

/** One thing that was seen of one row. A row may have several. */
export interface Finding {
  /** The id of the row. */
  readonly row: string;
  readonly verdict: Verdict;
  /** What was seen, as one sentence of Markdown. Whatever a server said in it has been cleaned with `clean`. */
  readonly observed: string;
}

/** All findings of one row together. */
export interface RowResult {
  readonly row: string;
  readonly verdict: Verdict;
  /** The sentences of its findings, in order. */
  readonly observed: string;
}

/** The first of these that a row has decides. */
const ORDER = ['refuted', 'unclear', 'skipped', 'confirmed', 'noted'] as const satisfies readonly Verdict[];

/** Findings by row, in the order in which the rows were first met: one refuted finding refutes its row. */
export const byRow = (findings: readonly Finding[]): RowResult[] =>
  [...Map.groupBy(findings, ({ row }) => row)].map(([row, of]) => ({
    row,
    verdict: ORDER.find((verdict) => of.some((finding) => finding.verdict === verdict)) ?? 'unclear',
    observed: of.map(({ observed }) => observed).join(' '),
  }));
