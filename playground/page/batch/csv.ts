/** A table as read from a file or the clipboard. */
export interface Table {
  /** Unique and never blank. */
  readonly header: readonly string[];
  /** As many cells as the header. */
  readonly rows: readonly (readonly string[])[];
}

/** A table, or why the text is none, in words for the person who chose it. */
export type CsvReading =
  | { readonly ok: true; readonly table: Table }
  | { readonly ok: false; readonly problem: string };

type Delimiter = ',' | ';' | '\t';

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];
const BYTE_ORDER_MARK = '\uFEFF';
const QUOTE = '"';

/** Where in the file something is wrong. */
class CsvFault extends Error {}

/**
 * Reads CSV as RFC 4180 describes it: quoted cells may hold delimiters, line breaks and doubled quotes, and the first
 * record is the header. Beyond it: a byte order mark, LF and CR as line ends, and semicolons or tabs (a sheet's
 * clipboard) where the first line has more of them than commas. Blank lines are skipped; a record that is shorter than
 * the header is filled up, and a longer one refused, since cells would be lost.
 */
export const readCsv = (text: string): CsvReading => {
  const content = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  try {
    const [names, ...records] = recordsIn(content, delimiterOf(content)).filter(
      ({ cells }) => cells.length > 1 || cells[0] !== '',
    );
    if (names === undefined) return refuse('There is nothing in it. The first line has to name the columns.');
    if (records.length === 0)
      return refuse('There is only one line. The first line names the columns, the rows follow below.');
    const header = uniqueNames(names.cells);
    return { ok: true, table: { header, rows: records.map((record) => fitted(record, header.length)) } };
  } catch (error) {
    if (error instanceof CsvFault) return refuse(error.message);
    throw error;
  }
};

const refuse = (problem: string): CsvReading => ({ ok: false, problem });

interface CsvRecord {
  /** The line on which it starts, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The delimiter that the first line has most of, outside quotes. */
const delimiterOf = (text: string): Delimiter => {
  const [line = ''] = text.replaceAll(/"(?:[^"]|"")*"/g, '').split(/[\r\n]/, 1);
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
};

/** All records. Throws {@link CsvFault} on quotes that do not fit. */
const recordsIn = (text: string, delimiter: Delimiter): CsvRecord[] => {
  // A plain cell ends at the delimiter or the line's end; sticky, so that it is read where we stand.
  const plainCell = new RegExp(`[^${delimiter}\\r\\n]*`, 'y');
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let at = 0;
  let line = 1;
  let startLine = 1;
  while (at < text.length) {
    if (text[at] === QUOTE) {
      const end = endOfQuoted(text, at, line);
      const inner = text.slice(at + 1, end);
      cells.push(inner.replaceAll('""', QUOTE));
      line += inner.match(/\r\n|\r|\n/g)?.length ?? 0;
      at = end + 1;
    } else {
      plainCell.lastIndex = at;
      const cell = plainCell.exec(text)?.[0] ?? '';
      cells.push(cell);
      at += cell.length;
    }
    const next = text[at];
    if (next === delimiter) {
      at += 1;
      // A delimiter at the very end is followed by one more blank cell.
      if (at < text.length) continue;
      cells.push('');
    } else if (next !== undefined && next !== '\r' && next !== '\n') {
      throw new CsvFault(
        `Line ${line}: there is text after a closing quote. Put the whole cell between quotes and double the quotes inside it.`,
      );
    }
    records.push({ line: startLine, cells });
    cells = [];
    if (text[at] === '\r' && text[at + 1] === '\n') at += 2;
    else at += 1;
    line += 1;
    startLine = line;
  }
  return records;
};

/** The position of the quote that closes the one at `start`. */
const endOfQuoted = (text: string, start: number, line: number): number => {
  let at = text.indexOf(QUOTE, start + 1);
  while (at !== -1 && text[at + 1] === QUOTE) at = text.indexOf(QUOTE, at + 2);
  if (at === -1)
    throw new CsvFault(
      `Line ${line}: a quote is opened and never closed. Close it, or double it if it is text.`,
    );
  return at;
};

const fitted = ({ line, cells }: CsvRecord, width: number): readonly string[] => {
  if (cells.length > width)
    throw new CsvFault(
      `Line ${line} has ${cells.length} cells, the first line only ${width}. Put a cell that holds the delimiter between quotes.`,
    );
  return cells.length === width ? cells : [...cells, ...Array<string>(width - cells.length).fill('')];
};

/** Blank names get their position, repeated ones a number. */
const uniqueNames = (names: readonly string[]): string[] => {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const wanted = name.trim() === '' ? `Column ${index + 1}` : name.trim();
    let unique = wanted;
    for (let turn = 2; taken.has(unique); turn += 1) unique = `${wanted} (${turn})`;
    taken.add(unique);
    return unique;
  });
};

/** A table as CSV text, with quotes only where a cell needs them. */
export const writeCsv = ({ header, rows }: Table): string =>
  [header, ...rows].map((cells) => cells.map(quoted).join(',')).join('\r\n');

const quoted = (cell: string): string =>
  /[",\r\n]/.test(cell) ? `${QUOTE}${cell.replaceAll(QUOTE, '""')}${QUOTE}` : cell;
