import { RunResult, spokenOutcome } from '../run/run-result.tsx';
import type { Run } from '../run/use-run.ts';
import { Announcer, Empty, Notice } from '../ui/feedback.tsx';
import { count } from '../ui/format.ts';
import type { Batch } from './use-batch.ts';

interface SendButtonProps {
  readonly batch: Batch;
  readonly run: Run;
  readonly onSend: () => void;
}

/** Sends the rows; does nothing while there are none, or while they are being sent. */
export const SendButton = ({ batch, run, onSend }: SendButtonProps) => {
  const rows = batch.table?.rows.length ?? 0;
  const isRunning = run.kind === 'running';
  const isOff = isRunning || rows === 0 || !batch.isReady;
  return (
    <button
      type="button"
      class="button primary"
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) onSend();
      }}
    >
      {isRunning ? 'Sending …' : rows === 0 ? 'Send rows' : `Send ${count(rows, 'row')}`}
    </button>
  );
};

interface BatchRunPaneProps {
  readonly batch: Batch;
  readonly run: Run;
  /** How many events have reached Usermaven since the run began. */
  readonly arrived: number;
}

/** The progress and the result of sending the rows. */
export const BatchRunPane = ({ batch, run, arrived }: BatchRunPaneProps) => {
  const rows = batch.table?.rows.length ?? 0;
  const isRunning = run.kind === 'running';
  return (
    <div class="stack">
      <Announcer text={run.kind === 'done' ? spokenOutcome(run) : isRunning ? 'Sending.' : ''} />
      {isRunning && <Progress arrived={Math.min(rows, Math.max(0, arrived))} rows={rows} />}
      {run.kind === 'idle' && (
        <Empty title={batch.table ? 'Ready to send' : 'No rows yet'}>
          <p>
            {batch.table
              ? 'Check what the columns become, then send. Events appear under Usermaven as they arrive.'
              : 'Drop a CSV file, paste rows from a sheet, or generate sample rows.'}
          </p>
        </Empty>
      )}
      {run.kind === 'failed' && <Notice tone="bad" title={run.message} />}
      {run.kind === 'done' && <RunResult {...run} />}
    </div>
  );
};

const Progress = ({ arrived, rows }: { readonly arrived: number; readonly rows: number }) => (
  <div class="progress">
    <label for="progress">
      {arrived.toLocaleString('en')} of {count(rows, 'row')} arrived at Usermaven
    </label>
    {arrived === 0 ? <progress id="progress" /> : <progress id="progress" max={rows} value={arrived} />}
  </div>
);
