import { fromEntries, type Json, MAX_LEVELS } from './json.ts';
import { SPACE } from './text.ts';

/** Where a text stops being JSON: the position, and whether it is the end, so that something is missing. */
export interface JsonFault {
  readonly at: number;
  readonly isCutOff: boolean;
}

/** Values that follow one another in a text, or the first place where the text is not JSON. */
export type LenientJson = { readonly values: readonly Json[] } | { readonly fault: JsonFault };

/** The marks that end a text, by the mark that opens it. */
const CLOSING: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['“', '”'],
  ['„', '“”'],
  ['”', '”'],
]);

const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
);

/** Everything that word processors put between words, and a byte order mark. */
const SPACES = new RegExp(`${SPACE.source}*`, 'y');
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?/iy;
const WORD = /true|false|null/y;
/** What is left where a word or a number breaks off, or nothing at all. */
const UNFINISHED = /^(?:t|tr|tru|f|fa|fal|fals|n|nu|nul|-|\.|e[+-]?)?$/i;
const HEX = /[\da-f]{4}/iy;

/**
 * Reads JSON as people and language models paste it: trailing commas, typographic quotation marks, raw line breaks in texts, and
 * several values one after another, with or without commas between them. Nothing else is different from JSON, and nothing is
 * completed or guessed: a text has one reading or a fault. `toNumber` makes a number of its digits, so that those that would be lost
 * can be kept as text.
 */
export const readLenientJson = (text: string, toNumber: (digits: string) => Json): LenientJson => {
  let at = 0;
  const fault = (position = at): never => {
    throw new Fault({ at: position, isCutOff: UNFINISHED.test(text.slice(position)) });
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined) at += found.length;
    return found;
  };
  const skip = (mark: string): boolean => {
    match(SPACES);
    if (text[at] !== mark) return false;
    at += 1;
    match(SPACES);
    return true;
  };
  const readString = (): string => {
    const ends = CLOSING.get(text[at] ?? '') ?? fault();
    at += 1;
    let value = '';
    for (let char = text[at]; char === undefined || !ends.includes(char); char = text[at]) {
      if (char === undefined) fault(text.length);
      at += 1;
      value += char === '\\' ? readEscape() : char;
    }
    at += 1;
    return value;
  };
  const isHexStart = (): boolean => /^[\da-f]{0,3}$/i.test(text.slice(at));
  const readEscape = (): string => {
    const char = text[at] ?? fault(text.length);
    at += 1;
    if (char === 'u')
      return String.fromCharCode(Number.parseInt(match(HEX) ?? fault(isHexStart() ? text.length : at), 16));
    return ESCAPES.get(char) ?? fault(at - 1);
  };
  const readMembers = <T>(end: string, levels: number, readMember: () => T): T[] => {
    if (levels === 0) fault();
    const members: T[] = [];
    at += 1;
    match(SPACES);
    while (!skip(end)) {
      members.push(readMember());
      if (!skip(',') && text[at] !== end) fault();
    }
    return members;
  };
  const readValue = (levels: number): Json => {
    const char = text[at];
    if (char === '{') {
      const readMember = (): [string, Json] => {
        const name = readString();
        if (!skip(':')) fault();
        return [name, readValue(levels - 1)];
      };
      return fromEntries(readMembers('}', levels, readMember));
    }
    if (char === '[') return readMembers(']', levels, () => readValue(levels - 1));
    if (CLOSING.has(char ?? '')) return readString();
    const word = match(WORD);
    if (word !== undefined) return JSON.parse(word) as boolean | null;
    return toNumber(match(NUMBER) ?? fault());
  };
  try {
    const values: Json[] = [];
    match(SPACES);
    do {
      values.push(readValue(MAX_LEVELS));
      skip(',');
    } while (at < text.length);
    return { values };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.fault };
    throw error;
  }
};

class Fault {
  readonly fault: JsonFault;

  constructor(fault: JsonFault) {
    this.fault = fault;
  }
}
