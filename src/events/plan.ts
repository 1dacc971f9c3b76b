import type { Field } from '../fields/field.ts';
import type { IdentifierKey } from '../fields/person.ts';
import type { ReservedNames } from '../usermaven/event.ts';
import type { PageParts } from '../usermaven/page.ts';
import type { ReadContext } from './read-context.ts';

/** What an event is built with, besides the user's input. */
export interface EventPlan {
  /** The fields that are read. Where two have the same path, the members of the later one win. */
  readonly fields: readonly Field[];
  /** What messages call a field. */
  readonly labelOf: (field: Field) => string;
  /** The event type when no field gives it. */
  readonly eventType?: string | undefined;
  readonly reserved: ReservedNames;
  /** The fields of which one has to be filled. */
  readonly needs: readonly IdentifierKey[];
  /** Why it needs a person, where that may surprise: a sentence. */
  readonly personReason?: string | undefined;
  /** The page of an event that says nothing of its own. */
  readonly page?: PageParts | undefined;
  readonly apiKey: string;
  readonly context: ReadContext;
  /** What happens to a detail that cannot be read: it is left out, or refused while the user can still fix the mapping. */
  readonly details: 'leave_out' | 'refuse';
}
