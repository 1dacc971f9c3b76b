import { useState } from 'preact/hooks';

interface PasswordInputProps {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly required?: boolean | undefined;
  readonly describedBy?: string | undefined;
}

/** A secret, hidden until the visitor shows it. */
export const PasswordInput = ({ id, name, text, onText, required, describedBy }: PasswordInputProps) => {
  const [shown, setShown] = useState(false);
  const shared = {
    id,
    class: 'input',
    value: text,
    'aria-required': required || undefined,
    'aria-describedby': describedBy,
    autocomplete: 'off',
    spellcheck: false,
    onInput: (event: { readonly currentTarget: { readonly value: string } }) =>
      onText(event.currentTarget.value),
  } as const;
  return (
    <div class="with-button">
      {shown ? <input type="text" {...shared} /> : <input type="password" {...shared} />}
      <button
        type="button"
        class="button"
        aria-pressed={shown}
        aria-label={`Show ${name}`}
        onClick={() => setShown(!shown)}
      >
        {shown ? 'Hide' : 'Show'}
      </button>
    </div>
  );
};
