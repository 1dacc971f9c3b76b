import { quote, Refusal } from './refusal.ts';

/** Event names that mean something else to Usermaven, each with what to do instead, as a sentence. */
export type ReservedNames = Readonly<Record<string, string>>;

/**
 * Throws {@link Refusal} when an event may not have this name: the pixel's own start with `$`, and some
 * operations reserve more.
 */
export const refuseName = (name: string, reserved: ReservedNames): void => {
  if (name.startsWith('$')) {
    throw new Refusal(
      `${quote(name)} starts with $, which is kept for Usermaven's own events. Use a name without it.`,
    );
  }
  const instead = Object.hasOwn(reserved, name) ? reserved[name] : undefined;
  if (instead) throw new Refusal(`${quote(name)} means something else to Usermaven. ${instead}`);
};
