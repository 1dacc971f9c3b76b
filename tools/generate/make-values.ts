import type { Field } from '../../src/fields/field.ts';
import type { Json, JsonObject } from '../../src/lib/json.ts';

/** A name in a reference of Make's: in backticks, unless it is a plain word. */
const named = (name: string): string => (/^[a-z_]\w*$/i.test(name) ? name : `\`${name}\``);

/** `properties__email__value` as Make writes a value of the first module: `1.properties.email.value`. */
const valueOnMake = (path: string, sample: JsonObject): string => {
  const column = path.replace(/^.*\[\]/, '');
  const names = path.includes('[]') || Object.hasOwn(sample, column) ? [column] : column.split(/__|\./);
  return ['1', ...names.map(named)].join('.');
};

const LONE = /^\{\{([^{}]+)\}\}$/;

/** A template of a recipe as it is typed into a field on Make; `wrap` is put around a value that stands alone. */
export const onMake = (template: Json, sample: JsonObject, wrap = (value: string) => value): string => {
  if (typeof template !== 'string') return JSON.stringify(template);
  const [, lone] = LONE.exec(template) ?? [];
  if (lone !== undefined) return `{{${wrap(valueOnMake(lone.trim(), sample))}}}`;
  return template.replace(
    /\{\{([^{}]+)\}\}/g,
    (_, path: string) => `{{${valueOnMake(path.trim(), sample)}}}`,
  );
};

/** Unix seconds are smaller than this, unix milliseconds larger. */
const MOST_SECONDS = 100_000_000_000;

/** What turns a value of the sample into what the field needs: Make keeps types, and reads a number as milliseconds. */
export const wrapFor =
  (field: Field | undefined, value: Json | undefined, expected?: Json) => (text: string) => {
    const isTime = field?.type === 'event_time' || field?.type === 'creation_time';
    if (isTime && typeof value === 'number' && value < MOST_SECONDS) return `parseDate(${text}; "X")`;
    if (typeof value === 'string' && typeof expected === 'number') return `parseNumber(${text})`;
    return text;
  };
