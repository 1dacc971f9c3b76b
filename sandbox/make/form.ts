import type { Parameter } from './folder.ts';
import { within } from './folder.ts';
import {
  type Collection,
  isCollection,
  isDate,
  jsonOf,
  textOf,
  UnknownToMake,
  type Value,
} from './values.ts';

/** What a user drags into a field to send an empty value: null, or an empty array (Make, "Processing of 'empty' values"). */
export const ERASE = Symbol('erase');

/** What a user drags into a field to send an empty text (the same page: "forced empty string"). */
export const EMPTY_TEXT = Symbol('emptystring');

/** What a user maps to a field: a value of an earlier module, or one of the two keywords. */
export type Mapped =
  | Value
  | typeof ERASE
  | typeof EMPTY_TEXT
  | readonly Mapped[]
  | { readonly [key: string]: Mapped };

/** What a user maps to a form, by the names of its parameters. */
export type MappedForm = Readonly<Record<string, Mapped>>;

/** A filled-in form as `parameters` has it, or what Make finds wrong with it. */
export type FilledForm =
  | { readonly ok: true; readonly parameters: Collection }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Fills in a form as Make does before a module runs.
 *
 * Documented ("Type coercion"): where text is expected, numbers, booleans and dates become text; where a date is, a text
 * is read and a number counts as milliseconds; where a number is, a text is read; where an array is, anything else
 * becomes its only item; everything else is a validation error. Documented ("Processing of 'empty' values"): a value
 * that is empty is left out, within collections too, unless the user says `erase` or `emptystring`; an untouched array
 * is left out. `required`, `minItems`, `maxItems` and `pattern` are validated, on what is mapped, too; a pattern is compiled with
 * the flag `u` (Make's runtime).
 *
 * Our reading: `any` keeps what it is given, but is left out when that is empty; a pattern may be meant for the whole
 * text or for a part, so it has to come to the same. Not known here, and so an error: texts that are not a date with a zone
 * (without one, Make takes the organization's zone), and parameters that the form does not have.
 */
export const fillForm = (parameters: readonly Parameter[], mapped: MappedForm): FilledForm => {
  const problems: string[] = [];
  const filled = fillCollection(parameters, mapped, '', problems);
  return problems.length === 0 ? { ok: true, parameters: filled } : { ok: false, problems };
};

const isEmpty = (mapped: Mapped): boolean => mapped === undefined || mapped === null || mapped === '';

const fillCollection = (
  parameters: readonly Parameter[],
  mapped: MappedForm,
  place: string,
  problems: string[],
): Collection => {
  const named = parameters.filter(({ type }) => type !== 'banner');
  for (const key of Object.keys(mapped)) {
    if (!named.some(({ name }) => name === key)) throw new UnknownToMake(`The form has no ${place}${key}`);
  }
  const entries = named.flatMap((parameter): [string, Value][] => {
    const { name = '', required } = parameter;
    const at = `${place}${name}`;
    const given = Object.hasOwn(mapped, name) ? mapped[name] : undefined;
    if (isEmpty(given)) {
      if (required) problems.push(`${at}: missing`);
      return [];
    }
    const value = fillOne(parameter, given, at, problems);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
};

const fillOne = (parameter: Parameter, given: Mapped, at: string, problems: string[]): Value => {
  if (given === ERASE) return isList(parameter) ? [] : null;
  if (given === EMPTY_TEXT) return '';
  const wrong = (): undefined => {
    problems.push(`${at}: no ${parameter.type}`);
    return undefined;
  };
  switch (parameter.type) {
    case 'text':
    case 'password': {
      const simple = simpleIn(given);
      return simple === undefined ? wrong() : checkPattern(parameter, textOf(simple), at, problems);
    }
    case 'number': {
      if (typeof given === 'number') return given;
      return typeof given === 'string' && /^-?\d+(\.\d+)?$/.test(given) ? Number(given) : wrong();
    }
    case 'date':
      return toDate(given) ?? wrong();
    case 'any':
      return withoutSymbols(given);
    case 'collection':
      if (!isCollection(given)) return wrong();
      return fillCollection(within(parameter), given as MappedForm, `${at}.`, problems);
    case 'array':
      return fillArray(parameter, given, at, problems);
    case 'select':
      return fillSelect(parameter, given, wrong);
    default:
      throw new UnknownToMake(`A parameter of type ${parameter.type}`);
  }
};

const isList = ({ type, multiple }: Parameter): boolean => type === 'array' || multiple === true;

const simpleIn = (given: Mapped): string | number | boolean | Date | undefined =>
  typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean' || isDate(given)
    ? given
    : undefined;

const isSymbolic = (given: Mapped): given is typeof ERASE | typeof EMPTY_TEXT =>
  given === ERASE || given === EMPTY_TEXT;

const checkPattern = ({ validate = {} }: Parameter, text: string, at: string, problems: string[]): string => {
  const { pattern } = validate;
  if (pattern === undefined) return text;
  const somewhere = new RegExp(String(pattern), 'u').test(text);
  if (somewhere !== new RegExp(`^(?:${pattern})$`, 'u').test(text)) {
    throw new UnknownToMake(`Whether ${pattern} has to match all of ${jsonOf(text)}`);
  }
  if (!somewhere) problems.push(`${at}: does not match ${pattern}`);
  return text;
};

const WITH_A_ZONE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))$/;

const toDate = (given: Mapped): Date | undefined => {
  if (typeof given === 'number') return new Date(given);
  if (typeof given === 'string') {
    if (!WITH_A_ZONE.test(given)) throw new UnknownToMake(`The date ${given}`);
    return new Date(given);
  }
  return isDate(given) ? given : undefined;
};

const fillArray = (parameter: Parameter, given: Mapped, at: string, problems: string[]): Value => {
  const { validate = {} } = parameter;
  const items: readonly Mapped[] = Array.isArray(given) ? given : [given];
  if (items.length < Number(validate.minItems ?? 0))
    problems.push(`${at}: fewer than ${validate.minItems} items`);
  if (items.length > Number(validate.maxItems ?? Number.POSITIVE_INFINITY)) {
    problems.push(`${at}: more than ${validate.maxItems} items`);
  }
  const { spec } = parameter;
  if (spec === undefined || Array.isArray(spec)) throw new UnknownToMake(`An array without one spec: ${at}`);
  return items.map((item, index) => fillOne(spec, item, `${at}[${index + 1}]`, problems));
};

const fillSelect = ({ options = [], multiple }: Parameter, given: Mapped, wrong: () => undefined): Value => {
  const isOption = (value: Mapped): value is string => options.some((option) => option.value === value);
  if (!multiple) return isOption(given) ? given : wrong();
  const chosen: readonly Mapped[] = Array.isArray(given) ? given : [given];
  return chosen.every(isOption) ? chosen : wrong();
};

/** Only whole fields can be erased. */
const withoutSymbols = (given: Mapped): Value => {
  if (isSymbolic(given)) throw new UnknownToMake('erase or emptystring within a value');
  if (Array.isArray(given)) return given.map(withoutSymbols);
  if (!isCollection(given)) return given as Value;
  return Object.fromEntries(Object.entries(given).map(([key, member]) => [key, withoutSymbols(member)]));
};
