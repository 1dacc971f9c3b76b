/**
 * What Zapier's review looks for in texts, as far as its integration checks reference says it. Each rule is proved on the
 * reference's own examples in rules.test.ts.
 */

const CREDENTIAL = /api_?key|access_?key|private_?key|token|secret|passw|credential|signature/i;

/** D001: the name of a field that asks for a credential. */
export const asksForCredential = (key: string): boolean => CREDENTIAL.test(key);

/** What a template such as `{{name}} - {{email}}` refers to. */
export const referencesOf = (template: string): string[] =>
  [...template.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, name = '']) => name);

/** D003: a connection label that tells accounts apart and shows no credential. */
export const tellsAccountsApart = (label: string): boolean =>
  referencesOf(label).length > 0 && !CREDENTIAL.test(label);

const CODE = /`[^`]*`/g;
const LINK = /\[[^[\]]+\]\(https:\/\/[^\s()]+\)/g;

/** D002: the targets of the Markdown links in a text. */
export const linksIn = (text: string): string[] => text.replaceAll(CODE, '').match(LINK) ?? [];

/** D008: a link that is no valid Markdown, or an address that is neither link nor code. */
export const hasBrokenLink = (text: string): boolean =>
  /https?:|www\.|\]\(|\[/i.test(text.replaceAll(CODE, '').replaceAll(LINK, ''));

/** D007: an address that is not encrypted. */
export const hasPlainHttp = (text: string): boolean => /http:\/\//i.test(text);

/** D025: an address that runs code. */
export const hasDangerousUri = (text: string): boolean =>
  /\b(javascript|vbscript|livescript|data|file|blob):\S/i.test(text);

const SMALL_WORDS = new Set(
  'a an and as at but by en for from if in into nor of on or per the to v via vs with'.split(' '),
);

/** D018: title case, in which short words between others are lower-case. */
export const isTitleCase = (label: string): boolean => {
  const words = label.split(' ').map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''));
  return words.every((word, index) => {
    const between = index > 0 && index < words.length - 1;
    return between && SMALL_WORDS.has(word.toLowerCase())
      ? word === word.toLowerCase()
      : /^[\p{Lu}\p{N}]/u.test(word) && word.split('-').every((part) => /^[\p{Lu}\p{N}]/u.test(part));
  });
};

/** D021: how the description of a trigger reads. */
export const describesTrigger = (description: string): boolean =>
  /^Triggers when \S.*[^.]\.$/s.test(description);

/** One or two sentences, without the name of an app, in plain text that starts with a verb in the third person. */
export const describesOperation = (description: string): boolean =>
  /^[A-Z][a-z]+s /.test(description) &&
  /^[^.!?]+\.( [A-Z][^.!?]*\.)?$/.test(description) &&
  !/[*_`#[\]<>|]/.test(description) &&
  !/usermaven|zapier/i.test(description);
