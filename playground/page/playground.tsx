import { useState } from 'preact/hooks';
import type { AppDescription, Operation } from '../api.ts';
import type { RowsAction } from './batch/columns.ts';
import { useBatchColumns } from './batch/use-batch-columns.tsx';
import { ownTimezone } from './form/step-pane.tsx';
import { useConnection } from './form/use-connection.ts';
import type { ColumnKey, Shared } from './shared.ts';
import { type Column, Columns } from './ui/columns.tsx';
import { Header, useView } from './ui/header.tsx';
import { useStepView } from './use-step-view.tsx';
import { UsermavenPane, useLive } from './usermaven/usermaven-pane.tsx';

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
  const step = useStepView(shared, first);
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
        {!isBatch && step.intro()}
        <Columns
          columns={[...(isBatch ? batch : step.columns), usermaven]}
          selected={selected}
          onSelect={setSelected}
        />
      </main>
    </>
  );
};
