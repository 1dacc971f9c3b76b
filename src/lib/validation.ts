import { shorten, withCommas } from './text.ts';

/**
 * An error that tells the user something. Nobody reads where it was thrown, and finding that out is half of what a bad row
 * costs (V8 12.4), so it has no trace.
 */
class Said extends Error {
  constructor(message: string) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * Why one value cannot be taken, in words that follow the field's name: `"banana" is not a date. Use …`.
 * The reader that knows the field's label puts it in front.
 */
export class Refusal extends Said {
  override readonly name = 'Refusal';
}

/** More than the fields of any form: beyond it, one mistake was made many times. */
const MOST_PROBLEMS = 50;

/**
 * Input that cannot be sent. `problems` holds one sentence or two each, every one naming its field as the user
 * sees it; the message is all of them, a line each.
 */
export class InputError extends Said {
  override readonly name = 'InputError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const more = problems.length - MOST_PROBLEMS;
    const shown =
      more > 0
        ? [...problems.slice(0, MOST_PROBLEMS), `And ${withCommas(more)} more of this kind.`]
        : problems;
    super(shown.join('\n'));
    this.problems = shown;
  }
}

const MOST_QUOTED = 60;
/** More of a text is not looked at: it may have megabytes. */
const MOST_READ = 1_000;

/** A value as it may be shown in a message: in quotes, on one line, cut after 60 characters. */
export const quote = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  // Control characters would break the line or hide in it.
  const line = shorten(text, MOST_READ)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return `"${shorten(line, MOST_QUOTED).toWellFormed()}"`;
};
