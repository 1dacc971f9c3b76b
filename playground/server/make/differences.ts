import type { Json } from '../../../src/lib/json.ts';
import { DIFFERENCES, type DifferenceKey } from '../../../src/make/differences.ts';
import type { MakeResponse } from '../../api.ts';

/** Which documented difference explains a difference at a path of an event. */
const EXPLANATIONS: readonly (readonly [path: RegExp, difference: DifferenceKey])[] = [
  [/^event_id$/, 'event_ids'],
  [/^(event_attributes|user\.custom|company\.custom)(\.|$)/, 'types'],
  [/^(url|doc_\w+|utm\.\w+|click_id\.\w+)$/, 'page_url'],
];

/** The same for rows of a batch, where the explanation is another one. */
const BATCH_EXPLANATIONS: typeof EXPLANATIONS = [[/^(doc_\w+|utm\.\w+|click_id\.\w+)$/, 'batch_rows']];

const UNDOCUMENTED = 'This is not a documented difference. Please report it: one of the two apps has a bug.';

/** The paths at which two bodies (events or lists of events) differ, each with the documented difference behind it. */
export const differencesBetween = (zapier: Json, make: Json): MakeResponse['differences'] => {
  const zapierLeaves = leavesOf(zapier);
  const makeLeaves = leavesOf(make);
  const isBatch = Array.isArray(zapier);
  return [...new Set([...zapierLeaves.keys(), ...makeLeaves.keys()])]
    .filter((path) => JSON.stringify(zapierLeaves.get(path)) !== JSON.stringify(makeLeaves.get(path)))
    .map((path) => ({
      path,
      zapier: zapierLeaves.get(path) ?? null,
      make: makeLeaves.get(path) ?? null,
      reason: reasonAt(isBatch ? path.replace(/^\d+\./, '') : path, isBatch),
    }));
};

const reasonAt = (path: string, isBatch: boolean): string => {
  const explanations = [...(isBatch ? BATCH_EXPLANATIONS : []), ...EXPLANATIONS];
  const [, key] = explanations.find(([pattern]) => pattern.test(path)) ?? [];
  return key === undefined ? UNDOCUMENTED : DIFFERENCES[key].what;
};

/** Every value without members, by its dotted path. */
const leavesOf = (value: Json, path = ''): Map<string, Json> => {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (members.length === 0) return new Map([[path, value]]);
  return new Map(
    members.flatMap(([key, member]) => [...leavesOf(member, path === '' ? key : `${path}.${key}`)]),
  );
};
