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

/** What turns a value of the sample into what an attribute needs: Make keeps types. */
export const wrapFor =
  (value: Json | undefined, expected?: Json) =>
  (text: string): string =>
    typeof value === 'string' && typeof expected === 'number' ? `parseNumber(${text})` : text;
