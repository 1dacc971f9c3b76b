import type { CaseOutcome } from './run-case.ts';
import type { Case } from './scenarios.ts';

/** No run may take longer, seconds. Zapier stops a step after 30. */
export const MAX_SECONDS = 25;

/** What marks a message as written for a machine and not for a person who builds Zaps. */
const JARGON: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['an address', /https?:|\/api\/|token=/i],
  ['an error code of Node', /\bE[A-Z]{4,}\b/],
  ['a stack trace', /\n\s*at |\bat .+:\d+/],
  ['a value of a programming language', /\b(undefined|null|NaN)\b|\[object/],
  ['words of a library', /\b(fetch|socket|exception|abort(ed)?|stack|hang up|RPC)\b/i],
  ['markup', /<[a-z/]/i],
];

/** Longer messages are not read. */
const MAX_CHARACTERS = 400;

/** Why a message is not clear to a marketer; empty when it is. */
export const unclear = (message: string): string[] => [
  ...JARGON.filter(([, pattern]) => pattern.test(message)).map(([what]) => `it has ${what}`),
  ...(message.length > MAX_CHARACTERS ? [`it has ${message.length} characters`] : []),
  ...(/^[A-Z\d]/.test(message) ? [] : ['it does not start like a sentence']),
  ...(/[.!?]$/.test(message) ? [] : ['it does not end like a sentence']),
];

/** Which targets a case misses, a sentence each. */
export const missesOf = ({ scenario, duration, workload }: Case, outcome: CaseOutcome): string[] => {
  const { runs, lost, duplicated, copies, secrets, misrouted } = outcome;
  const [first] = runs;
  const misses: string[] = [];
  const miss = (isMissed: boolean, text: string): void => {
    if (isMissed) misses.push(text);
  };

  const ends = scenario.ends(duration, workload.size);
  miss(
    !first || !ends.includes(first.end),
    `The first run ends as ${first?.end}, not as ${ends.join(' or ')}: ${first?.message}`,
  );
  miss(!runs.some(({ end }) => end === 'accepted'), `No replay succeeded: ${runs.at(-1)?.message}`);
  miss(lost > 0, `${lost} lost`);
  miss(duplicated > 0 && scenario.limit === undefined, `${duplicated} duplicated`);
  // What is known to be accepted is never sent again, so it cannot be stored twice even if IDs are not read.
  const mayCopy = scenario.limit !== undefined || scenario.copies !== undefined;
  miss(copies > 0 && !mayCopy, `${copies} sent again although they were known to be accepted`);
  miss(secrets > 0, `${secrets} secrets found`);
  miss(misrouted > 0, `${misrouted} requests went to another host`);
  for (const { seconds, message, delay, end } of runs) {
    miss(seconds > MAX_SECONDS, `A run took ${seconds.toFixed(1)} s`);
    for (const why of unclear(message ?? 'None.')) miss(true, `The message is not clear, ${why}: ${message}`);
    // Zapier accepts delays of up to an hour.
    miss(end === 'ThrottledError' && !isIn(delay, [1, 3_600]), `Zapier is told to wait ${delay} s`);
  }
  const { message: expected, delay } = scenario;
  const text = first?.message;
  miss(
    text != null && expected?.some((words) => text.includes(words)) === false,
    `The message is another one: ${text}`,
  );
  miss(
    first?.delay !== undefined && delay !== undefined && !isIn(first.delay, delay),
    `Zapier is told to wait ${first?.delay} s, not ${delay?.join(' to ')} s`,
  );
  return misses;
};

const isIn = (value: number | undefined, [least, most]: readonly [number, number]): boolean =>
  value !== undefined && value >= least && value <= most;
