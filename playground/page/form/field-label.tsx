import type { FormField } from '../../api.ts';
import { Inline } from '../ui/markdown.tsx';
import { controlOf } from './values.ts';

/** The format of a value, where the label does not say it. */
const HINTS: Partial<Record<ReturnType<typeof controlOf>, string>> = {
  json: 'JSON',
};

interface FieldLabelProps {
  readonly field: FormField;
  /** The id of the input; absent in a legend, which refers to its fieldset. */
  readonly id?: string;
}

/** What stands above a field: its label, whether it is required, and its format. Screen readers get the label only. */
export const FieldLabel = ({ field, id }: FieldLabelProps) => {
  const hint = HINTS[controlOf(field)];
  const name = field.label ?? field.key;
  return (
    <span class="label-line">
      {id === undefined ? (
        <span class="label">{name}</span>
      ) : (
        <label class="label" for={id}>
          {name}
        </label>
      )}
      {field.required && (
        <span class="tag required" aria-hidden="true">
          required
        </span>
      )}
      {hint && (
        <span class="tag" aria-hidden="true">
          {hint}
        </span>
      )}
    </span>
  );
};

/** The help below a field; inputs refer to it as `ID-help`. */
export const FieldHelp = ({ field, id }: { readonly field: FormField; readonly id: string }) =>
  field.helpText ? (
    <p class="help" id={`${id}-help`}>
      <Inline text={field.helpText} />
    </p>
  ) : null;
