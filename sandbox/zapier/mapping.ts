import { isObject, type Json, type JsonObject } from '../../src/lib/json.ts';

/** The inputs of an action that Zapier does not fill with one plain value. The declared fields say which they are. */
export interface FieldKinds {
  /** Keys of dictionaries: names with values. */
  readonly dictionaries: ReadonlySet<string>;
  /** Keys of line item groups: a mapping for each column, or a list of such sets. */
  readonly lineItems: ReadonlySet<string>;
}

/** What one reference stands for. */
type Read = (path: string) => Json;

const REFERENCE = /\{\{([^{}]+)\}\}/g;
const LONE_REFERENCE = /^\{\{([^{}]+)\}\}$/;
const NESTED = /\.|__/g;
const LINE_ITEMS = '[]';

/**
 * What an action receives as `bundle.inputData` when a user maps fields of an earlier step. Does the part of Zapier's
 * work that comes before our code, so that recipes run without an account.
 *
 * Documented by Zapier: values from earlier steps are mapped as `{{...}}` and are rendered before the action runs
 * (CLI documentation, `bundle.inputDataRaw`; there the name of the step comes first, which we leave out since there is
 * only one); a nested field is `parent__key` and a column of line items is `parent[]key` (the same, "Nested & Children
 * (Line Item) Fields"); line items arrive as an array of objects under the key of their group (its `line-items`
 * example); dictionaries arrive as text.
 *
 * Our reading: dots work as double underscores do; a value that is one reference and nothing else keeps its type; a
 * reference that leads nowhere, or to null, is `""`; within text and in dictionaries, booleans print as `true` and
 * `false`, lists joined by commas, objects as JSON; a column that is shorter than the longest one of its group is
 * filled up with `""`; a value that is not a column is repeated in every row; several sets of columns follow one another; the columns
 * appear at the top level too, as lists.
 *
 * What Zapier then does to values by the types of their fields is in `asTyped`.
 *
 * @param mapping what the user filled in, by input key.
 * @param sample what the earlier step handed over. Neither is changed, nor shared with the result.
 * @throws Error when a dictionary or line item group is not mapped by names, which Zapier's editor does not allow.
 */
export const resolveMapping = (mapping: JsonObject, sample: JsonObject, kinds: FieldKinds): JsonObject => {
  const read: Read = (path) => lookUp(sample, path) ?? '';
  const columns: [string, Json][] = [];
  const inputs = Object.entries(mapping).map(([key, value]): [string, Json] => {
    if (kinds.dictionaries.has(key)) {
      return [key, mapValues(byName(key, value), (entry) => toText(fill(entry, read)))];
    }
    if (kinds.lineItems.has(key)) {
      const groups = (Array.isArray(value) ? value : [value]).map((group) => byName(key, group));
      const rows = groups.flatMap((group) => rowsOf(group, sample));
      const children = new Set(groups.flatMap((group) => Object.keys(group)));
      columns.push(
        ...[...children].map((child): [string, Json] => [child, rows.map((row) => row[child] ?? '')]),
      );
      return [key, rows];
    }
    return [key, fill(value, read)];
  });
  // What the user mapped at the top level wins over a column of the same name.
  return Object.fromEntries([...columns, ...inputs]);
};

/**
 * What a reference's path (`metadata__user_id`, `user.email`, `rows[]User ID`) leads to in a sample: the value as it is
 * there, a list with one entry a row for `[]`, undefined for nothing. A name of the sample wins over a nested reading of
 * it, so that `first__name` may be one name. Only one `[]` is understood, as line items have one level.
 */
export const lookUp = (sample: JsonObject, path: string): Json | undefined => {
  const mark = path.indexOf(LINE_ITEMS);
  if (mark === -1) return member(sample, path);
  const rows = member(sample, path.slice(0, mark));
  if (!Array.isArray(rows)) return undefined;
  const column = path.slice(mark + LINE_ITEMS.length);
  return rows.map((row) => (column === '' ? row : member(row, column)) ?? '');
};

/** The paths of all references in a mapping or a part of it, in order. */
export const referencesIn = (template: Json): string[] => {
  if (typeof template === 'string')
    return [...template.matchAll(REFERENCE)].map(([, path = '']) => path.trim());
  if (typeof template !== 'object' || template === null) return [];
  return Object.values(template).flatMap(referencesIn);
};

// Own properties only, so that no sample reaches a prototype.
const member = (value: Json | undefined, path: string): Json | undefined => {
  if (!isJsonObject(value)) return undefined;
  if (Object.hasOwn(value, path)) return value[path];
  for (const { index, 0: separator } of path.matchAll(NESTED)) {
    const parent = path.slice(0, index);
    const found = Object.hasOwn(value, parent)
      ? member(value[parent], path.slice(index + separator.length))
      : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
};

const fill = (template: Json, read: Read): Json => {
  if (typeof template === 'string') {
    const lone = LONE_REFERENCE.exec(template)?.[1];
    if (lone !== undefined) return copy(read(lone.trim()));
    return template.replace(REFERENCE, (_reference, path: string) => toText(read(path.trim())));
  }
  if (Array.isArray(template)) return template.map((item) => fill(item, read));
  return isJsonObject(template) ? mapValues(template, (value) => fill(value, read)) : template;
};

const rowsOf = (group: JsonObject, sample: JsonObject): JsonObject[] => {
  const columns = new Map(
    referencesIn(group)
      .filter((path) => path.includes(LINE_ITEMS))
      .map((path) => [path, listOf(lookUp(sample, path))]),
  );
  // Without a column, what was typed in is one row.
  const fewest = columns.size === 0 && Object.keys(group).length > 0 ? 1 : 0;
  const length = Math.max(fewest, ...[...columns.values()].map((column) => column.length));
  return Array.from({ length }, (_row, index) => {
    const read: Read = (path) => {
      const column = columns.get(path);
      return (column === undefined ? lookUp(sample, path) : column[index]) ?? '';
    };
    return mapValues(group, (child) => fill(child, read));
  });
};

const toText = (value: Json): string => {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(toText).join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const byName = (key: string, value: Json): JsonObject => {
  if (isJsonObject(value)) return value;
  throw new Error(`"${key}" takes names with values, as Zapier's editor does: map it as an object.`);
};

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

const isJsonObject = (value: Json | undefined): value is JsonObject => isObject(value);

const copy = (value: Json): Json => JSON.parse(JSON.stringify(value));

// fromEntries defines own properties, so that a key called __proto__ stays data.
const mapValues = <Value>(object: JsonObject, change: (value: Json) => Value): Record<string, Value> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
