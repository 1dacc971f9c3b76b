import { stripTypeScriptTypes } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import type { Assumption, AssumptionState } from '../../proof/assumptions.ts';
import { VerifyError } from './errors.ts';
import type { RowResult } from './finding.ts';

/** What becomes of a row that a run has decided. */
export interface RowChange {
  readonly row: string;
  readonly state: AssumptionState;
  /** The date, and what was seen. */
  readonly checked: string;
}

/** The changes that results make: what was confirmed is settled, what was refuted is contradicted, and the rest stays. */
export const changesFrom = (results: readonly RowResult[], date: Date): RowChange[] =>
  results.flatMap(({ row, verdict, observed }) => {
    if (verdict !== 'confirmed' && verdict !== 'refuted') return [];
    const state = verdict === 'confirmed' ? 'settled' : 'contradicted';
    return [{ row, state, checked: `${date.toISOString().slice(0, 10)}: ${observed}` } as const];
  });

/**
 * The text of proof/assumptions.ts with rows changed. The text is edited, so that comments and order stay, and then read again:
 * only if its rows are the rows before with just these changes is it returned.
 * @throws VerifyError when it is not, or when a row is not there.
 */
export const withChanges = async (text: string, changes: readonly RowChange[]): Promise<string> => {
  const before = await rowsIn(text);
  const known = new Set(before.map(({ id }) => id));
  const unknown = changes.filter(({ row }) => !known.has(row));
  if (unknown.length > 0) {
    throw new VerifyError(`proof/assumptions.ts has no row ${unknown.map(({ row }) => row).join(', ')}.`);
  }
  const edited = changes.reduce(edit, text);
  const expected = before.map((row) => {
    const change = changes.find(({ row: id }) => id === row.id);
    return change === undefined ? row : { ...row, state: change.state, checked: change.checked };
  });
  const after = await rowsIn(edited).catch(() => undefined);
  if (after === undefined || !isDeepStrictEqual(after, expected)) {
    throw new VerifyError(
      'proof/assumptions.ts is not written as this command expects it, so it was left alone. Change the states by hand.',
    );
  }
  return edited;
};

/** One row: from its id to the end of its object, which is the first line with nothing but its brace. */
const edit = (text: string, { row, state, checked }: RowChange): string => {
  const start = text.indexOf(`id: '${row}',`);
  const end = text.indexOf('\n  },', start);
  const object = text
    .slice(start, end)
    .replace(/\n {4}checked:\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),/, '')
    .replace(
      /\n {4}state: '\w+',/,
      () => `\n    state: '${state}',\n    checked: ${JSON.stringify(checked)},`,
    );
  return text.slice(0, start) + object + text.slice(end);
};

/** The rows of the file. It imports nothing, so it can be run from its text. */
const rowsIn = async (text: string): Promise<readonly Assumption[]> => {
  const code = stripTypeScriptTypes(text);
  const { SECTIONS }: { SECTIONS: readonly { readonly rows: readonly Assumption[] }[] } = await import(
    `data:text/javascript,${encodeURIComponent(code)}`
  );
  return SECTIONS.flatMap(({ rows }) => rows);
};
