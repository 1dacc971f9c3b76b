import { useState } from 'preact/hooks';
import type { FormField, MakeAnswer, Operation, RunAnswer, RunRequest } from '../../api.ts';
import { api, problemText } from '../api-client.ts';

/** A run that has ended, with the step as it was. */
export interface FinishedRun {
  readonly operation: Operation;
  readonly fields: readonly FormField[];
  readonly answer: RunAnswer;
  /** What Make would send instead; null where there is nothing to compare. */
  readonly make: MakeAnswer | null;
}

/** How far a run is. */
export type Run =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | ({ readonly kind: 'done' } & FinishedRun)
  | { readonly kind: 'problem'; readonly message: string };

/** What a run needs. */
export interface RunOrder {
  readonly operation: Operation;
  readonly fields: readonly FormField[];
  readonly request: Omit<RunRequest, 'operation'>;
  /** Whether to ask what Make would send. */
  readonly withMake: boolean;
}

/** Runs steps one after the other; a second one waits for nobody and is not started while the first runs. */
export const useRun = (): { readonly run: Run; readonly start: (order: RunOrder) => Promise<void> } => {
  const [run, setRun] = useState<Run>({ kind: 'idle' });

  const start = async ({ operation, fields, request, withMake }: RunOrder): Promise<void> => {
    if (run.kind === 'running') return;
    setRun({ kind: 'running' });
    try {
      const answer = await api.run({ operation: operation.key, ...request });
      const compares = withMake && answer.requests.length > 0;
      const make = compares ? await api.make({ operation: operation.key, ...request }) : null;
      setRun({ kind: 'done', operation, fields, answer, make });
    } catch (problem) {
      setRun({ kind: 'problem', message: problemText(problem) });
    }
  };

  return { run, start };
};
