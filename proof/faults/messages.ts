/** What stands in the message of a machine and not in one for a person who builds Zaps. */
const JARGON: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['an address', /https?:|\/api\/|token=/i],
  ['an error code of Node', /\bE[A-Z]{4,}\b/],
  ['a stack trace', /\n\s*at |\bat .+:\d+/],
  ['a value of a programming language', /\b(undefined|null|NaN)\b|\[object/],
  ['words of a library', /\b(fetch|socket|exception|abort(ed)?|stack|hang up|RPC)\b/i],
  ['markup', /<[a-z/]/i],
];

/** Longer than this nobody reads. */
const MOST_CHARACTERS = 400;

/** Why a message is not one for a marketer; empty when it is one. */
export const unclear = (message: string): string[] => [
  ...JARGON.filter(([, pattern]) => pattern.test(message)).map(([what]) => `it has ${what}`),
  ...(message.length > MOST_CHARACTERS ? [`it has ${message.length} characters`] : []),
  ...(/^[A-Z\d]/.test(message) ? [] : ['it does not start like a sentence']),
  ...(/[.!?]$/.test(message) ? [] : ['it does not end like a sentence']),
];
