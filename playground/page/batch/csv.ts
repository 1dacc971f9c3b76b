import Papa from 'papaparse';
import { trimText } from '../../../src/lib/text.ts';

/** A table as read from a file or the clipboard. */
export interface Table {
  /** Unique, and never blank. */
  readonly header: readonly string[];
  /** Every row has as many cells as the header. */
  readonly rows: readonly (readonly string[])[];
}

/** A table, or why the text is not one, as a sentence for the visitor. */
type CsvReading =
  | { readonly ok: true; readonly table: Table }
  | { readonly ok: false; readonly error: string };

const QUOTE_ERRORS: Readonly<Record<string, string>> = {
  MissingQuotes: 'a quote is opened and never closed. Close it, or double it if it is text.',
  InvalidQuotes:
    'there is text after a closing quote. Put the whole cell between quotes and double the quotes inside it.',
};

/**
 * Reads CSV whose first line names the columns. Delimiters are commas, semicolons or tabs, whichever the first line has
 * most of. Blank lines are skipped. A row with fewer cells than the header is filled up with blanks; one with more is an
 * error, because cells would be lost.
 */
export const readCsv = (text: string): CsvReading => {
  // Papa Parse expects one kind of line break; pasted texts can mix them.
  const content = text.replaceAll(/\r\n?/g, '\n');
  const { data, errors } = Papa.parse<string[]>(content, { delimiter: delimiterOf(content), newline: '\n' });
  const [quoteError] = errors;
  if (quoteError) return fail(`Line ${lineOf(data, quoteError.row ?? 0)}: ${QUOTE_ERRORS[quoteError.code]}`);

  const [first, ...rows] = data.filter((cells) => !isBlankLine(cells));
  if (first === undefined) return fail('The text is empty. The first line has to name the columns.');
  if (rows.length === 0)
    return fail('There is only one line. The first line names the columns, the rows follow below.');
  const header = uniqueNames(first);
  const tooLong = data.findIndex((cells) => cells.length > header.length);
  if (tooLong !== -1)
    return fail(
      `Line ${lineOf(data, tooLong)} has ${data[tooLong]?.length} cells, the first line only ${header.length}. Put a cell that contains the delimiter between quotes.`,
    );
  return {
    ok: true,
    table: { header, rows: rows.map((cells) => header.map((_name, at) => cells[at] ?? '')) },
  };
};

const fail = (error: string): CsvReading => ({ ok: false, error });

const DELIMITERS = [',', ';', '\t'] as const;

/** The delimiter that the first line has most of, outside of quotes. Papa Parse would guess from the rows as well. */
const delimiterOf = (content: string): string => {
  const [line = ''] = content.replaceAll(/"(?:[^"]|"")*"|^\n+/g, '').split('\n', 1);
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counts.reduce((most, next) => (next.count > most.count ? next : most)).delimiter;
};

const isBlankLine = (cells: readonly string[]): boolean => cells.length === 1 && cells[0] === '';

/** The line on which a row begins, starting at 1: rows before it take one line, and one more for each line break in a cell. */
const lineOf = (data: readonly (readonly string[])[], row: number): number =>
  data.slice(0, row).reduce((line, cells) => line + cells.join('').split('\n').length, 1);

/** Trims the names, as the form trims the names of columns. Blank ones are named by their position, repeated ones get a number. */
const uniqueNames = (names: readonly string[]): string[] => {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const wanted = trimText(name) || `Column ${index + 1}`;
    let unique = wanted;
    for (let number = 2; taken.has(unique); number += 1) unique = `${wanted} (${number})`;
    taken.add(unique);
    return unique;
  });
};
