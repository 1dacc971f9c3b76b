import { useState } from 'preact/hooks';
import type { FormField, MakeResponse, Operation, RunRequest, RunResponse } from '../../api.ts';
import { api, errorMessage } from '../api-client.ts';

/** A recipe that can be imported into Make. */
export interface Scenario {
  /** The name of the recipe. */
  readonly recipe: string;
  /** What stands in it where Make's name of the app belongs. */
  readonly appPlaceholder: string;
}

/** A finished run, with the step as it was. */
export interface FinishedRun {
  readonly operation: Operation;
  readonly fields: readonly FormField[];
  /** The recipe that the step started from; null if from none, or if it runs another action now. */
  readonly scenario: Scenario | null;
  readonly response: RunResponse;
  /** What Make would send instead; null if there is nothing to compare. */
  readonly make: MakeResponse | null;
}

/** The state of a run. `failed`: the playground could not run the step. */
export type Run =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | ({ readonly kind: 'done' } & FinishedRun)
  | { readonly kind: 'failed'; readonly message: string };

/** What to run. */
interface RunOptions {
  readonly operation: Operation;
  readonly fields: readonly FormField[];
  readonly scenario: Scenario | null;
  readonly request: Omit<RunRequest, 'operation'>;
  /** Whether to compare with Make. */
  readonly withMake: boolean;
}

/** Runs steps, one at a time: while one runs, a second one is not started. */
export const useRun = (): { readonly run: Run; readonly start: (options: RunOptions) => Promise<void> } => {
  const [run, setRun] = useState<Run>({ kind: 'idle' });

  const start = async ({ operation, fields, scenario, request, withMake }: RunOptions): Promise<void> => {
    if (run.kind === 'running') return;
    setRun({ kind: 'running' });
    try {
      const response = await api.run({ operation: operation.key, ...request });
      const compares = withMake && response.requests.length > 0;
      const make = compares ? await api.make({ operation: operation.key, ...request }) : null;
      setRun({ kind: 'done', operation, fields, scenario, response, make });
    } catch (error) {
      setRun({ kind: 'failed', message: errorMessage(error) });
    }
  };

  return { run, start };
};
