import { useState } from 'preact/hooks';
import type { JsonObject } from '../../src/lib/json.ts';
import type { AppDescription, Operation } from '../api.ts';
import { BatchPane } from './batch/batch-pane.tsx';
import { BatchRunPane, SendButton } from './batch/batch-run-pane.tsx';
import { attributeNames, type RowsAction, toLineItems } from './batch/columns.ts';
import { useBatch } from './batch/use-batch.ts';
import { ownTimezone, StepPane } from './form/step-pane.tsx';
import { type Connection, useConnection } from './form/use-connection.ts';
import { useStep } from './form/use-step.ts';
import { toInputData } from './form/values.ts';
import { HookPane } from './run/hook-pane.tsx';
import { RunButton, RunPane } from './run/run-pane.tsx';
import { useHook } from './run/use-hook.ts';
import { useRun } from './run/use-run.ts';
import { type Column, Columns } from './ui/columns.tsx';
import { Header, useView } from './ui/header.tsx';
import { type Live, UsermavenPane, useLive } from './usermaven/usermaven-pane.tsx';

type ColumnKey = 'step' | 'run' | 'usermaven';

interface PlaygroundProps {
  readonly app: AppDescription;
  /** The operation of a new step. */
  readonly first: Operation;
  /** The action that takes rows, if the app has one. */
  readonly rowsAction: RowsAction | undefined;
}

/** The page once the app is loaded. Both views share the connection and the local Usermaven. */
export const Playground = ({ app, first, rowsAction }: PlaygroundProps) => {
  const connection = useConnection(app);
  const live = useLive();
  const [timezone, setTimezone] = useState(ownTimezone);
  const [selected, setSelected] = useState<ColumnKey>('step');
  const shared: Shared = { app, connection, live, timezone, onTimezone: setTimezone, onColumn: setSelected };
  const step = useStepColumns(shared, first);
  const batch = useBatchColumns(shared, rowsAction);
  const view = useView();
  const isBatch = view === 'batch' && batch !== null;

  const usermaven: Column<ColumnKey> = {
    key: 'usermaven',
    title: 'Usermaven',
    note: 'What it receives',
    badge: live.state?.stored,
    content: () => <UsermavenPane live={live} />,
  };
  return (
    <>
      <Header version={app.version} view={isBatch ? 'batch' : 'step'} hasBatch={batch !== null} />
      <main>
        <Columns
          columns={[...(isBatch ? batch : step), usermaven]}
          selected={selected}
          onSelect={setSelected}
        />
      </main>
    </>
  );
};

interface Shared {
  readonly app: AppDescription;
  readonly connection: Connection;
  readonly live: Live;
  readonly timezone: string;
  readonly onTimezone: (timezone: string) => void;
  /** Shows a column, on screens that show one at a time. */
  readonly onColumn: (column: ColumnKey) => void;
}

/** The columns for one step: an action to test, or a trigger to send samples to. */
const useStepColumns = (shared: Shared, first: Operation): Column<ColumnKey>[] => {
  const { app, connection, timezone, onColumn } = shared;
  const { authData, status } = connection;
  const step = useStep(app, first, authData);
  const { run, start } = useRun();
  const hook = useHook();
  const { operation, fields, recipe, trigger } = step.state;
  const { inputData } = step;
  const isTrigger = operation.kind === 'trigger';

  const test = (): void => {
    onColumn('run');
    const request = { authData, inputData, timezone, ...(trigger ? { sample: trigger.sample } : {}) };
    const scenario =
      recipe?.operation === operation.key
        ? { recipe: recipe.name, appPlaceholder: app.makeAppPlaceholder }
        : null;
    void start({ operation, fields, scenario, request, withMake: true });
  };

  const runButton = () => <RunButton run={run} onRun={test} />;

  return [
    {
      key: 'step',
      title: 'Step',
      note: 'What you fill in',
      content: () => <StepPane {...shared} step={step} />,
      next: isTrigger ? () => <ContinueButton to="the test" onClick={() => onColumn('run')} /> : runButton,
    },
    {
      key: 'run',
      title: 'Run',
      note: isTrigger ? 'What starts it' : 'What it does',
      content: () =>
        isTrigger ? (
          <HookPane app={app} operation={operation} authData={authData} inputData={inputData} hook={hook} />
        ) : (
          <RunPane
            run={run}
            isConnected={status.kind === 'connected'}
            isFilled={Object.keys(inputData).length > 0}
          />
        ),
      ...(isTrigger ? {} : { action: runButton }),
    },
  ];
};

/** The columns for sending many rows; null if no action takes rows. */
const useBatchColumns = (shared: Shared, action: RowsAction | undefined): Column<ColumnKey>[] | null => {
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

const ContinueButton = ({ to, onClick }: { readonly to: string; readonly onClick: () => void }) => (
  <button type="button" class="button primary" onClick={onClick}>
    Continue to {to}
  </button>
);
