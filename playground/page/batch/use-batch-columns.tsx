import { useState } from 'preact/hooks';
import type { JsonObject } from '../../../src/lib/json.ts';
import { toInputData } from '../form/values.ts';
import { useRun } from '../run/use-run.ts';
import type { ColumnKey, Shared } from '../shared.ts';
import type { Column } from '../ui/columns.tsx';
import { BatchPane } from './batch-pane.tsx';
import { BatchRunPane, SendButton } from './batch-run-pane.tsx';
import { attributeNames, type RowsAction, toLineItems } from './columns.ts';
import { useBatch } from './use-batch.ts';

/** The columns for sending many rows; null if no action takes rows. */
export const useBatchColumns = (
  shared: Shared,
  action: RowsAction | undefined,
): Column<ColumnKey>[] | null => {
  const { app, connection, live, timezone } = shared;
  const { authData } = connection;
  const batch = useBatch(action, authData);
  const { run, start } = useRun();
  const arrived = (live.state?.stored ?? 0) + (live.state?.duplicates ?? 0);
  const [before, setBefore] = useState(arrived);
  if (action === undefined) return null;

  const send = (): void => {
    const { table, targets, attributeKeys, options, fields } = batch;
    if (table === null) return;
    shared.onColumn('run');
    setBefore(arrived);
    const inputData: JsonObject = {
      ...toInputData(options, action.options),
      [action.names.key]: attributeNames(table.header, targets),
      [action.rows.key]: toLineItems(table, targets, attributeKeys),
    };
    void start({
      operation: action.operation,
      fields,
      scenario: null,
      request: { authData, inputData, timezone },
      withMake: false,
    });
  };

  const sendButton = () => <SendButton batch={batch} run={run} onSend={send} />;

  return [
    {
      key: 'step',
      title: 'Rows',
      note: 'What you import',
      content: () => <BatchPane app={app} action={action} connection={connection} batch={batch} />,
      next: sendButton,
    },
    {
      key: 'run',
      title: 'Run',
      note: 'What it does',
      content: () => <BatchRunPane batch={batch} run={run} arrived={arrived - before} />,
      action: sendButton,
    },
  ];
};
