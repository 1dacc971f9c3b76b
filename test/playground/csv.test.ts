import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCsv, type Table, writeCsv } from '../../playground/page/batch/csv.ts';

const tableOf = (text: string): Table => {
  const reading = readCsv(text);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.table;
};

const problemOf = (text: string): string => {
  const reading = readCsv(text);
  if (reading.ok) throw new Error(`It was read: ${JSON.stringify(reading.table)}`);
  return reading.problem;
};

const rowsOf = (text: string) => tableOf(text).rows;

describe('what RFC 4180 says', () => {
  test('the first record is the header, whether or not the last one ends with a line break', () => {
    const table = { header: ['a', 'b'], rows: [['1', '2']] };
    expect(tableOf('a,b\r\n1,2\r\n')).toEqual(table);
    expect(tableOf('a,b\r\n1,2')).toEqual(table);
  });

  test('a quoted cell may hold delimiters, line breaks and doubled quotes', () => {
    expect(rowsOf('a,b\r\n"1,5","two\r\nlines"\r\n"say ""hi""",""""\r\n')).toEqual([
      ['1,5', 'two\r\nlines'],
      ['say "hi"', '"'],
    ]);
  });

  test('spaces belong to the cell', () => {
    expect(rowsOf('a,b\n 1 , " x\n')).toEqual([[' 1 ', ' " x']]);
  });

  test('a quoted cell may be blank, and a delimiter at the end is followed by a blank cell', () => {
    expect(rowsOf('a,b,c\n"",,\n,"",')).toEqual([
      ['', '', ''],
      ['', '', ''],
    ]);
  });
});

describe('what files are like', () => {
  test.each([
    ['CRLF', '\r\n'],
    ['LF', '\n'],
    ['CR', '\r'],
  ])('lines end with %s', (_name, end) => {
    expect(rowsOf(['a,b', '1,2', '3,4', ''].join(end))).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  test('a byte order mark is no part of the first name', () => {
    expect(tableOf('\uFEFFa,b\n1,2').header).toEqual(['a', 'b']);
  });

  test.each([
    ['semicolons', 'a;b;c\n1,5;2;3', [['1,5', '2', '3']]],
    ['tabs', 'a\tb\n1,5\t2', [['1,5', '2']]],
    ['commas, though a quoted name holds semicolons', '"x;y;z",b\n1,2', [['1', '2']]],
  ])('the first line tells the delimiter: %s', (_name, text, rows) => {
    expect(rowsOf(text)).toEqual(rows);
  });

  test('blank lines are skipped, also between the rows', () => {
    expect(rowsOf('\n\na,b\n\n1,2\n\n\n3,4\n\n')).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  test('a short row is filled up with blanks', () => {
    expect(rowsOf('a,b,c\n1\n1,2')).toEqual([
      ['1', '', ''],
      ['1', '2', ''],
    ]);
  });

  test('names of columns are trimmed and made unique, and blank ones are numbered', () => {
    expect(tableOf(' a ,,a,a\n1,2,3,4').header).toEqual(['a', 'Column 2', 'a (2)', 'a (3)']);
  });
});

describe('what is no table is refused with the line and what to do', () => {
  test.each([
    ['', 'There is nothing in it. The first line has to name the columns.'],
    ['\n\r\n', 'There is nothing in it. The first line has to name the columns.'],
    ['a,b\n', 'There is only one line. The first line names the columns, the rows follow below.'],
    [
      'a,b\n1,2\n1,2,3',
      'Line 3 has 3 cells, the first line only 2. Put a cell that holds the delimiter between quotes.',
    ],
    [
      'a,b\n"two\nlines",2\n1,"open\n',
      'Line 4: a quote is opened and never closed. Close it, or double it if it is text.',
    ],
    [
      'a,b\n1,"x"y',
      'Line 2: there is text after a closing quote. Put the whole cell between quotes and double the quotes inside it.',
    ],
  ])('%j', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});

describe('any table', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\t', '\n', '\r', ' ', 'é', '😀') });

  test('is read back as it was written', () => {
    const table = fc.integer({ min: 2, max: 5 }).chain((width) =>
      fc.record({
        header: fc.constant(Array.from({ length: width }, (_name, index) => `name ${index}`)),
        rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
          minLength: 1,
          maxLength: 8,
        }),
      }),
    );
    fc.assert(
      fc.property(table, (written) => {
        expect(readCsv(writeCsv(written))).toEqual({ ok: true, table: written });
      }),
      { numRuns: 1_000 },
    );
  });

  test('whatever the text is, it is a table or a problem in words, and cells are never lost', () => {
    fc.assert(
      fc.property(cell, (text) => {
        const reading = readCsv(text);
        if (!reading.ok) return expect(reading.problem).toMatch(/^[A-Z].*\.$/);
        const { header, rows } = reading.table;
        expect(rows.every((row) => row.length === header.length)).toBe(true);
        const letters = (part: string): number => part.match(/[aé]/g)?.length ?? 0;
        const read = [header, ...rows].flat().join('');
        expect(letters(read)).toBeGreaterThanOrEqual(letters(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('10,000 rows take a moment only', () => {
    const text = writeCsv({
      header: ['a', 'b', 'c'],
      rows: Array.from({ length: 10_000 }, (_row, index) => [String(index), 'x,y', 'plain']),
    });
    const started = performance.now();
    expect(rowsOf(text)).toHaveLength(10_000);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
