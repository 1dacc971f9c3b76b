import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { JsonObject } from '../../src/lib/json.ts';
import type { AppDescription, Operation } from '../api.ts';
import { api } from './api-client.ts';
import { StepPane } from './form/step-pane.tsx';
import {
  actionAfterTrigger,
  changeStep,
  type DeliveredOutput,
  type StepChange,
  type StepState,
  startsAnew,
} from './form/step-state.ts';
import { useStep } from './form/use-step.ts';
import { toInputData } from './form/values.ts';
import { Intro } from './intro/intro.tsx';
import { HookPane } from './run/hook-pane.tsx';
import { RunButton, RunPane } from './run/run-pane.tsx';
import { useHook } from './run/use-hook.ts';
import { useRun } from './run/use-run.ts';
import type { ColumnKey, Shared } from './shared.ts';
import type { Column } from './ui/columns.tsx';

/** The view for one step: an action to test, or a trigger to send samples to. */
interface StepView {
  readonly intro: () => ComponentChildren;
  readonly columns: readonly Column<ColumnKey>[];
}

/** The scenario for Make that a step can be downloaded as: that of its recipe. */
const scenarioOf = ({ operation, recipe }: StepState, { makeAppPlaceholder }: AppDescription) =>
  recipe?.operation === operation.key ? { recipe: recipe.name, appPlaceholder: makeAppPlaceholder } : null;

/** The state of the view. `first` is the operation of a blank step. */
export const useStepView = (shared: Shared, first: Operation): StepView => {
  const { app, connection, timezone, onColumn } = shared;
  const { authData, status } = connection;
  const step = useStep(app, first, authData);
  const { state, inputData } = step;
  const { operation } = state;
  const scenario = scenarioOf(state, app);
  const { run, start, reset } = useRun(app.example && { operation, scenario, ...app.example });
  const hook = useHook();
  const [isExample, setExample] = useState(app.example !== null);
  const isTrigger = operation.kind === 'trigger';

  const change = (next: StepChange): void => {
    if (startsAnew(next)) {
      reset();
      setExample(false);
    }
    step.change(next);
  };

  const runStep = (ran: StepState, input: JsonObject): void => {
    const { operation, fields, trigger } = ran;
    const request = { authData, inputData: input, timezone, ...(trigger && { sample: trigger.sample }) };
    void start({ operation, fields, scenario: scenarioOf(ran, app), request, withMake: true });
  };
  const test = (): void => {
    onColumn('run');
    runStep(state, inputData);
  };

  const clearExample = (): void => {
    change({ kind: 'blank', operation: first });
    // The stream delivers the result, and says so if the playground does not respond.
    api.sandbox({ clear: true }).catch(() => undefined);
  };
  const runExample = (): void => {
    const recipe = app.recipes.find(({ name }) => name === app.exampleRecipe);
    if (recipe === undefined) return;
    const toExample: StepChange = { kind: 'recipe', recipe, app };
    const example = changeStep(state, toExample);
    change(toExample);
    setExample(true);
    runStep(example, toInputData(example.values, example.fields));
  };

  const focusStep = useFocusLater('operation');
  const next = actionAfterTrigger(app);
  const goOn = (delivered: DeliveredOutput): void => {
    change({ kind: 'delivery', delivered, app });
    onColumn('step');
    focusStep();
  };

  const runButton = () => <RunButton run={run} onRun={test} />;

  return {
    intro: () => (
      <Intro step={state} run={run} isExample={isExample} onClear={clearExample} onExample={runExample} />
    ),
    columns: [
      {
        key: 'step',
        title: 'Step',
        note: 'What you fill in',
        content: () => <StepPane {...shared} step={{ ...step, change }} />,
        next: isTrigger ? () => <ContinueButton to="the test" onClick={() => onColumn('run')} /> : runButton,
      },
      {
        key: 'run',
        title: 'Run',
        note: isTrigger ? 'What starts it' : 'What it does',
        content: () =>
          isTrigger ? (
            <HookPane
              app={app}
              operation={operation}
              authData={authData}
              inputData={inputData}
              hook={hook}
              next={next && { label: next.label, onNext: goOn }}
            />
          ) : (
            <RunPane
              run={run}
              isConnected={status.kind === 'connected'}
              isFilled={Object.keys(inputData).length > 0}
            />
          ),
        ...(isTrigger ? {} : { action: runButton }),
      },
    ],
  };
};

/** Moves the focus to an element, by its id, once it is rendered: what had the focus is no longer on the page. */
const useFocusLater = (id: string): (() => void) => {
  const isWanted = useRef(false);
  useEffect(() => {
    if (!isWanted.current) return;
    isWanted.current = false;
    document.getElementById(id)?.focus();
  });
  return () => {
    isWanted.current = true;
  };
};

const ContinueButton = ({ to, onClick }: { readonly to: string; readonly onClick: () => void }) => (
  <button type="button" class="button primary" onClick={onClick}>
    Continue to {to}
  </button>
);
