import { type Parameter, textsIn, within } from '../../sandbox/make/folder.ts';
import { isObject, type Json } from '../../src/lib/json.ts';

/**
 * What Make's review asks of an app's texts and files (Make's documentation, "Naming conventions" and "App review"), as
 * far as a file shows it. Each rule is proved on examples in rules.test.ts.
 */

/** Words that keep their capitals in a label. */
const NAMES = /^(Usermaven|Userpilot|API|ID|URL|UTM|IP|NPS|JSON|GET|POST|PUT|PATCH|DELETE)$/;

const wordsOf = (label: string): string[] => label.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

/** Sentence case: a capital first, and after it only in names and abbreviations. */
export const isSentenceCase = (label: string): boolean =>
  /^[\p{Lu}\p{N}]/u.test(label) &&
  wordsOf(label).every(
    (word, at) => NAMES.test(word) || (at === 0 ? /^.\P{Lu}*$/u : /^\P{Lu}+$/u).test(word),
  );

/** The label of an action: a verb, and an article before a single thing. Several things are `Bulk`, and advanced. */
export const isActionLabel = (label: string): boolean =>
  isSentenceCase(label) &&
  (/^[A-Z][a-z]+ (a|an) [\w -]+$/.test(label) || /^Bulk [a-z]+ [a-z ]+s \(advanced\)$/.test(label));

/** The label of a trigger: what it watches, without an article. */
export const isTriggerLabel = (label: string): boolean =>
  isSentenceCase(label) && /^Watch (?!an? )[\w ]+s$/.test(label);

const isOneSentence = (text: string): boolean => /^[^.!?]+\.$/.test(text);

/** A description in the third person, one sentence with its period. */
export const describesAction = (description: string): boolean =>
  isOneSentence(description) && /^[A-Z][a-z]+s /.test(description) && !/^Triggers /.test(description);

/** How a trigger is described. */
export const describesTrigger = (description: string): boolean =>
  isOneSentence(description) && /^Triggers when \S/.test(description);

/** The id of a module. Make takes letters and digits only. */
export const isModuleId = (id: string): boolean => /^[a-zA-Z][a-zA-Z\d]{2,47}$/.test(id);

/** The id of a connection or a webhook. */
export const isComponentId = (id: string): boolean => /^[a-z][a-z\d-]{2,47}$/.test(id);

/** Help ends as a sentence does, is no longer than a glance, and holds no address but in a link or code. */
export const isGoodHelp = (help: string): boolean => {
  const prose = help.replace(/`[^`]*`/g, '').replace(/\[[^[\]]+\]\(https:\/\/[^\s()]+\)/g, '');
  return /[^.\s]\.$/.test(help) && help.length <= 500 && !/https?:|www\.|[[\]]/.test(prose);
};

/** True when what is required stands before what is not. */
export const hasRequiredFirst = (parameters: readonly Parameter[]): boolean => {
  const flags = parameters.filter(({ type }) => type !== 'banner').map(({ required }) => required === true);
  return !flags.slice(flags.indexOf(false)).includes(true) || !flags.includes(false);
};

/** Names that two parameters of one level share. */
export const sharedNames = (parameters: readonly Parameter[]): string[] => {
  const names = parameters.flatMap(({ name }) => name ?? []);
  return [
    ...names.filter((name, at) => names.indexOf(name) !== at),
    ...parameters.flatMap((parameter) => sharedNames(within(parameter))),
  ];
};

/** The expressions of a template: what stands between double braces. */
const expressionsIn = (template: Json): string[] =>
  textsIn(template).flatMap((text) => [...text.matchAll(/\{\{(.+?)\}\}/g)].map(([, inside = '']) => inside));

/** A text or a pattern within an expression, whichever begins first. */
const LITERAL = /'[^']*'|"[^"]*"|\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\/[a-z]*/g;

/** An expression without what is text or pattern in it. */
const codeOf = (expression: string): string => expression.replace(LITERAL, "''");

/** The members of a collection that the expressions of a template read: of `parameters.email`, `email`. */
export const membersRead = (template: Json, collection: string): string[] => {
  const pattern = new RegExp(`(?<![\\w.])${collection}\\.(?:\`([^\`]+)\`|([a-zA-Z_]\\w*))`, 'g');
  const names = expressionsIn(template).flatMap((expression) =>
    [...codeOf(expression).matchAll(pattern)].map(([, ticked, plain]) => ticked ?? plain ?? ''),
  );
  return [...new Set(names)].sort();
};

/** The functions that the expressions of a template call. */
export const functionsCalled = (template: Json): string[] => {
  const names = expressionsIn(template).flatMap((expression) =>
    [...codeOf(expression).matchAll(/([a-zA-Z_]\w*)\s*\(/g)].map(([, name = '']) => name),
  );
  return [...new Set(names)].sort();
};

/** Types of a parameter, and what a sample of each has to be. */
const IS_OF_TYPE: Readonly<Record<string, (value: Json) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  date: (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)),
  collection: (value) => isObject(value),
  array: (value) => Array.isArray(value),
  any: () => true,
};

/** Where a sample has what its interface does not declare, or of another type. */
export const strayIn = (sample: Json, declared: readonly Parameter[], at = ''): string[] => {
  if (!isObject(sample)) return [at];
  return Object.entries(sample as Readonly<Record<string, Json>>).flatMap(([key, value]) => {
    const place = `${at}/${key}`;
    const parameter = declared.find(({ name }) => name === key);
    if (!parameter || !IS_OF_TYPE[parameter.type]?.(value)) return [place];
    if (parameter.spec === undefined) return [];
    const inner = within(parameter);
    if (!Array.isArray(value)) return strayIn(value, inner, place);
    return value.flatMap((item, index) => strayIn(item, inner, `${place}/${index}`));
  });
};

/** The dotted paths at which a template sends what an expression of a secret yields. */
export const pathsOf = (template: Json, reads: (expression: string) => boolean, at: string): string[] => {
  if (typeof template === 'string') return expressionsIn(template).some(reads) ? [at] : [];
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([key, member]) => pathsOf(member, reads, `${at}.${key}`));
};

/** True when a path, or one above it, is among those that Make masks. */
export const isMasked = (path: string, sanitize: readonly string[]): boolean =>
  sanitize.some((masked) => path === masked || path.startsWith(`${masked}.`));
