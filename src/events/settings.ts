import { FIELDS, type FieldKey } from '../fields/index.ts';
import { InputError, Refusal } from '../lib/validation.ts';
import type { Clock } from '../usermaven/times.ts';
import type { ValueMode } from '../usermaven/values.ts';
import { type Reading, readField } from './read.ts';

type Input = Readonly<Record<string, unknown>>;

/**
 * One input that steers an action rather than being sent, as its field reads it; its default or undefined when
 * blank. Throws {@link InputError}.
 */
export const readSetting = (input: Input, key: FieldKey, reading: Reading): unknown => {
  const field = FIELDS[key];
  const raw = Object.hasOwn(input, key) ? input[key] : undefined;
  try {
    return readField(field, raw, reading) ?? ('default' in field ? field.default : undefined);
  } catch (error) {
    if (error instanceof Refusal) throw new InputError([`${field.label}: ${error.message}`]);
    throw error;
  }
};

/** How the dictionaries of this input are typed. Throws {@link InputError}. */
export const readTyping = (input: Input, clock: Clock): Reading => {
  const plain: Reading = { clock, mode: 'text', textNames: new Set() };
  const mode = readSetting(input, 'attribute_values', plain) as ValueMode;
  const names = (readSetting(input, 'text_attributes', plain) as string[] | undefined) ?? [];
  return { clock, mode, textNames: new Set(names) };
};
