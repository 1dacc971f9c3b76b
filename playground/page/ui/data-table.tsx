import type { ComponentChildren } from 'preact';
import { ScrollArea } from './scroll-area.tsx';

interface DataTableProps {
  readonly label: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** Rows there are; those beyond the given ones are counted below the table. */
  readonly total?: number;
  readonly short?: boolean;
  /** Gives the columns their widths: names and values, with types or without. Absent: as their content needs. */
  readonly widths?: 'pairs' | 'typed';
}

/** A plain table with a heading for each column. */
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
