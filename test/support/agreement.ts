import { isObject } from '../../src/lib/json.ts';
import type { OutputField } from './definition.ts';

const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/;

/** A date in ISO 8601, with its zone if it has a time: what Zapier reads in samples and results (D023, T003). */
export const isIsoDate = (text: string): boolean => ISO_8601.test(text) && !Number.isNaN(Date.parse(text));

const IS_OF_TYPE: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  datetime: (value) => typeof value === 'string' && isIsoDate(value),
};

/**
 * Where an output departs from its declared fields, one sentence each: a key that is missing (null counts as there), a
 * value of another type, or a key that nobody declared.
 * @param open keys of objects that may have members beside the declared ones.
 */
export const disagreements = (
  fields: readonly OutputField[],
  value: unknown,
  open: readonly string[] = [],
): string[] => {
  if (!isObject(value)) return ['is no object'];
  const members = new Map<string, OutputField[]>();
  for (const field of fields) {
    const [name = '', ...rest] = field.key.split('__');
    const known = members.get(name) ?? [];
    members.set(name, rest.length === 0 ? known : [...known, { ...field, key: rest.join('__') }]);
  }
  const undeclared = Object.keys(value).filter((key) => !members.has(key) && !open.includes('*'));
  return [
    ...undeclared.map((key) => `${key} is not declared`),
    ...fields.filter(({ key }) => !key.includes('__')).flatMap((field) => departures(field, value)),
    ...[...members].flatMap(([name, nested]) =>
      nested.length === 0
        ? []
        : disagreements(nested, value[name], open.includes(name) ? ['*'] : []).map(
            (departure) => `${name}: ${departure}`,
          ),
    ),
  ];
};

const departures = (field: OutputField, object: Readonly<Record<string, unknown>>): string[] => {
  const { key, type = 'string', list, children } = field;
  if (!Object.hasOwn(object, key)) return [`${key} is missing`];
  const value = object[key];
  if (value === null) return [];
  if (children !== undefined || list === true) {
    if (!Array.isArray(value)) return [`${key} is no list`];
    return value.flatMap((item, index) =>
      children === undefined
        ? wrongType(type, item, `${key}[${index}]`)
        : disagreements(children, item).map((departure) => `${key}[${index}]: ${departure}`),
    );
  }
  return wrongType(type, value, key);
};

const wrongType = (type: string, value: unknown, at: string): string[] =>
  IS_OF_TYPE[type]?.(value) === true ? [] : [`${at} is no ${type}: ${JSON.stringify(value)}`];

/** Every path in a value with the type at its end: `user.email` is `string`, `rejected` is `list`, `rejected[].row` is `number`. */
export const typesByPath = (value: unknown, path = ''): [path: string, type: string][] => {
  const here = (type: string): [string, string][] => (path === '' ? [] : [[path, type]]);
  if (value === null) return here('null');
  if (Array.isArray(value))
    return [...here('list'), ...value.flatMap((item) => typesByPath(item, `${path}[]`))];
  if (isObject(value))
    return [
      ...here('object'),
      ...Object.entries(value).flatMap(([key, member]) =>
        typesByPath(member, path === '' ? key : `${path}.${key}`),
      ),
    ];
  return here(typeof value);
};

/**
 * The paths of a sample that a live output does not have, or has with a value of another type; null goes with every
 * type. What a sample shows of a list's items counts as there when the live list is empty.
 */
export const missingInLive = (sample: unknown, live: unknown): string[] => {
  const found = new Map<string, Set<string>>();
  for (const [path, type] of typesByPath(live)) found.set(path, (found.get(path) ?? new Set()).add(type));
  const isInEmptyList = (path: string): boolean => {
    const list = path.slice(0, Math.max(0, path.lastIndexOf('[]')));
    return list !== '' && found.has(list) && !found.has(`${list}[]`);
  };
  return typesByPath(sample)
    .filter(([path, type]) => {
      const types = found.get(path);
      if (types === undefined) return !isInEmptyList(path);
      return type !== 'null' && ![...types].every((live) => live === type || live === 'null');
    })
    .map(([path]) => path);
};
