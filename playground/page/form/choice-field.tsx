import type { FormField } from '../../api.ts';
import { FieldHelp, FieldLabel } from './field-label.tsx';
import type { FieldValue } from './values.ts';

interface ChoiceFieldProps {
  readonly field: FormField;
  readonly id: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly describedBy?: string | undefined;
}

/** One of several choices; blank means the default. */
export const ChoiceField = ({ field, id, text, onText, describedBy }: ChoiceFieldProps) => {
  const choices = field.choices ?? [];
  const preset = choices.find(({ value }) => value === field.default);
  const others = choices.filter((choice) => choice !== preset);
  const isOther = text !== '' && !choices.some(({ value }) => value === text);
  return (
    <select
      class="input"
      id={id}
      value={text === field.default ? '' : text}
      aria-describedby={describedBy}
      onChange={(event) => onText(event.currentTarget.value)}
    >
      <option value="">{preset ? `${preset.label} (default)` : 'Nothing chosen'}</option>
      {others.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
      {isOther && <option value={text}>{text}</option>}
    </select>
  );
};

interface ChoicesFieldProps {
  readonly field: FormField;
  readonly id: string;
  readonly value: Extract<FieldValue, { readonly kind: 'choices' }>;
  readonly onValue: (value: FieldValue) => void;
}

/** Any number of the choices. */
export const ChoicesField = ({ field, id, value: { chosen }, onValue }: ChoicesFieldProps) => {
  const choose = (value: string, isOn: boolean): void =>
    onValue({
      kind: 'choices',
      chosen: isOn ? [...chosen, value] : chosen.filter((other) => other !== value),
    });
  return (
    <fieldset class="field" aria-describedby={field.helpText && `${id}-help`}>
      <legend>
        <FieldLabel field={field} />
      </legend>
      <div class="checks">
        {field.choices?.map(({ value, label }) => (
          <label key={value} class="check">
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={(event) => choose(value, event.currentTarget.checked)}
            />
            {label}
          </label>
        ))}
      </div>
      <FieldHelp field={field} id={id} />
    </fieldset>
  );
};
