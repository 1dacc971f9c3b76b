import type { Json } from '../../../src/lib/json.ts';
import type { MakeResponse } from '../../api.ts';
import { leafText, linesOf, typeOf } from '../ui/lines.ts';

/** A path of the two bodies. A side without it is null. */
export interface ComparedLine {
  readonly path: string;
  readonly zapier: { readonly text: string; readonly type: string } | null;
  readonly make: { readonly text: string; readonly type: string } | null;
  /** Why they differ, as documented; null if they do not. */
  readonly reason: string | null;
}

/** Two bodies side by side: every leaf of either, in the order of the first, with the reason for a difference. */
export const compareBodies = (zapier: Json, { body, differences }: MakeResponse): ComparedLine[] => {
  const zapierLeaves = leavesOf(zapier);
  const makeLeaves = leavesOf(body);
  const paths = [...new Set([...zapierLeaves.keys(), ...makeLeaves.keys()])];
  return paths.map((path) => ({
    path,
    zapier: zapierLeaves.get(path) ?? null,
    make: makeLeaves.get(path) ?? null,
    reason: differences.find((difference) => overlap(path, difference.path))?.reason ?? null,
  }));
};

const leavesOf = (body: Json): Map<string, { text: string; type: string }> =>
  new Map(
    linesOf(body)
      .filter(({ isParent }) => !isParent)
      .map(({ path, value }) => [path, { text: leafText(value), type: typeOf(value) }]),
  );

/** Whether two paths are the same, or one contains the other. */
const overlap = (one: string, other: string): boolean =>
  other === '' || one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
