import type { Json } from '../../../src/lib/json.ts';
import { isJsonObject } from '../../json.ts';
import { count } from './format.ts';

/** A line of the table that shows a value. */
export interface Line {
  /** Dotted, list positions starting at 0: `user.custom.plan`, `0.event_id`. */
  readonly path: string;
  /** The last segment of the path, for display; list positions start at 1. */
  readonly name: string;
  readonly depth: number;
  /** Whether this is an object or a list, whose members follow. */
  readonly isParent: boolean;
  /** The value of a leaf; for a parent, how many members it has, as text. */
  readonly value: Json;
}

/** A value as lines, depth first. Empty objects and lists are leaves. A single value is one line without a name. */
export const linesOf = (value: Json, path = '', name = '', depth = 0): Line[] => {
  const members = membersOf(value);
  if (members.length === 0) return [{ path, name, depth, isParent: false, value }];
  const isRoot = path === '';
  const lines = members.flatMap(([key, shown, member]) =>
    linesOf(member, isRoot ? key : `${path}.${key}`, shown, isRoot ? 0 : depth + 1),
  );
  return isRoot
    ? lines
    : [{ path, name, depth, isParent: true, value: sizeOf(value, members.length) }, ...lines];
};

const sizeOf = (value: Json, members: number): string =>
  count(members, Array.isArray(value) ? 'item' : 'field');

const membersOf = (value: Json): (readonly [key: string, shown: string, member: Json])[] => {
  if (Array.isArray(value))
    return value.map((member, index) => [String(index), String(index + 1), member] as const);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([key, member]) => [key, key, member] as const);
};

/** The type of a leaf, as the page shows it. */
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
