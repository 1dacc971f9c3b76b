import type {
  Bundle,
  Create,
  InputFieldGroup,
  PlainInputField,
  PlainOutputField,
  ZObject,
} from 'zapier-platform-core';
import type { Operation, Output } from '../actions/action.ts';
import { readSetting } from '../events/settings.ts';
import { ATTRIBUTE_COLUMN, BATCH_FIELDS } from '../fields/batch.ts';
import { type Field, type FieldType, GROUPS, type GroupKey, helpOn } from '../fields/field.ts';
import { FIELDS, type FieldKey, fieldsOf } from '../fields/index.ts';
import type { UserpilotOutputField } from '../userpilot/output.ts';

type FormFunction = (z: ZObject, bundle: Bundle) => PlainInputField[];

/** How Zapier takes each type of field. */
const SHAPES: Readonly<Record<FieldType, Partial<PlainInputField>>> = {
  text: { type: 'string' },
  event_time: { type: 'datetime' },
  creation_time: { type: 'datetime' },
  page_url: { type: 'string' },
  dictionary: { dict: true },
  json_object: { type: 'json', schema: { type: 'object' } },
  json_array: { type: 'json', schema: { type: 'array' } },
  choice: { type: 'string' },
  choices: { type: 'string', list: true },
  names: { type: 'string', list: true },
  // Line items have no shape but their columns.
  rows: {},
};

const toInputField = (field: Field): PlainInputField => ({
  key: field.key,
  label: field.label,
  helpText: helpOn('zapier', field),
  group: field.group,
  required: field.required === true,
  ...SHAPES[field.type],
  ...(field.placeholder === undefined || field.type === 'dictionary'
    ? {}
    : { placeholder: field.placeholder }),
  ...(field.choices ? { choices: field.choices.map((choice) => ({ ...choice, sample: choice.value })) } : {}),
  ...(field.default === undefined ? {} : { default: field.default }),
  ...(field.altersForm ? { altersDynamicFields: true } : {}),
});

/** A column of the rows: like the field, but a row may lack what an action requires, and a form has no groups in rows. */
const toColumn = (field: Field): PlainInputField => {
  const { group: _group, required: _required, ...column } = toInputField(field);
  return column;
};

/** The rows with the columns that Attribute Names adds; asked for by Zapier whenever the names change. */
const rowsForm: FormFunction = (_z, bundle) => {
  const { key, label, group, columns } = BATCH_FIELDS.events;
  const attributeColumns = attributeNamesIn(bundle).map((name) => ({
    key: `${ATTRIBUTE_COLUMN}${name}`,
    label: name,
    type: 'string' as const,
    helpText: `The attribute \`${name}\` of each event, typed like the values of a dictionary.`,
  }));
  return [{ key, label, group, children: [...fieldsOf(columns).map(toColumn), ...attributeColumns] }];
};

/** The names so far; none while they cannot be read, since a form has to be shown for them to be mended. */
const attributeNamesIn = (bundle: Bundle): string[] => {
  try {
    const plain = { clock: { now: 0 }, mode: 'text', textNames: new Set<string>() } as const;
    return (readSetting(bundle.inputData ?? {}, 'attribute_names', plain) as string[] | undefined) ?? [];
  } catch {
    return [];
  }
};

/** A form in Zapier's terms: what is required first, then in the order of the declaration. */
export const toInputFields = (keys: readonly FieldKey[]): (PlainInputField | FormFunction)[] => {
  const fields = fieldsOf(keys);
  const ordered = [
    ...fields.filter(({ required }) => required),
    ...fields.filter(({ required }) => !required),
  ];
  return ordered.map((field) => (field.type === 'rows' ? rowsForm : toInputField(field)));
};

/** The sections that a form needs. */
export const toGroups = (keys: readonly FieldKey[]): InputFieldGroup[] => {
  const used = new Set<GroupKey>(keys.map((key) => FIELDS[key].group));
  return (Object.keys(GROUPS) as GroupKey[])
    .filter((key) => used.has(key))
    .map((key) => ({ key, label: GROUPS[key] }));
};

/** An operation's outputs in Zapier's terms; members of an object become `object__member`. */
export const toOutputFields = (outputs: readonly (Output | UserpilotOutputField)[]): PlainOutputField[] =>
  outputs.flatMap((output): PlainOutputField[] => {
    const { key, label } = output;
    if (output.type === 'object') {
      return toOutputFields(output.children).map((child) => ({ ...child, key: `${key}__${child.key}` }));
    }
    if ('children' in output && output.children)
      return [{ key, label, children: toOutputFields(output.children) }];
    return [{ key, label, type: output.type, ...('list' in output && output.list ? { list: true } : {}) }];
  });

/** An action as Zapier's create. */
export const toCreate = <O extends Operation, R extends object>(
  operation: O,
  perform: (z: ZObject, bundle: Bundle) => Promise<R>,
) =>
  ({
    key: operation.key,
    noun: operation.noun,
    display: { ...operation.zapier },
    operation: {
      perform,
      inputFieldGroups: toGroups(operation.fields),
      inputFields: toInputFields(operation.fields),
      outputFields: toOutputFields(operation.outputs),
      sample: { ...operation.sample },
    },
  }) satisfies Create;
