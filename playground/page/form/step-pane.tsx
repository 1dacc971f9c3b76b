import type { AppDescription, Operation } from '../../api.ts';
import { Paragraphs } from '../ui/markdown.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { Form } from './form.tsx';
import { TriggerCard } from './trigger-card.tsx';
import type { Connection } from './use-connection.ts';
import type { Step } from './use-step.ts';

interface StepPaneProps {
  readonly app: AppDescription;
  readonly connection: Connection;
  readonly step: Step;
  readonly timezone: string;
  readonly onTimezone: (timezone: string) => void;
}

/** What the builder of a Zap fills in: connection, recipe, action or trigger, and its form. */
export const StepPane = ({ app, connection, step, timezone, onTimezone }: StepPaneProps) => {
  const { state, change } = step;
  const { operation, trigger } = state;
  return (
    <div class="stack">
      <ConnectionCard fields={app.connection} connection={connection} />

      <div class="card">
        <div class="card-head">
          <h3>Setup</h3>
          <button type="button" class="button quiet small" onClick={() => change({ kind: 'blank' })}>
            Start over
          </button>
        </div>
        <div class="form">
          <RecipeField app={app} step={step} />
          {trigger && (
            <TriggerCard trigger={trigger} onSample={(sample) => change({ kind: 'sample', sample })} />
          )}
          <OperationField app={app} step={step} />
          {operation.directions && (
            <div class="directions">
              <Paragraphs text={operation.directions} />
            </div>
          )}
        </div>
        <Form
          key={operation.key + (trigger?.id ?? '')}
          id="step"
          fields={state.fields}
          groups={operation.groups}
          values={state.values}
          onValue={(key, value) => change({ kind: 'value', key, value })}
          step={trigger ?? undefined}
        />
        {operation.kind === 'create' && <TimezoneField timezone={timezone} onTimezone={onTimezone} />}
      </div>
    </div>
  );
};

const RecipeField = ({ app, step }: Pick<StepPaneProps, 'app' | 'step'>) => {
  const { recipe, trigger } = step.state;
  return (
    <div class="field">
      <label class="label" for="recipe">
        Start from a recipe
      </label>
      <select
        id="recipe"
        class="input"
        value={recipe?.name ?? ''}
        aria-describedby="recipe-help"
        onChange={(event) => {
          const chosen = app.recipes.find(({ name }) => name === event.currentTarget.value);
          step.change(chosen ? { kind: 'recipe', recipe: chosen, app } : { kind: 'blank' });
        }}
      >
        <option value="">No recipe</option>
        {app.recipes.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      <p id="recipe-help" class="help">
        {recipe?.story ??
          (trigger
            ? 'The trigger step below has the delivery that you sent.'
            : 'A recipe comes with sample data from another app and maps its fields.')}
      </p>
    </div>
  );
};

const KINDS: readonly { readonly kind: Operation['kind']; readonly label: string }[] = [
  { kind: 'create', label: 'Actions' },
  { kind: 'trigger', label: 'Triggers' },
];

const OperationField = ({ app, step }: Pick<StepPaneProps, 'app' | 'step'>) => {
  const { operation } = step.state;
  return (
    <div class="field">
      <label class="label" for="operation">
        Action or trigger
      </label>
      <select
        id="operation"
        class="input"
        value={operation.key}
        aria-describedby="operation-help"
        onChange={(event) => {
          const chosen = app.operations.find(({ key }) => key === event.currentTarget.value);
          if (chosen) step.change({ kind: 'operation', operation: chosen });
        }}
      >
        {KINDS.map(({ kind, label }) => (
          <optgroup key={kind} label={label}>
            {app.operations
              .filter((other) => other.kind === kind)
              .map(({ key, label: name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      <p id="operation-help" class="help">
        {operation.description}
      </p>
    </div>
  );
};

/** The time zone of the visitor, the default for the Zapier account. */
export const ownTimezone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const TimezoneField = ({ timezone, onTimezone }: Pick<StepPaneProps, 'timezone' | 'onTimezone'>) => (
  <div class="field account">
    <label class="label" for="timezone">
      Time zone of the Zapier account
    </label>
    <select
      id="timezone"
      class="input"
      value={timezone}
      onChange={(event) => onTimezone(event.currentTarget.value)}
    >
      {[...new Set(['UTC', ownTimezone(), ...Intl.supportedValuesOf('timeZone')])].map((zone) => (
        <option key={zone} value={zone}>
          {zone}
        </option>
      ))}
    </select>
  </div>
);
