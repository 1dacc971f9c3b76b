import { useState } from 'preact/hooks';
import type { FormField, FormGroup } from '../../api.ts';
import { count } from '../ui/words.ts';
import { Field } from './field.tsx';
import type { TriggerStep } from './references.ts';
import { type FieldValue, type FormValues, isTouched } from './values.ts';

interface FormProps {
  /** Unique on the page. */
  readonly id: string;
  readonly fields: readonly FormField[];
  readonly groups: readonly FormGroup[];
  readonly values: FormValues;
  readonly onValue: (key: string, value: FieldValue) => void;
  readonly step?: TriggerStep | undefined;
}

/** How many sections are open before anybody has filled anything in. */
const OPEN_SECTIONS = 2;

/** A compiled form: fields without a group, then each group as a section, required fields first. */
export const Form = ({ id, fields, groups, values, onValue, step }: FormProps) => {
  const shared = { id, values, onValue, step };
  const known = new Set(groups.map(({ key }) => key));
  const loose = fields.filter(({ group }) => group === undefined || !known.has(group));
  const sections = groups
    .map((group) => ({ group, fields: fields.filter((field) => field.group === group.key) }))
    .filter((section) => section.fields.length > 0);
  return (
    <div class="form">
      {loose.length > 0 && <Fields fields={loose} {...shared} />}
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

/** A section that opens and closes. One that has content opens by itself, until somebody closes it. */
const Section = ({ label, isOpen, ...shared }: SectionProps) => {
  const filled = shared.fields.filter((field) => isTouched(shared.values[field.key], field)).length;
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
