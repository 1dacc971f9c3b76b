import { BEHAVIORS, type Behavior } from '../../api.ts';

interface BehaviorFieldProps {
  readonly behavior: Behavior;
  readonly onBehavior: (behavior: Behavior) => void;
}

const CHOICES = Object.entries(BEHAVIORS) as [Behavior, string][];

/** Chooses how the local Usermaven behaves. */
export const BehaviorField = ({ behavior, onBehavior }: BehaviorFieldProps) => (
  <div class="field">
    <span class="label-line">
      <label class="label" for="behavior">
        How Usermaven behaves
      </label>
      <span class="help" id="behavior-help">
        Try a failure.
      </span>
    </span>
    <select
      id="behavior"
      class={behavior === 'normal' ? 'input' : 'input is-faulty'}
      value={behavior}
      aria-describedby="behavior-help"
      onChange={(event) => {
        const chosen = CHOICES.find(([key]) => key === event.currentTarget.value);
        if (chosen) onBehavior(chosen[0]);
      }}
    >
      {CHOICES.map(([key, label]) => (
        <option key={key} value={key}>
          {label}
        </option>
      ))}
    </select>
  </div>
);
