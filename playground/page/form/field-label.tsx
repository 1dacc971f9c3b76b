import type { FormField } from '../../api.ts';
import { Inline } from '../ui/markdown.tsx';
import { controlOf } from './values.ts';

/** What a value has to look like, where the label alone does not say. */
const HINTS: Partial<Record<ReturnType<typeof controlOf>, string>> = {
  date: 'date and time',
  json: 'JSON',
};

interface FieldLabelProps {
  readonly field: FormField;
  /** The id of the input; absent in a legend, which needs no reference. */
  readonly id?: string;
}

/** The words above a field: label, whether it is required, what it takes. Only the label names the input. */
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
