/** What programs write where they have nothing, in lower case. `0` is an id. */
export const NOBODY: readonly string[] = [
  'null',
  'undefined',
  'none',
  'nil',
  'nan',
  'n/a',
  '#n/a',
  '-',
  '(not set)',
  '(none)',
  '[object object]',
  'unknown',
  'anonymous',
  '00000000-0000-0000-0000-000000000000',
];

const WORDS: ReadonlySet<string> = new Set(NOBODY);

/** True for text that stands for nobody and nothing: as an id, it would make one person of many. */
export const isNothing = (text: string): boolean => WORDS.has(text.toLowerCase());
