import type { FormField } from '../../api.ts';
import { FieldHelp, FieldLabel } from './field-label.tsx';
import type { TriggerStep } from './references.ts';
import { AddButton, RemoveButton, useRowFocus } from './row-controls.tsx';
import { TemplateInput } from './template-input.tsx';
import { type FieldValue, type Item, newItem } from './values.ts';

interface ListFieldProps {
  readonly field: FormField;
  readonly id: string;
  readonly value: Extract<FieldValue, { readonly kind: 'list' }>;
  readonly onValue: (value: FieldValue) => void;
  readonly step: TriggerStep | undefined;
}

/** Several values, one a row. */
export const ListField = ({ field, id, value: { items }, onValue, step }: ListFieldProps) => {
  const focus = useRowFocus(items.length);
  const name = field.label ?? field.key;
  const set = (changed: readonly Item[]): void => onValue({ kind: 'list', items: changed });

  return (
    <fieldset class="field" ref={focus.around} aria-describedby={field.helpText && `${id}-help`}>
      <legend>
        <FieldLabel field={field} />
      </legend>
      {items.map((item, index) => (
        <div key={item.id} class="entry one" data-row>
          <TemplateInput
            id={`${id}-${item.id}`}
            name={`${name} ${index + 1}`}
            ariaLabel={`${name} ${index + 1}`}
            text={item.text}
            placeholder={field.placeholder}
            onText={(text) => set(items.map((other) => (other === item ? { ...item, text } : other)))}
            step={step}
          />
          <RemoveButton
            label={`Remove ${item.text || `row ${index + 1}`} from ${name}`}
            onClick={() => {
              focus.removed(index);
              set(items.filter((other) => other !== item));
            }}
          />
        </div>
      ))}
      <AddButton
        label={`Add a row to ${name}`}
        onClick={() => {
          focus.added();
          set([...items, newItem()]);
        }}
      />
      <FieldHelp field={field} id={id} />
    </fieldset>
  );
};
