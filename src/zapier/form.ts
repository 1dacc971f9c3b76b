import type {
  Bundle,
  InputFieldGroup,
  PlainInputField,
  PlainOutputField,
  ZObject,
} from 'zapier-platform-core';
import type { Declaration } from '../actions/action.ts';
import { columnsOf } from '../events/columns.ts';
import { BATCH_FIELDS } from '../fields/batch.ts';
import { DETECTED, type Field, type FieldType, GROUPS, helpOn, requiredFirst } from '../fields/field.ts';
import { type FieldUse, fieldsOf } from '../fields/index.ts';
import type { Output } from '../lib/outputs.ts';

type FormFunction = (z: ZObject, bundle: Bundle) => PlainInputField[];

/** How Zapier takes each type of field. */
const SHAPES: Readonly<Record<FieldType, Partial<PlainInputField>>> = {
  text: { type: 'string' },
  id: { type: 'string' },
  email: { type: 'string' },
  name: { type: 'string' },
  // Not `number`: Zapier cannot read amounts in all the ways in which people write them.
  money: { type: 'string' },
  currency: { type: 'string' },
  ip_address: { type: 'string' },
  time_zone: { type: 'string' },
  // Not `datetime`: Zapier turns text that it cannot read into the time of the run, and cuts milliseconds.
  event_time: { type: 'string' },
  creation_time: { type: 'string' },
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
  ...(field.placeholder === undefined ? {} : { placeholder: field.placeholder }),
  ...(field.choices ? { choices: field.choices.map((choice) => ({ ...choice, sample: choice.value })) } : {}),
  ...(field.default === undefined ? {} : { default: field.default }),
  ...(field.altersForm ? { altersDynamicFields: true } : {}),
});

/** A column of the rows: like the field, but a row may lack what an action requires, and a form has no groups in rows. */
const toColumn = (field: Field): PlainInputField => {
  const { group: _group, required: _required, ...column } = toInputField(field);
  return column;
};

/** The rows with the columns that Extra Columns adds; asked for by Zapier whenever the names change. */
const rowsForm: FormFunction = (_z, bundle) => {
  const { key, label, group, columns } = BATCH_FIELDS.events;
  const attributeColumns = [...columnsOf(bundle.inputData ?? {})].map(([columnKey, name]) => ({
    key: columnKey,
    label: name,
    type: 'string' as const,
    helpText: `The attribute \`${name}\` of each event. ${DETECTED}`,
  }));
  return [{ key, label, group, children: [...fieldsOf(columns).map(toColumn), ...attributeColumns] }];
};

const toInputFields = (fields: readonly Field[]): (PlainInputField | FormFunction)[] =>
  requiredFirst(fields).map((field) => (field.type === 'rows' ? rowsForm : toInputField(field)));

/** The groups of some fields, in the order of first use. */
const toGroups = (fields: readonly Field[]): InputFieldGroup[] =>
  [...new Set(fields.map(({ group }) => group))].map((key) => ({ key, label: GROUPS[key] }));

/** A form in Zapier's terms, and its sections. */
const toForm = (uses: readonly FieldUse[]) => {
  const fields = fieldsOf(uses);
  return { inputFieldGroups: toGroups(fields), inputFields: toInputFields(fields) };
};

/** Outputs in Zapier's terms; members of an object become `object__member`. */
export const toOutputFields = (outputs: readonly Output[]): PlainOutputField[] =>
  outputs.flatMap((output): PlainOutputField[] => {
    const { key, label, type, list } = output;
    if (type !== 'object') return [{ key, label, type, ...(list ? { list } : {}) }];
    const children = toOutputFields(output.children);
    return list
      ? [{ key, label, children }]
      : children.map((child) => ({ ...child, key: `${key}__${child.key}` }));
  });

/** What an action or trigger has on Zapier, besides how it runs. */
export const toOperation = ({
  fields,
  outputs,
  sample,
}: Declaration & { readonly outputs: readonly Output[]; readonly sample: object }) => ({
  ...toForm(fields),
  outputFields: toOutputFields(outputs),
  sample: { ...sample },
});
