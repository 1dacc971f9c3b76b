import type { FormField } from '../../api.ts';
import { ChoiceField, ChoicesField } from './choice-field.tsx';
import { DictionaryField } from './dictionary-field.tsx';
import { FieldHelp, FieldLabel } from './field-label.tsx';
import { jsonError } from './json-check.ts';
import { ListField } from './list-field.tsx';
import { PasswordInput } from './password-input.tsx';
import type { TriggerStep } from './references.ts';
import { RowsField } from './rows-field.tsx';
import { TemplateInput } from './template-input.tsx';
import { blankValue, controlOf, type FieldValue } from './values.ts';

/** The props of every kind of field. */
interface FieldProps {
  readonly field: FormField;
  /** Unique on the page: the prefix of the ids of inputs. */
  readonly id: string;
  readonly value: FieldValue | undefined;
  readonly onValue: (value: FieldValue) => void;
  readonly step?: TriggerStep | undefined;
}

/** A field of a compiled form: label, input and help. */
export const Field = (props: FieldProps) => {
  const { field, id, onValue, step } = props;
  const value = props.value ?? blankValue(field);
  switch (value.kind) {
    case 'choices':
      return <ChoicesField field={field} id={id} value={value} onValue={onValue} />;
    case 'list':
      return <ListField field={field} id={id} value={value} onValue={onValue} step={step} />;
    case 'dictionary':
      return <DictionaryField field={field} id={id} value={value} onValue={onValue} step={step} />;
    case 'rows':
      return <RowsField field={field} id={id} value={value} onValue={onValue} step={step} />;
    case 'text':
      return <TextField field={field} id={id} text={value.text} onValue={onValue} step={step} />;
  }
};

interface TextFieldProps extends Omit<FieldProps, 'value'> {
  readonly text: string;
}

const TextField = ({ field, id, text, onValue, step }: TextFieldProps) => {
  const control = controlOf(field);
  const error = control === 'json' ? jsonError(text) : undefined;
  const onText = (changed: string): void => onValue({ kind: 'text', text: changed });
  const describedBy =
    [field.helpText && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const name = field.label ?? field.key;

  return (
    <div class="field">
      <FieldLabel field={field} id={id} />
      {control === 'choice' && (
        <ChoiceField field={field} id={id} text={text} onText={onText} describedBy={describedBy} />
      )}
      {control === 'password' && (
        <PasswordInput
          id={id}
          name={name}
          text={text}
          onText={onText}
          required={field.required}
          describedBy={describedBy}
        />
      )}
      {control !== 'choice' && control !== 'password' && (
        <TemplateInput
          id={id}
          name={name}
          text={text}
          onText={onText}
          step={step}
          describedBy={describedBy}
          placeholder={field.placeholder}
          required={field.required}
          isInvalid={error !== undefined}
          multiline={control === 'json' || control === 'long_text'}
        />
      )}
      {error && (
        <p class="fault" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      <FieldHelp field={field} id={id} />
    </div>
  );
};
