import { useState } from 'preact/hooks';
import type { FormField, FormGroup } from '../../api.ts';
import { count } from '../ui/format.ts';
import { Field } from './field.tsx';
import type { TriggerStep } from './references.ts';
import { type FieldValue, type FormValues, isFilledIn } from './values.ts';

interface FormProps {
  /** Unique on the page. */
  readonly id: string;
  readonly fields: readonly FormField[];
  readonly groups: readonly FormGroup[];
  readonly values: FormValues;
  readonly onValue: (key: string, value: FieldValue) => void;
  readonly step?: TriggerStep | undefined;
}

/** How many sections of a blank form are open. */
const OPEN_SECTIONS = 2;

/** A compiled form: fields without a group, then a section for each group. Required fields come first. */
export const Form = ({ id, fields, groups, values, onValue, step }: FormProps) => {
  const shared = { id, values, onValue, step };
  const known = new Set(groups.map(({ key }) => key));
  const ungrouped = fields.filter(({ group }) => group === undefined || !known.has(group));
  const sections = groups
    .map((group) => ({ group, fields: fields.filter((field) => field.group === group.key) }))
    .filter((section) => section.fields.length > 0);
  return (
    <div class="form">
      {ungrouped.length > 0 && <Fields fields={ungrouped} {...shared} />}
      <div class="sections">
        {sections.map((section, index) => (
          <Section
            key={section.group.key}
            label={section.group.label}
            fields={section.fields}
            isOpen={index < OPEN_SECTIONS}
            {...shared}
          />
        ))}
      </div>
    </div>
  );
};

type Shared = Omit<FormProps, 'groups'>;

const Fields = ({ id, fields, values, onValue, step }: Shared) => (
  <>
    {requiredFirst(fields).map((field) => (
      <Field
        key={field.key}
        field={field}
        id={`${id}-${field.key}`}
        value={values[field.key]}
        onValue={(value) => onValue(field.key, value)}
        step={step}
      />
    ))}
  </>
);

const requiredFirst = (fields: readonly FormField[]): FormField[] => [
  ...fields.filter(({ required }) => required),
  ...fields.filter(({ required }) => !required),
];

interface SectionProps extends Shared {
  readonly label: string;
  readonly isOpen: boolean;
}

/** A collapsible section. One with content is open until the visitor closes it. */
const Section = ({ label, isOpen, ...shared }: SectionProps) => {
  const filled = shared.fields.filter((field) => isFilledIn(shared.values[field.key], field)).length;
  const [chosen, setChosen] = useState<boolean>();
  const open = chosen ?? (isOpen || filled > 0);
  const panel = `${shared.id}-${shared.fields[0]?.group}`;
  return (
    <fieldset class="section">
      <legend class="section-legend">
        <button
          type="button"
          class="section-toggle"
          aria-expanded={open}
          aria-controls={panel}
          onClick={() => setChosen(!open)}
        >
          <span class="chevron" aria-hidden="true" />
          {label}
          <span class="section-count">
            {filled > 0
              ? `${filled} of ${shared.fields.length} filled in`
              : count(shared.fields.length, 'field')}
          </span>
        </button>
      </legend>
      <div id={panel} class="section-fields" hidden={!open}>
        <Fields {...shared} />
      </div>
    </fieldset>
  );
};
