import { isJsonObject, type Json, type JsonObject } from '../../src/lib/json.ts';

/** The part of a compiled form field that running an action needs. */
export interface FormField {
  readonly key: string;
  readonly label?: string;
  readonly type?: string;
  readonly default?: string;
  readonly dict?: boolean;
  readonly children?: readonly FormField[];
}

/**
 * What becomes of mapped values by the types of their fields, those of rows too: what the Zapier CLI's `invoke` does "like how
 * Zapier production does" (zapier-platform-cli 19.1.0, `invoke/input-types.js`). An input that is blank, `false` or 0 gets the
 * default of its field; fields of type `integer`, `number` and `boolean` hand over what {@link TYPED} makes of a text. Texts,
 * lists, dictionaries and JSON stay as they are. `mapped` is not changed.
 *
 * @throws Error for a field of type `datetime`: Zapier reads dates there month first, cuts milliseconds, and makes of what it
 * cannot read the time of the run, so that no form should have one.
 */
export const asTyped = (mapped: JsonObject, form: readonly FormField[]): JsonObject => {
  const inputs: JsonObject = { ...mapped };
  for (const field of form) {
    const { key, type = 'string' } = field;
    if (field.default && !inputs[key]) inputs[key] = field.default;
    const value = Object.hasOwn(inputs, key) ? inputs[key] : undefined;
    if (value === undefined) continue;
    if (type === 'datetime')
      throw new Error(`"${key}" is a datetime field, which loses what it cannot read.`);
    const { children } = field;
    if (children !== undefined && Array.isArray(value)) {
      inputs[key] = value.map((row): Json => (isJsonObject(row) ? asTyped(row, children) : row));
    } else {
      inputs[key] = typeof value === 'string' ? (TYPED.get(type)?.(value) ?? value) : value;
    }
  }
  return inputs;
};

/** What stands for no in a `boolean` field, in any case; any other text but a blank is yes. */
const NO = new Set([
  ...['noo', 'no', 'n', 'false', 'nope', 'f', 'never', 'no thanks', 'no thank you', 'nul', '0', 'none'],
  ...['nil', 'nill', 'null'],
]);

/** The number in what is left without any character that is neither digit, sign, full stop nor comma; 0 if there is none. */
const decimalIn = (text: string): number =>
  Number.parseFloat(text.replace(/[^0-9.,-]/g, '').replace(/[.,-]$/, '')) || 0;

const TYPED: ReadonlyMap<string, (text: string) => Json> = new Map([
  [
    'integer',
    (text: string): Json => {
      // The CLI names no radix, so 0x10 is 16.
      const start = Number.parseInt(text, /^\s*[+-]?0x/i.test(text) ? 16 : 10);
      return Number.isNaN(start) ? Math.floor(decimalIn(text)) : start;
    },
  ],
  ['number', decimalIn],
  ['boolean', (text: string): Json => text !== '' && !NO.has(text.toLowerCase())],
]);
