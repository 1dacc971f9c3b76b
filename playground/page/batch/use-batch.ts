import { useEffect, useState } from 'preact/hooks';
import type { FormField } from '../../api.ts';
import { type AuthData, api } from '../api-client.ts';
import type { FormValues } from '../form/values.ts';
import { attributeNames, guessTargets, type RowsAction, retarget, type Target } from './columns.ts';
import { readCsv, type Table } from './csv.ts';

/** A table and what its columns become, or why it could not be read. */
export interface Batch {
  readonly table: Table | null;
  /** Where the table comes from, such as the name of a file. */
  readonly source: string;
  readonly error: string | null;
  readonly targets: readonly Target[];
  /** The form, including the columns added for attributes. */
  readonly fields: readonly FormField[];
  /** The form's column key for each attribute name; updated with {@link fields}. */
  readonly attributeKeys: ReadonlyMap<string, string>;
  /** True once the form has a column for every attribute. */
  readonly isReady: boolean;
  readonly options: FormValues;
  readonly load: (source: string, text: string) => void;
  readonly use: (source: string, table: Table) => void;
  readonly retarget: (index: number, target: Target) => void;
  readonly setOptions: (change: (options: FormValues) => FormValues) => void;
  readonly reset: () => void;
}

/** The columns that the form added for attributes: their labels are the names of the attributes. */
const addedColumns = (fields: readonly FormField[], action: RowsAction, names: readonly string[]) => {
  const declared = new Set(action.rows.children?.map(({ key }) => key));
  const columns = fields.find(({ key }) => key === action.rows.key)?.children ?? [];
  const added = columns.filter(({ key }) => !declared.has(key));
  return new Map(
    names.flatMap((name) => {
      const column = added.find(({ label }) => label === name);
      return column ? [[name, column.key] as const] : [];
    }),
  );
};

/** The state of the batch that the visitor prepares. */
export const useBatch = (action: RowsAction | undefined, authData: AuthData): Batch => {
  const [table, setTable] = useState<Table | null>(null);
  const [source, setSource] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [targets, setTargets] = useState<readonly Target[]>([]);
  const [fields, setFields] = useState<readonly FormField[]>(action?.operation.fields ?? []);
  const [options, setOptions] = useState<FormValues>({});
  const names = table ? attributeNames(table.header, targets) : [];
  const attributeKeys = action ? addedColumns(fields, action, names) : new Map<string, string>();
  const namesKey = JSON.stringify(names);

  // The columns depend on the names only.
  useEffect(() => {
    if (action === undefined || names.length === 0) return;
    let isStale = false;
    const request = {
      operation: action.operation.key,
      authData,
      inputData: { [action.names.key]: names },
    };
    api.form(request).then(
      (updated) => {
        if (!isStale) setFields(updated);
      },
      () => setError('The form for these columns could not be loaded. Is the playground still running?'),
    );
    return () => {
      isStale = true;
    };
  }, [namesKey, action]);

  const use = (from: string, used: Table): void => {
    setSource(from);
    setTable(used);
    setError(null);
    setTargets(guessTargets(used.header, action?.rows.children ?? []));
  };

  return {
    table,
    source,
    error,
    targets,
    fields,
    attributeKeys,
    isReady: names.every((name) => attributeKeys.has(name)),
    options,
    use,
    load: (from, text) => {
      const reading = readCsv(text);
      if (reading.ok) use(from, reading.table);
      else setError(`${from}: ${reading.error}`);
    },
    retarget: (index, target) => setTargets(retarget(table?.header ?? [], targets, index, target)),
    setOptions,
    reset: () => {
      setTable(null);
      setError(null);
    },
  };
};
