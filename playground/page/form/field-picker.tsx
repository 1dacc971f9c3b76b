import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { sampleFields, shortText, type TriggerStep } from './references.ts';

interface FieldPickerProps {
  readonly id: string;
  readonly step: TriggerStep;
  readonly onPick: (path: string) => void;
  readonly onClose: () => void;
}

/** A list of the trigger step's fields, to insert one. Escape closes it. */
export const FieldPicker = ({ id, step, onPick, onClose }: FieldPickerProps) => {
  const [query, setQuery] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const fields = useMemo(() => sampleFields(step), [step]);
  const found = fields.filter(({ label, path }) =>
    `${label} ${path}`.toLowerCase().includes(query.trim().toLowerCase()),
  );
  useLayoutEffect(() => search.current?.focus(), []);

  return (
    <div
      class="picker"
      id={id}
      role="dialog"
      aria-label="Insert a field of the trigger step"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <input
        ref={search}
        class="input"
        type="search"
        aria-label="Find a field"
        placeholder="Find a field"
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      <ul class="picker-list">
        {found.map(({ path, label, value }) => (
          <li key={path}>
            <button type="button" class="picker-item" onClick={() => onPick(path)}>
              <span class="picker-label">{label}</span>
              <span class="picker-value">{shortText(value, 48)}</span>
            </button>
          </li>
        ))}
        {found.length === 0 && <li class="picker-none">No field in the sample matches.</li>}
      </ul>
    </div>
  );
};
