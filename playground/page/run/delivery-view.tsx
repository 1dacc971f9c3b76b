import { useState } from 'preact/hooks';
import { parseJson } from '../../json.ts';
import type { DeliveredOutput } from '../form/step-state.ts';
import { Notice } from '../ui/feedback.tsx';
import { type Tab, Tabs } from '../ui/tabs.tsx';
import { ValueView } from '../ui/value-view.tsx';
import { OutputView } from './output-view.tsx';
import { LogView } from './run-result.tsx';
import type { Delivery, Signature } from './use-hook.ts';

/** How a sample can be signed. */
export const SIGNATURES: readonly {
  readonly value: Signature;
  readonly label: string;
  readonly help: string;
}[] = [
  { value: 'valid', label: 'Valid', help: 'with the secret of the connection' },
  { value: 'none', label: 'None', help: 'as if Userpilot had no secret' },
  { value: 'forged', label: 'Forged', help: 'with another secret' },
  { value: 'tampered', label: 'Tampered', help: 'the body was changed after signing' },
];

/** The result of a delivery: a title and a reason. */
export const summaryOf = ({
  response: { result, logs },
}: Delivery): { readonly started: boolean; readonly title: string; readonly reason: string } => {
  if (!result.ok) return { started: false, title: result.error.message, reason: result.error.consequence };
  if (result.outputs.length > 0)
    return { started: true, title: 'The Zap starts', reason: 'Later steps can map the output below.' };
  // The reason is only in the log of the app.
  return { started: false, title: 'Nothing started', reason: logs.join(' ') || 'The app logged no reason.' };
};

type TabKey = 'output' | 'request' | 'log';

/** The action that can follow the trigger. */
export interface NextStep {
  readonly label: string;
  readonly onNext: (delivered: DeliveredOutput) => void;
}

interface DeliveryDetailsProps {
  readonly delivery: Delivery;
  readonly next: NextStep | undefined;
}

/** One delivery in full. From one that started the Zap, a button leads to the next step. */
export const DeliveryDetails = ({ delivery, next }: DeliveryDetailsProps) => {
  const { response, operation, number } = delivery;
  const [chosen, setChosen] = useState<TabKey>();
  const { started, title, reason } = summaryOf(delivery);
  const outputs = response.result.ok ? response.result.outputs : [];
  const [output] = outputs;

  const tabs: Tab<TabKey>[] = [
    {
      key: 'request',
      label: 'Request',
      content: () => (
        <div class="stack">
          <p class="request-line">
            <span class="chip method">POST</span>
            <code>{response.url}</code>
          </p>
          <section class="stack tight">
            <h3>Headers</h3>
            <ValueView label="Headers" value={{ ...response.headers }} />
          </section>
          <section class="stack tight">
            <h3>Body</h3>
            <ValueView label="Body" value={parseJson(response.body) ?? response.body} />
          </section>
        </div>
      ),
    },
    {
      key: 'output',
      label: 'Output',
      content: () =>
        outputs.length === 0 ? (
          <p class="muted">No output: the trigger did not start the Zap.</p>
        ) : (
          outputs.map((output) => (
            <OutputView key={String(output.id)} outputs={operation.outputs} output={output} />
          ))
        ),
    },
    ...(response.logs.length > 0
      ? [
          {
            key: 'log',
            label: 'Log',
            badge: response.logs.length,
            content: () => <LogView logs={response.logs} />,
          } as const,
        ]
      : []),
  ];

  return (
    <section class="stack">
      <Notice tone={started ? 'good' : 'warn'} title={title}>
        <p>{reason}</p>
      </Notice>
      {next && output && (
        <button
          type="button"
          class="button primary"
          onClick={() => next.onNext({ trigger: operation, output, number })}
        >
          Continue with {next.label}
        </button>
      )}
      <Tabs
        label="Delivery"
        tabs={tabs}
        selected={chosen ?? (started ? 'output' : 'request')}
        onSelect={setChosen}
      />
    </section>
  );
};
