import type { EventAction } from '../actions/action.ts';
import { EVENT_ACTIONS } from '../actions/index.ts';
import { TRACK_EVENT } from '../actions/track-event.ts';
import type { Field, FieldSpec } from '../fields/field.ts';
import { FIELDS, fieldsOf } from '../fields/index.ts';
import { joinWords } from '../lib/text.ts';
import { readField } from './read.ts';
import type { ReadContext } from './read-context.ts';
import { ATTRIBUTES, repeatsOf } from './repeats.ts';

/** The action whose rules apply to a row of a batch: the one that Track Event names for its type, or Track Event itself. */
export const actionFor = (eventName: unknown, context: ReadContext): EventAction => {
  const type = readField(FIELDS.event_name, eventName, context);
  const isReserved = typeof type === 'string' && Object.hasOwn(TRACK_EVENT.reserved, type);
  return (isReserved ? EVENT_ACTIONS.find(({ eventType }) => eventType === type) : undefined) ?? TRACK_EVENT;
};

/** True when events of an action have attributes of the user's own. */
export const hasAttributes = ({ fields }: EventAction): boolean =>
  fieldsOf(fields).some(({ path }) => path === ATTRIBUTES);

/**
 * The fields of a row as an action uses them: what it requires, copies and refuses. Other fields of the row are sent too, as
 * Usermaven's own clients send more than a form asks for.
 */
export const underRules = (action: EventAction, fields: readonly Field[]): Field[] => {
  const used = fieldsOf(action.fields);
  const paths = new Set(fields.map(({ path }) => path));
  const attributeRules: Partial<FieldSpec> = hasAttributes(action)
    ? pick(used.find(({ path }) => path === ATTRIBUTES))
    : { only: onlyCopies(action, used) };
  return fields.map((field) => {
    if (field.path === ATTRIBUTES) return { ...field, ...attributeRules };
    const { copies, ...rules } = pick(used.find(({ key }) => key === field.key));
    // What is a copy in a form may be a field of its own in a row.
    const others = copies?.filter((path) => !paths.has(path));
    return { ...field, ...rules, ...(others ? { copies: others } : {}) };
  });
};

/** The fields of an action that a row has no column for, but whose values attributes repeat. */
export const hiddenFields = ({ fields }: EventAction, columns: ReadonlySet<string>): Field[] =>
  fieldsOf(fields).filter((field) => !columns.has(field.key) && repeatsOf(field).length > 0);

/** What an action changes in a field. */
const pick = (field: Field | undefined): Partial<Pick<Field, 'required' | 'copies' | 'distinct'>> => {
  if (field === undefined) return {};
  const { required, copies, distinct } = field;
  return {
    ...(required === undefined ? {} : { required }),
    ...(copies === undefined ? {} : { copies }),
    ...(distinct === undefined ? {} : { distinct }),
  };
};

const onlyCopies = (
  { eventType = '' }: EventAction,
  used: readonly Field[],
): NonNullable<FieldSpec['only']> => {
  const names = used.flatMap(repeatsOf);
  const have = names.length === 0 ? 'no attributes' : `no attributes except ${joinWords(names)}`;
  return { names, otherwise: `cannot be sent with "${eventType}", which has ${have}. Remove it.` };
};
