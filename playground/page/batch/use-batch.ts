import { useEffect, useState } from 'preact/hooks';
import type { FormField } from '../../api.ts';
import { type AuthData, api } from '../api-client.ts';
import type { FormValues } from '../form/values.ts';
import { attributeNames, guessTargets, type RowsAction, retarget, type Target } from './columns.ts';
import { readCsv, type Table } from './csv.ts';

/** A table with what becomes of its columns, or why there is none. */
export interface Batch {
  readonly table: Table | null;
  /** What the table is called: a file's name. */
  readonly source: string;
  readonly problem: string | null;
  readonly targets: readonly Target[];
  /** The form with the columns that the attributes add. */
  readonly fields: readonly FormField[];
  /** The keys of the row's columns by attribute; follows {@link fields}. */
  readonly attributeKeys: ReadonlyMap<string, string>;
  /** True once every attribute has its column. */
  readonly isReady: boolean;
  readonly options: FormValues;
  readonly load: (source: string, text: string) => void;
  readonly take: (source: string, table: Table) => void;
  readonly retarget: (index: number, target: Target) => void;
  readonly setOptions: (change: (options: FormValues) => FormValues) => void;
  readonly forget: () => void;
}

/** The form's columns that the attributes added: those whose label is an attribute's name. */
const addedColumns = (fields: readonly FormField[], action: RowsAction, names: readonly string[]) => {
  const usual = new Set(action.rows.children?.map(({ key }) => key));
  const columns = fields.find(({ key }) => key === action.rows.key)?.children ?? [];
  const added = columns.filter(({ key }) => !usual.has(key));
  return new Map(
    names.flatMap((name) => {
      const column = added.find(({ label }) => label === name);
      return column ? [[name, column.key] as const] : [];
    }),
  );
};

/** A batch that is being put together. */
export const useBatch = (action: RowsAction | undefined, authData: AuthData): Batch => {
  const [table, setTable] = useState<Table | null>(null);
  const [source, setSource] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [targets, setTargets] = useState<readonly Target[]>([]);
  const [fields, setFields] = useState<readonly FormField[]>(action?.operation.fields ?? []);
  const [options, setOptions] = useState<FormValues>({});
  const names = table ? attributeNames(table.header, targets) : [];
  const attributeKeys = action ? addedColumns(fields, action, names) : new Map<string, string>();
  const asked = JSON.stringify(names);

  // Only the names decide on the columns.
  useEffect(() => {
    if (action === undefined || names.length === 0) return;
    let isLate = false;
    const request = {
      operation: action.operation.key,
      authData,
      inputData: { [action.names.key]: names },
    };
    api.form(request).then(
      (asked) => {
        if (!isLate) setFields(asked);
      },
      () => setProblem('The form for these columns cannot be had. Is the playground still running?'),
    );
    return () => {
      isLate = true;
    };
  }, [asked, action]);

  const take = (from: string, taken: Table): void => {
    setSource(from);
    setTable(taken);
    setProblem(null);
    setTargets(guessTargets(taken.header, action?.rows.children ?? []));
  };

  return {
    table,
    source,
    problem,
    targets,
    fields,
    attributeKeys,
    isReady: names.every((name) => attributeKeys.has(name)),
    options,
    take,
    load: (from, text) => {
      const reading = readCsv(text);
      if (reading.ok) take(from, reading.table);
      else setProblem(`${from}: ${reading.problem}`);
    },
    retarget: (index, target) => setTargets(retarget(targets, index, target)),
    setOptions,
    forget: () => {
      setTable(null);
      setProblem(null);
    },
  };
};
