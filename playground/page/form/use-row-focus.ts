import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Moves the focus along when rows come and go, so that a keyboard never loses its place. */
export interface RowFocus {
  /** Goes on the element around all rows and the button that adds one. */
  readonly around: RefObject<HTMLFieldSetElement | null>;
  /** Call before adding a row: its first input gets the focus. */
  readonly added: () => void;
  /** Call before removing a row: the next row's first input gets the focus, else the button that adds one. */
  readonly removed: (index: number) => void;
}

/** Rows carry `data-row`, the button that adds one `data-add`. */
export const useRowFocus = (rowCount: number): RowFocus => {
  const around = useRef<HTMLFieldSetElement>(null);
  const wanted = useRef<number | null>(null);

  // Runs when the rows have changed, not when the wish is made.
  // The number of rows is what tells.
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const rows = around.current?.querySelectorAll('[data-row]') ?? [];
    const index = Math.min(wanted.current, rows.length - 1);
    wanted.current = null;
    const target =
      rows[index]?.querySelector('input, textarea') ?? around.current?.querySelector('[data-add]');
    if (target instanceof HTMLElement) target.focus();
  }, [rowCount]);

  return {
    around,
    added: () => {
      wanted.current = rowCount;
    },
    removed: (index) => {
      wanted.current = index;
    },
  };
};
