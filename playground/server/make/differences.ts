import { SENT_FIELDS } from '../../../src/fields/index.ts';
import type { Json } from '../../../src/lib/json.ts';
import { trimText } from '../../../src/lib/text.ts';
import { DIFFERENCES, type DifferenceKey } from '../../../src/make/differences.ts';
import type { MakeResponse } from '../../api.ts';

/** Where Make sends text as it is mapped. */
const TEXTS = new Set<string>(
  SENT_FIELDS.flatMap(({ type, path }) => (type === 'text' || type === 'name' ? (path ?? []) : [])),
);

/** Which documented difference explains a difference at a path of an event. */
const EXPLANATIONS: readonly (readonly [path: RegExp, difference: DifferenceKey])[] = [
  [/^event_id$/, 'event_ids'],
  [/^(event_attributes|user\.custom|company\.custom)(\.|$)/, 'types'],
  [/^(url|referer|doc_\w+|utm\.\w+|click_id\.\w+)$/, 'page_url'],
];

/** What Zapier takes out of a longer value: the address out of `Jane <jane@example.com>`, the first of several IP addresses. */
const TAKEN_OUT = /^(user\.(id|email)|source_ip)$/;

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
    .map((path) => {
      const [onZapier, onMake] = [zapierLeaves.get(path) ?? null, makeLeaves.get(path) ?? null];
      const key = explanationOf(isBatch ? path.replace(/^\d+\./, '') : path, onZapier, onMake, isBatch);
      return {
        path,
        zapier: onZapier,
        make: onMake,
        reason: key === undefined ? UNDOCUMENTED : DIFFERENCES[key].what,
      };
    });
};

const explanationOf = (
  path: string,
  zapier: Json,
  make: Json,
  isBatch: boolean,
): DifferenceKey | undefined => {
  const explanations = [...(isBatch ? BATCH_EXPLANATIONS : []), ...EXPLANATIONS];
  const found = explanations.find(([pattern]) => pattern.test(path))?.[1];
  if (found !== undefined) return found;
  const isLonger = typeof make === 'string' && make.includes(typeof zapier === 'string' ? zapier : '');
  if (!isLonger) return undefined;
  if (TAKEN_OUT.test(path)) return 'words_for_nobody';
  return TEXTS.has(path) && trimText(make) === (zapier ?? '') ? 'texts' : undefined;
};

/** Every value without members, by its dotted path. */
const leavesOf = (value: Json, path = ''): Map<string, Json> => {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (members.length === 0) return new Map([[path, value]]);
  return new Map(
    members.flatMap(([key, member]) => [...leavesOf(member, path === '' ? key : `${path}.${key}`)]),
  );
};
