import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';
import { FieldPicker } from './field-picker.tsx';
import { describeReference, hasReference, partsOf, type TriggerStep, toReference } from './references.ts';

interface TemplateInputProps {
  readonly id: string;
  /** The name of the field, for the button that inserts into it. */
  readonly name: string;
  /** For inputs without a `<label>`. */
  readonly ariaLabel?: string | undefined;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Undefined: there is nothing to map from. */
  readonly step: TriggerStep | undefined;
  readonly describedBy?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly required?: boolean | undefined;
  readonly isInvalid?: boolean | undefined;
  /** Several lines, in a monospaced font. */
  readonly multiline?: boolean | undefined;
}

/**
 * A value that mixes text and references. It is a plain input with `{{...}}`, covered by pills while it has no focus. A
 * button inserts a field of the trigger step at the caret.
 */
export const TemplateInput = (props: TemplateInputProps) => {
  const { id, name, text, onText, step, placeholder, multiline = false } = props;
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const caret = useRef<number | null>(null);
  const [focused, setFocused] = useState(false);
  const [picking, setPicking] = useState(false);
  const baseId = useId();
  const mapped = step !== undefined && hasReference(text);

  const close = (): void => {
    setPicking(false);
    button.current?.focus();
  };

  const insert = (path: string): void => {
    const at = input.current?.selectionStart ?? text.length;
    const end = input.current?.selectionEnd ?? at;
    const reference = toReference(path);
    caret.current = at + reference.length;
    onText(text.slice(0, at) + reference + text.slice(end));
    setPicking(false);
  };

  // Puts the caret behind inserted text once it is rendered.
  useLayoutEffect(() => {
    const at = caret.current;
    if (at === null) return;
    caret.current = null;
    input.current?.focus();
    input.current?.setSelectionRange(at, at);
  });

  const shared = {
    id,
    ref: input,
    value: text,
    placeholder,
    'aria-label': props.ariaLabel,
    'aria-required': props.required || undefined,
    'aria-invalid': props.isInvalid || undefined,
    'aria-describedby':
      [props.describedBy, mapped ? `${baseId}-refs` : undefined].filter(Boolean).join(' ') || undefined,
    spellcheck: false,
    autocomplete: 'off',
    onInput: (event: { readonly currentTarget: { readonly value: string } }) =>
      onText(event.currentTarget.value),
    onFocus: () => setFocused(true),
    onBlur: () => setFocused(false),
  } as const;

  return (
    <div
      class="template"
      onFocusOut={(event) => {
        const to = event.relatedTarget;
        if (to instanceof Node && !event.currentTarget.contains(to)) setPicking(false);
      }}
    >
      <div class={step ? 'template-box has-picker' : 'template-box'}>
        {multiline ? (
          <textarea class="input code" rows={Math.min(8, Math.max(3, text.split('\n').length))} {...shared} />
        ) : (
          <input class="input" type="text" {...shared} />
        )}
        {mapped && !focused && !multiline && (
          <div class="template-cover" aria-hidden="true">
            <Parts text={text} step={step} />
          </div>
        )}
        {step && (
          <button
            ref={button}
            type="button"
            class="template-insert"
            aria-label={`Insert a field into ${name}`}
            title="Insert a field"
            aria-expanded={picking}
            aria-controls={picking ? `${baseId}-picker` : undefined}
            onClick={() => setPicking(!picking)}
          >
            <Icon name="add" />
          </button>
        )}
      </div>
      {mapped && multiline && (
        <p class="template-below" aria-hidden="true">
          <Parts text={text} step={step} referencesOnly />
        </p>
      )}
      {mapped && (
        <span class="visually-hidden" id={`${baseId}-refs`}>
          {describeParts(text, step)}
        </span>
      )}
      {picking && step && <FieldPicker id={`${baseId}-picker`} step={step} onPick={insert} onClose={close} />}
    </div>
  );
};

interface PartsProps {
  readonly text: string;
  readonly step: TriggerStep;
  readonly referencesOnly?: boolean;
}

const Parts = ({ text, step, referencesOnly = false }: PartsProps) => (
  <>
    {partsOf(text).map((part, index) => {
      const key = `${index}-${part.kind}`;
      if (part.kind === 'reference') return <Pill key={key} path={part.path} step={step} />;
      return referencesOnly ? null : (
        <span key={key} class="template-text">
          {part.text}
        </span>
      );
    })}
  </>
);

/** `Contains Amount (2900 in the sample).` */
const describeParts = (text: string, step: TriggerStep): string => {
  const named = partsOf(text).flatMap((part) => {
    if (part.kind === 'text') return [];
    const { label, value } = describeReference(part.path, step);
    return [`${label} (${value === null ? 'not in the sample' : `${value} in the sample`})`];
  });
  return `Contains ${named.join(', ')}.`;
};

/** A reference as Zapier shows it: the label of the field, and its value in the sample. */
const Pill = ({ path, step }: { readonly path: string; readonly step: TriggerStep }) => {
  const { label, value } = describeReference(path, step);
  return (
    <span class={value === null ? 'pill lost' : 'pill'}>
      <span class="pill-label">{label}</span>
      <span class="pill-value">{value ?? 'not in the sample'}</span>
    </span>
  );
};
