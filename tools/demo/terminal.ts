import { styleText } from 'node:util';

/** Terminals are at least this wide, and nothing here is wider. */
const WIDTH = 80;

type Style = Parameters<typeof styleText>[0];

/** Text in a style, where the terminal shows styles. */
export const styled = (style: Style, text: string): string =>
  styleText(style, text, { stream: process.stdout });

/** One line, cut to the width. */
export const line = (text = '', indent = 0): string => {
  const room = WIDTH - indent;
  const characters = [...text];
  return (
    ' '.repeat(indent) + (characters.length > room ? `${characters.slice(0, room - 1).join('')}…` : text)
  );
};

/** A heading with a line across the terminal and a note at its end. */
export const heading = (title: string, note: string): string => {
  const dashes = '─'.repeat(Math.max(2, WIDTH - title.length - note.length - 6));
  return `${styled('cyan', '──')} ${styled('bold', title)} ${styled('cyan', dashes)} ${styled('dim', note)}`;
};

/** Text broken into lines of the width. */
export const paragraph = (text: string, indent: number): string => {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(/\s+/)) {
    const next = current === '' ? word : `${current} ${word}`;
    if (next.length > WIDTH - indent && current !== '') {
      lines.push(line(current, indent));
      current = word;
    } else current = next;
  }
  return [...lines, line(current, indent)].join('\n');
};

/** Leaves room for a value beside the longest name that a sample has. */
const WIDEST_NAME = 42;

/** Names and values in two columns. */
export const table = (rows: readonly (readonly [string, string])[], indent: number): string => {
  const wide = Math.min(WIDEST_NAME, Math.max(...rows.map(([name]) => name.length)));
  return rows.map(([name, value]) => line(`${name.padEnd(wide)}  ${value}`.trimEnd(), indent)).join('\n');
};

/** JSON as it is read best: short objects on one line. */
export const json = (value: unknown, indent: number): string => {
  const short = JSON.stringify(value, null, 1)?.replace(/\n\s*/g, ' ') ?? '';
  const lines = short.length <= WIDTH - indent ? [short] : nested(value);
  return lines.map((text) => line(text, indent)).join('\n');
};

const nested = (value: unknown): string[] =>
  JSON.stringify(value, null, 2)
    .replace(/[[{]\n\s*([^[\]{}]{0,60}?)\n\s*[\]}]/g, (whole) => whole.replace(/\n\s*/g, ' '))
    .split('\n');
