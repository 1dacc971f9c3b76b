import { globSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { BATCH_FIELDS } from '../../src/fields/batch.ts';
import { CREDENTIALS_PLACE, connectionLabel } from '../../src/fields/connection.ts';
import { MOST_LEVELS } from '../../src/lib/json.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { PROJECT, readText } from './guides.ts';

/** What stands in a message for something that differs. */
const VARIES = '…';

/** Names that messages take from constants: the docs quote what they stand for. */
const CONSTANTS: Readonly<Record<string, string>> = {
  "connectionLabel('api_key')": connectionLabel('api_key'),
  "connectionLabel('server_token')": connectionLabel('server_token'),
  'BATCH_FIELDS.events.label': BATCH_FIELDS.events.label,
  'BATCH_FIELDS.events_json.label': BATCH_FIELDS.events_json.label,
  CREDENTIALS_PLACE,
  HOST_VARIABLE,
  MOST_LEVELS: String(MOST_LEVELS),
};

/** Where a `${` that stands at `start` ends, past its brace. */
const endOfExpression = (source: string, start: number): number => {
  let depth = 0;
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] === '{') depth += 1;
    if (source[at] === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return source.length;
};

/** Source whose template literals read as in the docs. */
const readable = (source: string): string => {
  const start = source.indexOf('${');
  if (start === -1) return source;
  const end = endOfExpression(source, start);
  const shown = CONSTANTS[source.slice(start + 2, end - 1)] ?? VARIES;
  return `${source.slice(0, start)}${shown}${readable(source.slice(end))}`;
};

const sources = globSync('src/{fields,operations,usermaven,userpilot,zapier}/*.ts', { cwd: PROJECT }).map(
  (path) => readable(readText(path)),
);

const guide = readText('docs/zapier.md');
const section = guide.slice(guide.indexOf('\n## Messages\n'), guide.indexOf('\n## Nothing arrives'));

/** The first cell of each row: a message, or a part of one. */
const quoted = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message = '']) => message);

/** A text of fewer characters that stay the same is nobody's message, and too little to find one by. */
const LEAST = 12;

const fixedLength = (message: string): number => message.replaceAll(VARIES, '').length;

/** The messages that the code makes: the text with which a refusal or a failure is made. */
const made = sources
  .flatMap((source) =>
    [
      ...source.matchAll(
        /(?:new (?:Refusal|Failure|InputError|EndpointError)\(\[?|message:)\s*(['`])(.+?)\1[,)\s\]]/g,
      ),
    ].map(([, , message = '']) => message),
  )
  .filter((message) => fixedLength(message) >= LEAST);

describe('the table of messages', () => {
  test.each(quoted)('the code says: %s', (message) => {
    expect(sources.some((source) => source.includes(message))).toBe(true);
  });

  test('has every message with which the code refuses or fails', () => {
    expect(made.length).toBeGreaterThan(25);
    expect(made.filter((message) => !quoted.some((part) => message.includes(part)))).toEqual([]);
  });

  test('quotes enough of each to find it', () => {
    expect(quoted.filter((message) => fixedLength(message) < LEAST)).toEqual([]);
    expect(new Set(quoted).size).toBe(quoted.length);
  });
});

describe('reading the source', () => {
  test('an expression with braces and templates of its own is one thing that differs', () => {
    expect(readable(`a \${b ? \`c \${d}\` : {}.e} f \${CREDENTIALS_PLACE}.`)).toBe(
      `a … f ${CREDENTIALS_PLACE}.`,
    );
  });
});
