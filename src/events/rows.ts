import type { EventAction } from '../actions/action.ts';
import { TRACK_EVENT } from '../actions/track-event.ts';
import { BATCH_FIELDS } from '../fields/batch.ts';
import { type Field, isSent } from '../fields/field.ts';
import { fieldsOf } from '../fields/index.ts';
import { fromEntries, type Json, type JsonObject } from '../lib/json.ts';
import { type Checked, Invalid, type Issue } from '../lib/validation.ts';
import { type Built, buildEvent } from './build.ts';
import { COLUMN_PREFIX } from './columns.ts';
import { candidateNamed, candidatesFrom, checkKeys, withKeyIssues } from './names.ts';
import type { EventPlan } from './plan.ts';
import { buildRawEvent, isRawEvent } from './raw.ts';
import { ATTRIBUTES, repeatMover } from './repeats.ts';
import { hiddenFields, underRules } from './row-rules.ts';
import type { Input } from './settings.ts';

/** What all rows of a batch are built with. */
export type RowPlan = Omit<EventPlan, 'fields' | 'labelOf' | 'needs' | 'personReason'>;
/** Builds the event of a row, which has to follow the rules of an action. */
export type BuildRow = (row: JsonObject, action: EventAction) => Checked<Built>;

/** Makes something once for each action whose rules apply to a row. */
const perAction = <T>(make: (action: EventAction) => T): ((action: EventAction) => T) => {
  const made = new Map<EventAction, T>();
  return (action) => {
    const known = made.get(action) ?? make(action);
    made.set(action, known);
    return known;
  };
};

const planOf = (action: EventAction, fields: readonly Field[], plan: RowPlan): Omit<EventPlan, 'labelOf'> => {
  const { needs, personReason } = action;
  return { ...plan, needs, personReason, fields: underRules(action, fields) };
};

/** Builds the events of rows whose attributes may repeat a field. */
const builderOf = (plan: EventPlan, hidden?: ReadonlySet<string>): ((row: Input) => Checked<Built>) => {
  const move = repeatMover(plan, hidden);
  return (row) => {
    const { input, notes } = move(row);
    const built = buildEvent(input, plan);
    if ('issues' in built || notes.length === 0) return built;
    return { value: { ...built.value, notes: [...notes, ...built.value.notes] } };
  };
};

/** Line items are typed like the inputs of an action. `attributes` are the names of attributes by the key of their column. */
export const lineItemBuilder = (plan: RowPlan, attributes: ReadonlyMap<string, string>): BuildRow => {
  const { attributes: json, attribute_names: names, events } = BATCH_FIELDS;
  // The columns of attributes are read before the JSON attributes, so that JSON wins where both have a name.
  const fields = fieldsOf(['event_attributes', ...events.columns]);
  const keys = new Set<string>([...events.columns, ...attributes.keys()]);
  const builderFor = perAction((action) => {
    const hidden = hiddenFields(action, keys);
    const eventPlan: EventPlan = {
      ...planOf(action, [...fields, ...hidden], plan),
      labelOf: ({ label }) => label,
    };
    return builderOf(eventPlan, new Set(hidden.map(({ key }) => key)));
  });
  const columnCandidates = [
    ...[...attributes].map(([key, name]) => candidateNamed(key, [name, `${COLUMN_PREFIX}${name}`])),
    ...candidatesFrom(fieldsOf(events.columns), ({ key }) => key),
  ];
  const ours = new Set(ourFields(TRACK_EVENT).map(({ key }) => key));
  const words = {
    what: `a column of ${events.label}`,
    candidates: () => columnCandidates,
    otherwise: (key: string) => {
      if (key.startsWith(COLUMN_PREFIX))
        return `Its name is no longer in ${names.label}: add it there, or clear the column.`;
      return ours.has(key)
        ? `Use it in ${BATCH_FIELDS.events_json.label}.`
        : `Put it into ${json.label}, or add its name to ${names.label}.`;
    },
  };
  return (row, action) => {
    const issues = [...checkKeys(row, keys, words), ...missingColumns(action, keys)];
    const input = { ...row, event_attributes: attributesIn(row, attributes) };
    return withKeyIssues(issues, builderFor(action)(input));
  };
};

/** Issues for what an action requires and no column contains. */
const missingColumns = ({ fields, zapier }: EventAction, keys: ReadonlySet<string>): Issue[] =>
  fieldsOf(fields)
    .filter(({ key, required }) => required && !keys.has(key))
    .map(({ label }) => ({
      label,
      invalid: new Invalid(
        `required, but ${BATCH_FIELDS.events.label} has no column for it. Use ${BATCH_FIELDS.events_json.label} or the action ${zapier.label}.`,
      ),
    }));

/** A row may have far fewer columns than there are names. */
const attributesIn = (row: JsonObject, attributes: ReadonlyMap<string, string>): JsonObject =>
  fromEntries(
    Object.keys(row).flatMap((key): [string, Json][] => {
      const name = attributes.get(key);
      return name === undefined ? [] : [[name, row[key] ?? null]];
    }),
  );

/** Items of Events (JSON) keep their types: they are in the API's own shape, or have our keys. */
export const jsonBuilder = (plan: RowPlan): BuildRow => {
  const rawPlan = perAction(
    (action): EventPlan => ({
      ...planOf(action, ourFields(TRACK_EVENT), plan),
      labelOf: ({ path = '' }) => path,
    }),
  );
  const ours = perAction((action) => {
    const fields = ourFields(action);
    const candidates = candidatesFrom(fields, ({ key }) => key);
    const eventPlan: EventPlan = { ...planOf(action, fields, plan), labelOf: ({ key }) => key };
    return { keys: new Set(fields.map(({ key }) => key)), candidates, build: builderOf(eventPlan) };
  });
  return (item, action) => {
    if (isRawEvent(item)) return buildRawEvent(item, rawPlan(action));
    const { keys, candidates, build } = ours(action);
    const issues = checkKeys(item, keys, {
      what: 'the name of a field',
      candidates: () => candidates,
      otherwise: () => `Put attributes into ${ATTRIBUTES}.`,
    });
    return withKeyIssues(issues, build(item));
  };
};

/** The fields whose keys an item may have: those of Track Event, and what the action that sends events of its type adds. */
const ourFields = (action: EventAction): Field[] => {
  const fields = [...fieldsOf(TRACK_EVENT.fields), ...fieldsOf(action.fields), BATCH_FIELDS.attributes];
  return [...new Map<string, Field>(fields.filter(isSent).map((field) => [field.key, field])).values()];
};
