import type { Redact } from './redact.ts';
import { formatCount, quote } from './text.ts';

/**
 * Why a value cannot be taken. A value and not an exception: every row of a batch may have one. `reason` follows the name of the
 * field, or the quoted value if there is one: `"banana" is not a date. Use ...`.
 */
export class Invalid {
  readonly reason: string;
  /** The value at fault, or what of it the reason is about; undefined when the reason stands alone. */
  readonly value: unknown;

  constructor(reason: string, value?: unknown) {
    this.reason = reason;
    this.value = value;
  }
}

/** Something wrong with an input, not yet in words: the label of the field and what is wrong with its value. */
export interface Issue {
  /** As the user sees it, or a path in JSON; absent where the reason says what it is about. */
  readonly label?: string;
  readonly invalid: Invalid;
}

/** An issue as a sentence or two: `Occurred At: "banana" is not a date.` What it quotes is cleaned of secrets. */
export const describeIssue = ({ label, invalid }: Issue, redact: Redact): string => {
  const quoted = invalid.value === undefined ? '' : `${quote(invalid.value, redact)} `;
  return `${label === undefined ? '' : `${label}: `}${quoted}${invalid.reason}`;
};

/** More than the fields of any form: beyond it, one mistake was made many times. */
const LISTED_ISSUES = 50;

/** Issues as sentences, at most 50 of them, and then how many more there are. */
export const describeIssues = (issues: readonly Issue[], redact: Redact): string[] => {
  const listed = issues.slice(0, LISTED_ISSUES).map((issue) => describeIssue(issue, redact));
  const more = issues.length - listed.length;
  return more > 0 ? [...listed, `And ${formatCount(more)} more of this kind.`] : listed;
};

/** A result, or the issues why there is none. */
export type Checked<T> = { readonly value: T } | { readonly issues: readonly Issue[] };
