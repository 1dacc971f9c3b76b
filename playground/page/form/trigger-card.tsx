import { useState } from 'preact/hooks';
import type { JsonObject } from '../../../src/lib/json.ts';
import { isJsonObject, parseJson } from '../../json.ts';
import { ValueView } from '../ui/value-view.tsx';
import type { NamedTrigger } from './step-state.ts';

interface TriggerCardProps {
  readonly trigger: NamedTrigger;
  readonly onSample: (sample: JsonObject) => void;
}

/** The trigger step and its sample, which can be changed. */
export const TriggerCard = ({ trigger, onSample }: TriggerCardProps) => (
  <div class="trigger">
    <p class="trigger-name">
      <span class="muted">Trigger step</span>
      <strong>{trigger.app}</strong>
      <span>{trigger.event}</span>
    </p>
    <details>
      <summary>Sample data</summary>
      <ValueView label={`Sample of ${trigger.app}`} value={trigger.sample} />
    </details>
    <details>
      <summary>Change the sample</summary>
      <SampleEditor key={trigger.id} sample={trigger.sample} onSample={onSample} />
    </details>
  </div>
);

interface SampleEditorProps {
  readonly sample: JsonObject;
  readonly onSample: (sample: JsonObject) => void;
}

const readSample = (text: string): JsonObject | undefined => {
  const sample = parseJson(text) ?? null;
  return isJsonObject(sample) ? sample : undefined;
};

const SampleEditor = ({ sample, onSample }: SampleEditorProps) => {
  const [text, setText] = useState(() => JSON.stringify(sample, null, 2));
  const isValid = readSample(text) !== undefined;
  const change = (typed: string): void => {
    setText(typed);
    const read = readSample(typed);
    if (read && JSON.stringify(read) !== JSON.stringify(sample)) onSample(read);
  };
  return (
    <div class="field">
      <label class="label" for="sample">
        Sample as JSON
      </label>
      <textarea
        id="sample"
        class="input code"
        rows={10}
        spellcheck={false}
        value={text}
        aria-invalid={!isValid || undefined}
        aria-describedby="sample-help"
        onInput={(event) => change(event.currentTarget.value)}
      />
      <p id="sample-help" class={isValid ? 'help' : 'fault'}>
        {isValid
          ? 'What the trigger step returns. The pills below show its values.'
          : 'This is not a JSON object. The last valid sample is used.'}
      </p>
    </div>
  );
};
