import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCsv, type Table } from '../../playground/page/batch/csv.ts';

const tableOf = (text: string): Table => {
  const reading = readCsv(text);
  if (!reading.ok) throw new Error(reading.error);
  return reading.table;
};

const errorOf = (text: string): string => {
  const reading = readCsv(text);
  if (reading.ok) throw new Error(`It was read: ${JSON.stringify(reading.table)}`);
  return reading.error;
};

const rowsOf = (text: string) => tableOf(text).rows;

describe('a table', () => {
  test('has the names of its columns in the first line, whether or not the last line ends with a line break', () => {
    const table = { header: ['a', 'b'], rows: [['1', '2']] };
    expect(tableOf('a,b\r\n1,2\r\n')).toEqual(table);
    expect(tableOf('a,b\r\n1,2')).toEqual(table);
  });

  test('can have delimiters, quotes and line breaks in its cells', () => {
    expect(rowsOf('a,b\r\n"1,5","two\r\nlines"\r\n"say ""hi""", x \r\n')).toEqual([
      ['1,5', 'two\nlines'],
      ['say "hi"', ' x '],
    ]);
  });

  test.each([
    ['CRLF', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['LF', 'a,b\n1,2\n3,4\n'],
    ['CR', 'a,b\r1,2\r3,4\r'],
    ['a mixture', 'a,b\r\n1,2\n3,4\r'],
  ])('can have lines that end with %s', (_name, text) => {
    expect(rowsOf(text)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  test('can begin with a byte order mark, which is not part of the first name', () => {
    expect(tableOf('\uFEFFa,b\n1,2').header).toEqual(['a', 'b']);
  });

  test.each([
    ['semicolons', 'a;b;c\n1,5;2;3', [['1,5', '2', '3']]],
    ['semicolons, though the rows have more commas', 'a;b\n"x, y, z, w";2\n', [['x, y, z, w', '2']]],
    ['semicolons after a blank line', '\na;b\n1,5;2', [['1,5', '2']]],
    ['tabs', 'a\tb\n1,5\t2', [['1,5', '2']]],
    ['tabs, with a blank first name', '\tb\n1,5\t2', [['1,5', '2']]],
    ['commas, though a quoted name has semicolons', '"x;y;z",b\n1,2', [['1', '2']]],
  ])('is delimited as its first line is: %s', (_name, text, rows) => {
    expect(rowsOf(text)).toEqual(rows);
  });

  test('loses its blank lines, also those between the rows', () => {
    expect(rowsOf('\n\na,b\n\n1,2\n\n\n3,4\n\n')).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  test('has as many cells in each row as there are names: short rows are filled up with blanks', () => {
    expect(rowsOf('a,b,c\n1\n1,2\n"",,')).toEqual([
      ['1', '', ''],
      ['1', '2', ''],
      ['', '', ''],
    ]);
  });

  test('has unique names: they are trimmed, repeated ones get a number, blank ones their position', () => {
    expect(tableOf(' a ,,a,a\n1,2,3,4').header).toEqual(['a', 'Column 2', 'a (2)', 'a (3)']);
  });
});

describe('a text that is not a table is rejected with the line and what to do', () => {
  test.each([
    ['', 'The text is empty. The first line has to name the columns.'],
    ['\n\r\n', 'The text is empty. The first line has to name the columns.'],
    ['a,b\n', 'There is only one line. The first line names the columns, the rows follow below.'],
    [
      'a,b\n1,2\n1,2,3',
      'Line 3 has 3 cells, the first line only 2. Put a cell that contains the delimiter between quotes.',
    ],
    [
      'a,b\n\n"two\nlines",2\n1,2,3',
      'Line 5 has 3 cells, the first line only 2. Put a cell that contains the delimiter between quotes.',
    ],
    [
      'a,b\n"two\nlines",2\n1,"open\n',
      'Line 4: a quote is opened and never closed. Close it, or double it if it is text.',
    ],
    [
      'a,b\n1,"x"y',
      'Line 2: there is text after a closing quote. Put the whole cell between quotes and double the quotes inside it.',
    ],
  ])('%j', (text, error) => {
    expect(errorOf(text)).toBe(error);
  });
});

test('whatever the text is, it is a table or an error message, and cells are never lost', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\t', '\n', '\r', ' ', 'é', '😀') });
  fc.assert(
    fc.property(texts, (text) => {
      const reading = readCsv(text);
      if (!reading.ok) return expect(reading.error).toMatch(/^[A-Z].*\.$/);
      const { header, rows } = reading.table;
      expect(rows.every((row) => row.length === header.length)).toBe(true);
      const letters = (part: string): number => part.match(/[aé]/g)?.length ?? 0;
      const read = [header, ...rows].flat().join('');
      expect(letters(read)).toBeGreaterThanOrEqual(letters(text));
    }),
    { numRuns: 2_000 },
  );
});
