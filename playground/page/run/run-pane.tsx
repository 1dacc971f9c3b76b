import { Announcer, Empty, Notice } from '../ui/feedback.tsx';
import { RunResult, spokenOutcome } from './run-result.tsx';
import type { Run } from './use-run.ts';

interface RunPaneProps {
  readonly run: Run;
  readonly isConnected: boolean;
  readonly isFilled: boolean;
}

/** The state and the result of running an action. */
export const RunPane = ({ run, isConnected, isFilled }: RunPaneProps) => (
  <div class="stack">
    <Announcer text={spokenOf(run)} />
    {run.kind === 'idle' && <NothingYet isConnected={isConnected} isFilled={isFilled} />}
    {run.kind === 'running' && <p class="running">Running the step in the built app …</p>}
    {run.kind === 'failed' && <Notice tone="bad" title={run.message} />}
    {run.kind === 'done' && <RunResult {...run} />}
  </div>
);

/** Runs the step. Stays focusable while it runs. */
export const RunButton = ({ run, onRun }: { readonly run: Run; readonly onRun: () => void }) => (
  <button type="button" class="button primary" aria-disabled={run.kind === 'running'} onClick={onRun}>
    {run.kind === 'running' ? 'Testing …' : 'Test step'}
  </button>
);

const NothingYet = ({ isConnected, isFilled }: Pick<RunPaneProps, 'isConnected' | 'isFilled'>) => (
  <Empty title="Nothing has run yet">
    <ol class="todo">
      <li class={isConnected ? 'is-done' : undefined}>
        Connect: <em>Use the local Usermaven</em>.{isConnected && <span class="done"> Done.</span>}
      </li>
      <li class={isFilled ? 'is-done' : undefined}>
        Fill in the step, or start from a recipe.{isFilled && <span class="done"> Done.</span>}
      </li>
      <li>
        Press <em>Test step</em>. You will see the input of the step, its request, the response, and its
        output.
      </li>
    </ol>
  </Empty>
);

const spokenOf = (run: Run): string => {
  switch (run.kind) {
    case 'idle':
      return '';
    case 'running':
      return 'Running.';
    case 'failed':
      return run.message;
    case 'done':
      return spokenOutcome(run);
  }
};
