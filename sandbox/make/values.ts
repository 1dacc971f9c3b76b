/** A value in a scenario. `undefined` is Make's nothing: a key that has it drops out. */
export type Value = undefined | null | boolean | number | string | Date | readonly Value[] | Collection;

/** Make's word for an object. */
export interface Collection {
  readonly [key: string]: Value;
}

/** Thrown for anything that Make does not document or that is not modeled here, instead of a guess. */
export class UnknownToMake extends Error {
  override readonly name = 'UnknownToMake';
}

/** True for a collection; false for arrays, dates and everything simple. */
export const isCollection = (value: unknown): value is Collection =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isDate(value);

/** True for a date, of any realm: jest's tests have a Date of their own. */
export const isDate = (value: unknown): value is Date =>
  Object.prototype.toString.call(value) === '[object Date]';

/** True for an array. (Array.isArray loses the item type of a readonly one.) */
export const isArray = (value: Value): value is readonly Value[] => Array.isArray(value);

/** True for undefined and null. */
export const isNothing = (value: Value): value is undefined | null => value === undefined || value === null;

/** The member of that name, own ones only: nothing of a prototype is data. Nothing has no members. */
export const memberOf = (value: Value, name: string): Value =>
  isCollection(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** The value as JSON text, as a request body and `createJSON` have it: dates are ISO 8601 in UTC, keys of nothing drop out. */
export const jsonOf = (value: Value): string | undefined => JSON.stringify(value);

/**
 * A simple value as text: dates are ISO 8601 (Make, "Type coercion"). Throws {@link UnknownToMake} on nothing, and on
 * collections and arrays, which Make prints in ways that nobody documents.
 */
export const textOf = (value: Value): string => {
  if (isDate(value)) return value.toISOString();
  if (value === undefined || typeof value === 'object') throw new UnknownToMake(`As text: ${jsonOf(value)}`);
  return String(value);
};
