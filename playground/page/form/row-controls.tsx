import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';

/** Adds a row. */
export const AddButton = ({ label, onClick }: { readonly label: string; readonly onClick: () => void }) => (
  <button type="button" class="button quiet small" data-add onClick={onClick}>
    <Icon name="add" />
    {label}
  </button>
);

/** Removes a row; `label` names the row for screen readers. */
export const RemoveButton = ({
  label,
  onClick,
}: {
  readonly label: string;
  readonly onClick: () => void;
}) => (
  <button type="button" class="button quiet icon-only" aria-label={label} title="Remove" onClick={onClick}>
    <Icon name="remove" />
  </button>
);

/** Moves the focus when rows are added and removed, so that keyboard users keep their place. */
interface RowFocus {
  /** For the element around all rows and the button that adds one. */
  readonly around: RefObject<HTMLFieldSetElement | null>;
  /** To call before adding a row: its first input gets the focus. */
  readonly added: () => void;
  /** To call before removing a row: the next row's first input gets the focus, or else the button that adds one. */
  readonly removed: (index: number) => void;
}

/** Rows are found by `data-row`, the button that adds one by `data-add`. */
export const useRowFocus = (rowCount: number): RowFocus => {
  const around = useRef<HTMLFieldSetElement>(null);
  const requested = useRef<number | null>(null);

  // Only after the rows have changed is there something to focus.
  useLayoutEffect(() => {
    if (requested.current === null) return;
    const rows = around.current?.querySelectorAll('[data-row]') ?? [];
    const index = Math.min(requested.current, rows.length - 1);
    requested.current = null;
    const target =
      rows[index]?.querySelector('input, textarea') ?? around.current?.querySelector('[data-add]');
    if (target instanceof HTMLElement) target.focus();
  }, [rowCount]);

  return {
    around,
    added: () => {
      requested.current = rowCount;
    },
    removed: (index) => {
      requested.current = index;
    },
  };
};
