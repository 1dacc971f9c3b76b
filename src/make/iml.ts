/**
 * An expression of Make's formula language (IML), without its braces. Arguments are separated by commas, arrays count
 * from 1, equality is loose, also where it is written with three signs (Make's runtime).
 */
export type Expression = string;

/** What a file of the app contains where a value is filled in at run time. */
export type Template = string | number | boolean | null | Template[] | { [key: string]: Template };

/** A template that is one expression and so keeps the type of its value. */
export const lone = (expression: Expression): string => `{{${expression}}}`;

/** A member of a collection. Names that are not a plain word go in backticks. */
export const member = (collection: Expression, name: string): Expression =>
  `${collection}.${/^[a-z_]\w*$/i.test(name) ? name : `\`${name}\``}`;

/** An input of the module or connection; absent when it was left blank. */
export const parameter = (name: string): Expression => member('parameters', name);

/** A call of one of Make's functions. */
export const call = (name: string, ...args: readonly Expression[]): Expression =>
  `${name}(${args.join(', ')})`;

/**
 * A text as an expression. Whether Make reads a backslash within quotes as an escape is not documented, so a text has
 * none, and one kind of quote at most. Throws an Error on any other.
 */
export const quoted = (text: string): Expression => {
  if (text.includes('\\')) throw new Error(`A backslash may mean anything: ${text}`);
  if (!text.includes("'")) return `'${text}'`;
  if (!text.includes('"')) return `"${text}"`;
  throw new Error(`No quotes are left for ${text}`);
};

/** If an expression yields this, its key is left out of the body. */
export const NOTHING: Expression = 'undefined';

/** The value if there is one, or else the other. To `ifempty`, null and `''` are empty, but `[]` is not. */
export const orElse = (value: Expression, other: Expression): Expression => call('ifempty', value, other);

/** The value if the condition holds, otherwise nothing. */
export const onlyIf = (condition: Expression, value: Expression): Expression =>
  call('if', condition, value, NOTHING);

/** Whether there is anything in a text. Not `if(text, ...)`: the text `false` may count as no. */
export const isFilled = (value: Expression): Expression => `${call('length', value)} > 0`;

/** A text with what matches replaced. Make takes a pattern as text between slashes, with its flags. */
export const replacedBy = (text: Expression, pattern: Expression, by: string): Expression =>
  call('replace', text, pattern, quoted(by));

/** A text with what matches a pattern replaced. */
export const replaced = (text: Expression, pattern: RegExp, by: string): Expression =>
  replacedBy(text, quoted(String(pattern)), by);

/** What the first group of a pattern holds. The pattern has to match the whole of any text. */
export const captured = (text: Expression, pattern: RegExp): Expression => replaced(text, pattern, '$1');
