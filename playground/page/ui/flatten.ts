import type { Json } from '../../../src/lib/json.ts';
import { isJsonObject } from './objects.ts';
import { count } from './words.ts';

/** A line of a value shown as a table. */
export interface Line {
  /** Dotted, list positions from 0: `user.custom.plan`, `0.event_id`. */
  readonly path: string;
  /** The last step of the path as people read it; list positions from 1. */
  readonly name: string;
  readonly depth: number;
  /** Objects and lists head the lines below them. */
  readonly isHead: boolean;
  /** The value of a leaf; of a head, how much is below it, in words. */
  readonly value: Json;
}

/** A value as lines, depth first. Empty objects and lists are leaves. A value without parts is one line without a name. */
export const linesOf = (value: Json, path = '', name = '', depth = 0): Line[] => {
  const members = membersOf(value);
  if (members.length === 0) return [{ path, name, depth, isHead: false, value }];
  const isRoot = path === '';
  const below = members.flatMap(([key, shown, member]) =>
    linesOf(member, isRoot ? key : `${path}.${key}`, shown, isRoot ? 0 : depth + 1),
  );
  return isRoot
    ? below
    : [{ path, name, depth, isHead: true, value: sizeOf(value, members.length) }, ...below];
};

const sizeOf = (value: Json, members: number): string =>
  count(members, Array.isArray(value) ? 'item' : 'field');

const membersOf = (value: Json): (readonly [key: string, shown: string, member: Json])[] => {
  if (Array.isArray(value))
    return value.map((member, index) => [String(index), String(index + 1), member] as const);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([key, member]) => [key, key, member] as const);
};

/** What people call the type of a leaf. */
export const typeOf = (value: Json): string => {
  if (value === null) return 'blank';
  if (Array.isArray(value)) return 'empty list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    case 'boolean':
      return 'true/false';
    default:
      return 'empty';
  }
};

/** A leaf as text. */
export const leafText = (value: Json): string => {
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
};
