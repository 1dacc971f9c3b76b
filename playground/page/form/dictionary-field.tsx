import type { FormField } from '../../api.ts';
import { FieldHelp, FieldLabel } from './field-label.tsx';
import type { TriggerStep } from './references.ts';
import { AddButton, RemoveButton, useRowFocus } from './row-controls.tsx';
import { TemplateInput } from './template-input.tsx';
import { type Entry, type FieldValue, newEntry, repeatedNames } from './values.ts';

interface DictionaryFieldProps {
  readonly field: FormField;
  readonly id: string;
  readonly value: Extract<FieldValue, { readonly kind: 'dictionary' }>;
  readonly onValue: (value: FieldValue) => void;
  readonly step: TriggerStep | undefined;
}

/** Names with values, one pair a row. */
export const DictionaryField = ({ field, id, value: { entries }, onValue, step }: DictionaryFieldProps) => {
  const focus = useRowFocus(entries.length);
  const name = field.label ?? field.key;
  const repeated = repeatedNames(entries);
  const set = (changed: readonly Entry[]): void => onValue({ kind: 'dictionary', entries: changed });
  const change = (id: string, part: Partial<Entry>): void =>
    set(entries.map((entry) => (entry.id === id ? { ...entry, ...part } : entry)));

  return (
    <fieldset class="field" ref={focus.around} aria-describedby={field.helpText && `${id}-help`}>
      <legend>
        <FieldLabel field={field} />
      </legend>
      {entries.length > 0 && (
        <div class="row-heads" aria-hidden="true">
          <span>Name</span>
          <span>Value</span>
        </div>
      )}
      {entries.map((entry, index) => (
        <div key={entry.id} class="entry" data-row>
          <input
            class="input"
            type="text"
            aria-label={`${name}, name ${index + 1}`}
            aria-invalid={repeated.includes(entry.name.trim()) || undefined}
            value={entry.name}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => change(entry.id, { name: event.currentTarget.value })}
          />
          <TemplateInput
            id={`${id}-${entry.id}`}
            name={`${name}, value ${index + 1}`}
            ariaLabel={`${name}, value ${index + 1}`}
            text={entry.text}
            onText={(text) => change(entry.id, { text })}
            step={step}
          />
          <RemoveButton
            label={`Remove ${entry.name || `row ${index + 1}`} from ${name}`}
            onClick={() => {
              focus.removed(index);
              set(entries.filter((other) => other !== entry));
            }}
          />
        </div>
      ))}
      {repeated.length > 0 && (
        <p class="fault" role="alert">
          {repeated.map((name) => `“${name}”`).join(', ')}: used twice. Only the last row is sent.
        </p>
      )}
      <AddButton
        label={`Add a row to ${name}`}
        onClick={() => {
          focus.added();
          set([...entries, newEntry()]);
        }}
      />
      <FieldHelp field={field} id={id} />
    </fieldset>
  );
};
