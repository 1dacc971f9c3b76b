import type { Invalid } from '../lib/validation.ts';
import type { Clock } from '../usermaven/times.ts';
import type { ValueMode } from '../usermaven/values.ts';

/** What a reader needs besides the value. */
export interface ReadContext {
  readonly clock: Clock;
  /** How dictionary values are typed; `exact` for JSON, whose values have their types. */
  readonly mode: ValueMode | 'exact';
  /** What the user filled in, for a value that is read together with another: an amount with its currency. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Dictionary names that stay text whatever the mode, as {@link simplified} writes them. */
  readonly textNames: ReadonlySet<string>;
}

/** How a reader reports a part of a value to the user. */
export interface Remarks {
  /** A part of the value that cannot be used. */
  leaveOut(invalid: Invalid): void;
  /** A part that was read differently from what the user may expect. */
  note(invalid: Invalid): void;
}
