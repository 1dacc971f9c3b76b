import type { Json, JsonObject } from '../../src/lib/json.ts';

/** How a reference of a recipe is written on Make, without its braces: `1.user.email` for `user__email`. */
export type Reference = (path: string) => string;

/**
 * A value of a module on Make: names that are no plain word go in backticks.
 * @throws Error on a name that has a backtick itself, which nothing documents how to write.
 */
export const valueAt = (module: number, ...names: readonly string[]): string =>
  [module, ...names.map(written)].join('.');

const written = (name: string): string => {
  if (/^[a-z_]\w*$/i.test(name)) return name;
  if (name.includes('`')) throw new Error(`A scenario cannot refer to a value that is called ${name}.`);
  return `\`${name}\``;
};

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

/**
 * What turns text of the sample into the type that Usermaven should get: Make keeps types, and text stays text. In another run the
 * text may be blank or missing, and is left out then, which is what `ignore` does.
 */
export const wrapFor =
  (value: Json | undefined, expected: Json | undefined): Wrap =>
  (text) => {
    if (typeof value !== 'string') return text;
    if (typeof expected === 'boolean')
      return `if(lower(${text}) = "true"; true; if(lower(${text}) = "false"; false; ignore))`;
    if (typeof expected !== 'number') return text;
    return `if(${text}; parseNumber(${text}; "."); ignore)`;
  };
