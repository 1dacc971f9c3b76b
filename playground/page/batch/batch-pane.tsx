import type { AppDescription } from '../../api.ts';
import { ConnectionCard } from '../form/connection-card.tsx';
import { Form } from '../form/form.tsx';
import type { Connection } from '../form/use-connection.ts';
import { count } from '../ui/format.ts';
import { ColumnTable } from './column-table.tsx';
import type { RowsAction } from './columns.ts';
import { FileDrop } from './file-drop.tsx';
import type { Batch } from './use-batch.ts';

interface BatchPaneProps {
  readonly app: AppDescription;
  readonly action: RowsAction;
  readonly connection: Connection;
  readonly batch: Batch;
}

/** Turns a table into line items: where it comes from, what its columns become, and the other fields of the action. */
export const BatchPane = ({ app, action, connection, batch }: BatchPaneProps) => (
  <div class="stack">
    <ConnectionCard fields={app.connection} connection={connection} />
    <div class="card">
      <div class="card-head">
        <h3>Rows</h3>
        {batch.table && (
          <button type="button" class="button quiet small" onClick={batch.reset}>
            Choose others
          </button>
        )}
      </div>
      {batch.table ? (
        <div class="form">
          <p>
            <strong>{batch.source}</strong>: {count(batch.table.rows.length, 'row')},{' '}
            {count(batch.table.header.length, 'column')}.
          </p>
          <ColumnTable
            table={batch.table}
            targets={batch.targets}
            columns={action.rows.children ?? []}
            onTarget={batch.retarget}
          />
        </div>
      ) : (
        <FileDrop batch={batch} />
      )}
    </div>
    {batch.table && (
      <div class="card">
        <div class="card-head">
          <h3>Settings of {action.operation.label}</h3>
        </div>
        <Form
          id="batch"
          fields={action.options}
          groups={action.operation.groups}
          values={batch.options}
          onValue={(key, value) => batch.setOptions((options) => ({ ...options, [key]: value }))}
        />
      </div>
    )}
  </div>
);
