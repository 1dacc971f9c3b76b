import type { Field } from '../fields/field.ts';

/** Where a field goes in the event. */
export interface Placed {
  readonly field: Field;
  /** As declared: `user.email`. */
  readonly place: string;
  /** `user`; undefined at the top of the event. */
  readonly section: string | undefined;
  /** `email`. */
  readonly name: string;
}

/** Where the fields go, in their order; those that go nowhere steer an action and are left out. */
export const placesOf = (fields: readonly Field[]): Placed[] =>
  fields.flatMap((field): Placed[] => {
    const { place } = field;
    if (place === undefined) return [];
    const dot = place.indexOf('.');
    return [{ field, place, section: dot < 0 ? undefined : place.slice(0, dot), name: place.slice(dot + 1) }];
  });
