import type { StepState } from '../form/step-state.ts';
import type { Run } from '../run/use-run.ts';
import { Flow } from './flow.tsx';

interface IntroProps {
  readonly step: StepState;
  readonly run: Run;
  /** Whether the step is the example. */
  readonly isExample: boolean;
  readonly onClear: () => void;
  readonly onExample: () => void;
}

/** What the app does, in a sentence and as a picture of the current step. */
export const Intro = ({ step, run, isExample, onClear, onExample }: IntroProps) => (
  <section class="intro" aria-label="What this is">
    <div class="intro-text">
      <p class="intro-lead">
        Zapier or Make sends what happens in your apps to Usermaven, as events. You only map the fields.
      </p>
      <p class="muted">
        {isExample
          ? 'This example has already run, on this machine only.'
          : 'Everything runs on this machine only.'}
      </p>
    </div>
    {step.trigger && <Flow step={step} trigger={step.trigger} run={run} />}
    <button type="button" class="button" onClick={isExample ? onClear : onExample}>
      {isExample ? 'Clear the example' : 'Run the example'}
    </button>
  </section>
);
