import type { Redact } from './redact.ts';
import { ELLIPSIS, formatCount, quote } from './text.ts';

/**
 * Why a value cannot be used. A value rather than an exception: every row of a batch may have one. `reason` follows the name of
 * the field, or the quoted value if there is one: `"banana" is not a date. Use ...`.
 */
export class Invalid {
  readonly reason: string;
  /** The wrong value, or the part that the reason is about; undefined if the reason stands alone. */
  readonly value: unknown;
  /** The place in a text that the reason is about; undefined for the whole. */
  readonly at: number | undefined;

  constructor(reason: string, value?: unknown, at?: number) {
    this.reason = reason;
    this.value = value;
    this.at = at;
  }
}

/** Something wrong with an input, not yet in words: the label of the field and what is wrong with its value. */
export interface Issue {
  /** As the user sees it, or a path in JSON; absent where the reason says what it is about. */
  readonly label?: string;
  readonly invalid: Invalid;
  /** True when there is nobody to send for: expected now and then, and nothing to fix. */
  readonly isNobody?: true;
}

/** An issue as a sentence or two: `Occurred At: "banana" is not a date.` What it quotes is cleaned of secrets. */
export const describeIssue = ({ label, invalid }: Issue, redact: Redact): string => {
  const quoted = invalid.value === undefined ? '' : `${quote(shown(invalid, redact), redact)} `;
  return `${label === undefined ? '' : `${label}: `}${quoted}${invalid.reason}`;
};

/** Characters that are shown on each side of a place. */
const AROUND = 25;

/** The value, or the neighbourhood of the place in it. A text with a secret is not cut before it is cleaned. */
const shown = ({ value, at }: Invalid, redact: Redact): unknown => {
  if (at === undefined || typeof value !== 'string' || redact(value) !== value) return value;
  const [from, to] = [Math.max(0, at - AROUND), at + AROUND];
  return `${from > 0 ? ELLIPSIS : ''}${value.slice(from, to)}${to < value.length ? ELLIPSIS : ''}`;
};

/** More than the fields of any form: beyond it, the same mistake was made many times. */
const LISTED_ISSUES = 50;

/** Issues as sentences, at most 50 of them, and then how many more there are. */
export const describeIssues = (issues: readonly Issue[], redact: Redact): string[] => {
  const listed = issues.slice(0, LISTED_ISSUES).map((issue) => describeIssue(issue, redact));
  const more = issues.length - listed.length;
  return more > 0 ? [...listed, `And ${formatCount(more)} more of this kind.`] : listed;
};

/** A result, or the issues that explain why there is none. */
export type Checked<T> = { readonly value: T } | { readonly issues: readonly Issue[] };
