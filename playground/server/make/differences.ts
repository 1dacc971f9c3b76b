import type { Json } from '../../../src/lib/json.ts';
import { DIFFERENCES, type DifferenceKey } from '../../../src/make/differences.ts';
import type { MakeAnswer } from '../../api.ts';

/** Which documented difference shows at a place of an event. */
const EXPLAINS: readonly (readonly [place: RegExp, difference: DifferenceKey])[] = [
  [/^event_id$/, 'event_ids'],
  [/^(event_attributes|user\.custom|company\.custom)(\.|$)/, 'types'],
  [/^(url|doc_\w+)$/, 'page_url'],
];

/** The same for a row of a batch, where it is another one. */
const EXPLAINS_ROWS: typeof EXPLAINS = [[/^doc_\w+$/, 'batch_rows']];

const NOT_LISTED =
  'This is not among the documented differences. Please report it: something is wrong with one of the two apps.';

/** Two bodies, events or lists of events, place by place: where they differ, and the documented difference behind it. */
export const differencesBetween = (zapier: Json, make: Json): MakeAnswer['differences'] => {
  const ours = leavesOf(zapier);
  const theirs = leavesOf(make);
  const isBatch = Array.isArray(zapier);
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((path) => JSON.stringify(ours.get(path)) !== JSON.stringify(theirs.get(path)))
    .map((path) => ({
      path,
      zapier: ours.get(path) ?? null,
      make: theirs.get(path) ?? null,
      because: reasonAt(isBatch ? path.replace(/^\d+\./, '') : path, isBatch),
    }));
};

const reasonAt = (path: string, isBatch: boolean): string => {
  const reasons = [...(isBatch ? EXPLAINS_ROWS : []), ...EXPLAINS];
  const [, key] = reasons.find(([place]) => place.test(path)) ?? [];
  return key === undefined ? NOT_LISTED : DIFFERENCES[key].what;
};

/** Every value that has no members, by its dotted path. */
const leavesOf = (value: Json, path = ''): Map<string, Json> => {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (members.length === 0) return new Map([[path, value]]);
  return new Map(
    members.flatMap(([key, member]) => [...leavesOf(member, path === '' ? key : `${path}.${key}`)]),
  );
};
