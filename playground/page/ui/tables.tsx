import type { ComponentChildren } from 'preact';

interface ScrollAreaProps {
  readonly label: string;
  /** Also limits the height. */
  readonly short?: boolean;
  readonly children: ComponentChildren;
}

/** Makes content that is too wide for its column scroll, by keyboard too. */
export const ScrollArea = ({ label, short, children }: ScrollAreaProps) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset is for inputs.
  <div
    role="group"
    class={short ? 'scroll-area short' : 'scroll-area'}
    aria-label={label}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard.
    tabIndex={0}
  >
    {children}
  </div>
);

interface DataTableProps {
  readonly label: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** The number of all rows, if `rows` has only the first ones. */
  readonly total?: number;
  readonly short?: boolean;
  /** Fixed widths for names and values, with types or without. Absent: as the content needs. */
  readonly widths?: 'pairs' | 'typed';
}

/** A table with a heading for each column. */
export const DataTable = ({
  label,
  header,
  rows,
  total = rows.length,
  short = false,
  widths,
}: DataTableProps) => (
  <>
    <ScrollArea label={label} short={short}>
      <table class={widths ? `data ${widths}` : 'data'}>
        <caption class="visually-hidden">{label}</caption>
        <thead>
          <tr>
            {header.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) => (
                <td key={header[column]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
    {total > rows.length && (
      <p class="more">
        The first {rows.length.toLocaleString('en')} of {total.toLocaleString('en')}.
      </p>
    )}
  </>
);
