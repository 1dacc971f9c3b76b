import { useState } from 'preact/hooks';
import type { Json } from '../../../src/lib/json.ts';
import { Notice } from '../ui/notice.tsx';
import { type Tab, Tabs } from '../ui/tabs.tsx';
import { ValueView } from '../ui/value-view.tsx';
import { OutputView } from './output-view.tsx';
import { LogView } from './run-result.tsx';
import type { Delivery, Signature } from './use-hook.ts';

/** How a sample can be signed, in words. */
export const SIGNATURES: readonly {
  readonly value: Signature;
  readonly label: string;
  readonly help: string;
}[] = [
  { value: 'valid', label: 'Valid', help: 'with the secret of the connection' },
  { value: 'none', label: 'None', help: 'as if no secret were set in Userpilot' },
  { value: 'forged', label: 'Forged', help: 'with another secret' },
  { value: 'tampered', label: 'Tampered', help: 'the body was changed after signing' },
];

/** What became of a delivery, in a line and a reason. */
export const summaryOf = ({
  answer: { result, logs },
}: Delivery): { readonly started: boolean; readonly title: string; readonly reason: string } => {
  if (!result.ok) return { started: false, title: result.error.message, reason: result.error.fate };
  if (result.outputs.length > 0)
    return { started: true, title: 'The Zap starts', reason: 'Later steps can map the output below.' };
  // The app logs why; nobody else is told.
  return { started: false, title: 'Nothing started', reason: logs.join(' ') || 'The app logged no reason.' };
};

type TabKey = 'output' | 'request' | 'log';

/** One delivery in full. */
export const DeliveryDetails = ({ delivery }: { readonly delivery: Delivery }) => {
  const { answer, operation } = delivery;
  const [chosen, setChosen] = useState<TabKey>();
  const { started, title, reason } = summaryOf(delivery);
  const outputs = answer.result.ok ? answer.result.outputs : [];

  const tabs: Tab<TabKey>[] = [
    {
      key: 'request',
      label: 'Request',
      content: () => (
        <div class="stack">
          <p class="request-line">
            <span class="chip method">POST</span>
            <code>{answer.url}</code>
          </p>
          <section class="stack tight">
            <h3>Headers</h3>
            <ValueView label="Headers" value={{ ...answer.headers }} />
          </section>
          <section class="stack tight">
            <h3>Body</h3>
            <ValueView label="Body" value={parse(answer.body)} />
          </section>
        </div>
      ),
    },
    {
      key: 'output',
      label: 'Output',
      content: () =>
        outputs.length === 0 ? (
          <p class="muted">There is none: the trigger made no event of this request.</p>
        ) : (
          outputs.map((output) => (
            <OutputView key={String(output.id)} outputs={operation.outputs} output={output} />
          ))
        ),
    },
    ...(answer.logs.length > 0
      ? [
          {
            key: 'log',
            label: 'Log',
            badge: answer.logs.length,
            content: () => <LogView logs={answer.logs} />,
          } as const,
        ]
      : []),
  ];

  return (
    <section class="stack">
      <Notice tone={started ? 'good' : 'warn'} title={title}>
        <p>{reason}</p>
      </Notice>
      <Tabs
        label="Delivery"
        tabs={tabs}
        selected={chosen ?? (started ? 'output' : 'request')}
        onSelect={setChosen}
      />
    </section>
  );
};

const parse = (text: string): Json => {
  try {
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return text;
  }
};
