import { useState } from 'preact/hooks';
import type { JsonObject } from '../../../src/lib/json.ts';
import type { AppDescription, Operation } from '../../api.ts';
import type { AuthData } from '../api-client.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Announcer, Empty, Notice } from '../ui/feedback.tsx';
import { DeliveryDetails, type NextStep, SIGNATURES, summaryOf } from './delivery-view.tsx';
import type { Delivery, Hook, Signature } from './use-hook.ts';

interface HookPaneProps {
  readonly app: AppDescription;
  readonly operation: Operation;
  readonly authData: AuthData;
  readonly inputData: JsonObject;
  readonly hook: Hook;
  readonly next: NextStep | undefined;
}

const ALL = '';

/** A trigger: its webhook URL, samples to send to it, and the result of each. */
export const HookPane = ({ app, operation, authData, inputData, hook, next }: HookPaneProps) => {
  const [type, setType] = useState(app.userpilotSamples[0]?.value ?? ALL);
  const [signature, setSignature] = useState<Signature>('valid');
  const [shown, setShown] = useState<number>();
  const { deliveries, isSending, error } = hook;
  const [latest] = deliveries;
  const delivery = deliveries.find(({ number }) => number === shown) ?? latest;

  const send = (): void => {
    setShown(undefined);
    const types = type === ALL ? app.userpilotSamples.map(({ value }) => value) : [type];
    void hook.send({ operation, authData, inputData, types, signature });
  };

  return (
    <div class="stack">
      <div class="card flat">
        <p class="label" id="webhook-url">
          Webhook URL to paste into Userpilot
        </p>
        <p class="request-line">
          <code>{app.webhookUrl}</code>
          <CopyButton text={() => app.webhookUrl} what="Webhook URL" />
        </p>
        <p class="help">Every Zap has its own. This one is an example: send the samples below instead.</p>
      </div>
      <form
        class="form send-test"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div class="field">
          <label class="label" for="sample-type">
            Userpilot sample
          </label>
          <select
            id="sample-type"
            class="input"
            value={type}
            onChange={(event) => setType(event.currentTarget.value)}
          >
            {app.userpilotSamples.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
            <option value={ALL}>All samples, one after the other</option>
          </select>
        </div>
        <fieldset class="field">
          <legend>
            <span class="label">Signature</span>
          </legend>
          <div class="radios">
            {SIGNATURES.map(({ value, label, help }) => (
              <label key={value} class="check">
                <input
                  type="radio"
                  name="signature"
                  value={value}
                  checked={signature === value}
                  onChange={() => setSignature(value)}
                />
                <span>
                  {label} <span class="muted">{help}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <button type="submit" class="button primary wide" aria-disabled={isSending}>
          {isSending ? 'Sending …' : 'Send test'}
        </button>
      </form>
      <Announcer text={latest ? spoken(latest) : ''} />
      {error && <Notice tone="bad" title={error} />}
      {deliveries.length === 0 && !error && (
        <Empty title="Nothing sent yet">
          <p>
            Choose a sample and press <em>Send test</em>. If the connection has a Userpilot Secret, only a
            valid signature starts the Zap. Without one, signatures are not checked.
          </p>
        </Empty>
      )}
      {deliveries.length > 0 && (
        <DeliveryList deliveries={deliveries} shown={delivery?.number} onShow={setShown} />
      )}
      {delivery && <DeliveryDetails key={delivery.number} delivery={delivery} next={next} />}
    </div>
  );
};

interface DeliveryListProps {
  readonly deliveries: readonly Delivery[];
  readonly shown: number | undefined;
  readonly onShow: (number: number) => void;
}

const DeliveryList = ({ deliveries, shown, onShow }: DeliveryListProps) => (
  <ol class="deliveries" aria-label="Sent so far, newest first">
    {deliveries.map((delivery) => {
      const { started } = summaryOf(delivery);
      return (
        <li key={delivery.number}>
          <button
            type="button"
            class="delivery"
            aria-pressed={delivery.number === shown}
            onClick={() => onShow(delivery.number)}
          >
            <span class={started ? 'chip good' : 'chip neutral'}>{started ? 'Started' : 'Ignored'}</span>
            <span>{delivery.type}</span>
            <span class="muted">{SIGNATURES.find(({ value }) => value === delivery.signature)?.label}</span>
          </button>
        </li>
      );
    })}
  </ol>
);

const spoken = (delivery: Delivery): string => {
  const { title, reason } = summaryOf(delivery);
  return `${title}. ${reason}`;
};
