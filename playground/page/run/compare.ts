import type { Json } from '../../../src/lib/json.ts';
import type { MakeAnswer } from '../../api.ts';
import { leafText, linesOf, typeOf } from '../ui/flatten.ts';

/** One place of the two bodies. A side that lacks it has null. */
export interface ComparedLine {
  readonly path: string;
  readonly zapier: { readonly text: string; readonly type: string } | null;
  readonly make: { readonly text: string; readonly type: string } | null;
  /** Why they differ, as documented; null where they do not. */
  readonly because: string | null;
}

/** Two bodies side by side: every leaf of either, in the order of the first, with what explains a difference. */
export const compareBodies = (zapier: Json, { body, differences }: MakeAnswer): ComparedLine[] => {
  const ours = leavesOf(zapier);
  const theirs = leavesOf(body);
  const paths = [...new Set([...ours.keys(), ...theirs.keys()])];
  return paths.map((path) => ({
    path,
    zapier: ours.get(path) ?? null,
    make: theirs.get(path) ?? null,
    because: differences.find((difference) => isWithin(path, difference.path))?.because ?? null,
  }));
};

const leavesOf = (body: Json): Map<string, { text: string; type: string }> =>
  new Map(
    linesOf(body)
      .filter(({ isHead }) => !isHead)
      .map(({ path, value }) => [path, { text: leafText(value), type: typeOf(value) }]),
  );

const isWithin = (path: string, place: string): boolean =>
  place === '' || path === place || path.startsWith(`${place}.`) || place.startsWith(`${path}.`);
