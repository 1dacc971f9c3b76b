import type { Field } from '../../src/fields/field.ts';
import type { Json, JsonObject } from '../../src/lib/json.ts';

/** How a reference of a recipe is written on Make, without its braces: `1.user.email` for `user__email`. */
export type Reference = (path: string) => string;

/** A value of a module on Make: names that are no plain word go in backticks. */
export const valueAt = (module: number, ...names: readonly string[]): string =>
  [module, ...names.map((name) => (/^[a-z_]\w*$/i.test(name) ? name : `\`${name}\``))].join('.');

/** References to what a module hands over one at a time, so that a column of rows is a value of its own. */
export const valuesOf =
  (module: number, sample: JsonObject): Reference =>
  (path) => {
    const column = columnIn(path);
    const isOneName = path.includes('[]') || Object.hasOwn(sample, column);
    return valueAt(module, ...(isOneName ? [column] : column.split(/__|\./)));
  };

/** The column of `rows[]User ID`: `User ID`. Of a reference without rows, all of it. */
export const columnIn = (path: string): string => path.replace(/^.*\[\]/, '');

const LONE = /^\{\{([^{}]+)\}\}$/;

/** Written around an expression. */
export type Wrap = (expression: string) => string;

/** A template of a recipe as it is typed into a field on Make; `wrap` is put around a value that stands alone. */
export const onMake = (template: Json, reference: Reference, wrap: Wrap = (value) => value): string => {
  if (typeof template !== 'string') return JSON.stringify(template);
  const [, lone] = LONE.exec(template) ?? [];
  if (lone !== undefined) return `{{${wrap(reference(lone.trim()))}}}`;
  return template.replace(/\{\{([^{}]+)\}\}/g, (_, path: string) => `{{${reference(path.trim())}}}`);
};

/** The expression of a template that is one reference: what stands between the braces. Undefined for any other template. */
export const expressionIn = (template: Json, reference: Reference, wrap?: Wrap): string | undefined =>
  typeof template === 'string' && LONE.test(template)
    ? onMake(template, reference, wrap).replace(/^\{\{|\}\}$/g, '')
    : undefined;

/** Unix seconds are smaller than this, unix milliseconds larger. */
const MOST_SECONDS = 100_000_000_000;

/** What turns a value of the sample into what the field needs: Make keeps types, and reads a number as milliseconds. */
export const wrapFor =
  (field: Field | undefined, value: Json | undefined, expected?: Json): Wrap =>
  (text) => {
    const isTime = field?.type === 'event_time' || field?.type === 'creation_time';
    if (isTime && typeof value === 'number' && value < MOST_SECONDS) return `parseDate(${text}; "X")`;
    if (typeof value === 'string' && typeof expected === 'number')
      return value.includes('.') ? `parseNumber(${text}; ".")` : `parseNumber(${text})`;
    return text;
  };
