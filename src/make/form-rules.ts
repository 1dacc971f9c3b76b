import { EVENT_ACTIONS } from '../actions/index.ts';
import type { Field } from '../fields/field.ts';
import { joinWords } from '../lib/text.ts';
import { NOBODY } from '../usermaven/nobody.ts';
import { literally, NO_SPACE, SPACE } from './common.ts';

/** A text as the part of a pattern that matches it whatever the case of its letters: Make's patterns have no flag for that. */
const inAnyCase = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);

/** The words that name nobody and nothing, as parts of a pattern. */
const WORDS = NOBODY.map((word) => inAnyCase(literally(word)));

/** Names of events that mean something else to Usermaven. A row of a batch cannot keep to the rules of their modules, either. */
const RESERVED = [...new Set(EVENT_ACTIONS.flatMap(({ reserved }) => Object.keys(reserved)))];

const untilTheEnd = (part: string): string => `${part}${SPACE}*$`;

/**
 * A pattern for every text but those that begin with one of the refused parts, whatever the spaces before it, and blank ones where
 * something is required. It matches the whole of a good text, since Make does not say whether a part is enough.
 */
const allBut = (refused: readonly string[], required: boolean): string =>
  `^${required ? `(?=[\\s\\S]*${NO_SPACE})` : ''}(?!${SPACE}*(?:${refused.join('|')}))[\\s\\S]*$`;

/** What a form refuses: a validation of Make's, which names no reason, and what the help says of it. */
export interface FormRule {
  readonly pattern: string;
  readonly says?: string;
}

/** What the form refuses of a field, since no code of ours can; undefined where it takes everything. */
export const formRule = ({ type, required = false }: Field): FormRule | undefined => {
  switch (type) {
    case 'name':
      return {
        pattern: allBut(['\\$', ...[...RESERVED.map(literally), ...WORDS].map(untilTheEnd)], required),
        says: `Refused are names that start with \`$\`, and ${joinWords(RESERVED.map((name) => `\`${name}\``))}, which have modules of their own.`,
      };
    case 'id':
    case 'email':
      // A word for nobody is sent as nothing, and would count as filled in.
      return required ? { pattern: allBut(WORDS.map(untilTheEnd), required) } : undefined;
    case 'currency':
      return { pattern: `^${SPACE}*(?:${untilTheEnd(`(?:[A-Za-z]{3}|${WORDS.join('|')})`)}|$)` };
    default:
      return undefined;
  }
};
