import { useRef, useState } from 'preact/hooks';
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

/** The latest run. */
interface Runner {
  readonly run: Run;
  /** Runs a step, unless one is running. */
  readonly start: (options: RunOptions) => Promise<void>;
  /** Forgets the run, also one that has not finished. */
  readonly reset: () => void;
}

const IDLE: Run = { kind: 'idle' };

/** Runs steps, one at a time. `first` has run before the page was opened. */
export const useRun = (first: FinishedRun | null = null): Runner => {
  const [run, setRun] = useState<Run>(() => (first ? { kind: 'done', ...first } : IDLE));
  /** The options of the run that has not finished. */
  const running = useRef<RunOptions>(null);

  const start = async (options: RunOptions): Promise<void> => {
    if (running.current) return;
    running.current = options;
    const { operation, fields, scenario, request, withMake } = options;
    const finish = (finished: Run): void => {
      // A run that was forgotten meanwhile shows nothing.
      if (running.current !== options) return;
      running.current = null;
      setRun(finished);
    };
    setRun({ kind: 'running' });
    try {
      const response = await api.run({ operation: operation.key, ...request });
      const compares = withMake && response.requests.length > 0;
      const make = compares ? await api.make({ operation: operation.key, ...request }) : null;
      finish({ kind: 'done', operation, fields, scenario, response, make });
    } catch (error) {
      finish({ kind: 'failed', message: errorMessage(error) });
    }
  };

  const reset = (): void => {
    running.current = null;
    setRun(IDLE);
  };

  return { run, start, reset };
};
