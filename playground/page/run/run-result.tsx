import { useState } from 'preact/hooks';
import type { JsonObject } from '../../../src/lib/json.ts';
import type { OutputField } from '../../api.ts';
import { Notice } from '../ui/feedback.tsx';
import { count, duration } from '../ui/format.ts';
import { type Tab, Tabs } from '../ui/tabs.tsx';
import { ArrivedView } from './arrived-view.tsx';
import { InputView } from './input-view.tsx';
import { MakeView } from './make-view.tsx';
import { OutputView } from './output-view.tsx';
import { RequestsView } from './requests-view.tsx';
import type { FinishedRun } from './use-run.ts';

type TabKey = 'input' | 'requests' | 'output' | 'make' | 'log';

/** The result of a run, with a tab for each part in the order in which it happened. */
export const RunResult = (run: FinishedRun) => {
  const { operation, fields, scenario, response, make } = run;
  const { result, requests, inputData, logs, arrived } = response;
  const [chosen, setChosen] = useState<TabKey>();
  const sent = requests.at(-1);

  const tabs: Tab<TabKey>[] = [
    { key: 'input', label: 'Input', content: () => <InputView fields={fields} inputData={inputData} /> },
    {
      key: 'requests',
      label: requests.length === 1 ? 'Request' : 'Requests',
      badge: requests.length === 1 ? undefined : requests.length,
      content: () => <RequestsView requests={requests} />,
    },
    {
      key: 'output',
      label: 'Output',
      content: () =>
        result.ok ? (
          <OutputView outputs={operation.outputs} output={result.output} />
        ) : (
          <p class="muted">The step stopped with an error, so it has no output.</p>
        ),
    },
    ...(make && sent
      ? [
          {
            key: 'make',
            label: 'Make',
            content: () => <MakeView body={sent.body} make={make} scenario={scenario} />,
          } as const,
        ]
      : []),
    ...(logs.length > 0
      ? [{ key: 'log', label: 'Log', badge: logs.length, content: () => <LogView logs={logs} /> } as const]
      : []),
  ];
  const preselected = result.ok ? 'output' : 'requests';

  return (
    <div class="stack">
      <Outcome {...run} />
      {result.ok && <Notes notes={notesOf(result.output)} />}
      {result.ok && <Figures outputs={operation.outputs} output={result.output} />}
      {arrived.stored + arrived.dropped > 1 && <ArrivedView arrived={arrived} />}
      <Tabs label="What happened" tabs={tabs} selected={chosen ?? preselected} onSelect={setChosen} />
    </div>
  );
};

const Outcome = ({ operation, response }: FinishedRun) => {
  const { result, requests, milliseconds } = response;
  const events = requests.at(-1)?.events ?? 0;
  const spent = `${count(requests.length, 'request')}, ${duration(milliseconds)}`;
  if (result.ok)
    return (
      <Notice tone="good" title={`${operation.label} succeeded`}>
        <p>{requests.length === 1 ? `${count(events, 'event')} in ${spent}.` : `${spent}.`}</p>
      </Notice>
    );
  const { name, message, consequence } = result.error;
  return (
    <Notice tone="bad" title={message}>
      <p>
        <em>What Zapier does:</em> {consequence}
      </p>
      <p class="muted">
        {operation.label} stopped with <code>{name}</code> after {spent}.
      </p>
    </Notice>
  );
};

/** What the step says it left out or read in a way that the user should know of. */
const notesOf = ({ notes }: JsonObject): readonly string[] =>
  Array.isArray(notes) ? notes.filter((note) => typeof note === 'string') : [];

const Notes = ({ notes }: { readonly notes: readonly string[] }) =>
  notes.length === 0 ? null : (
    <Notice tone="warn" title="Notes">
      <ul class="notes">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Notice>
  );

interface FiguresProps {
  readonly outputs: readonly OutputField[];
  readonly output: JsonObject;
}

/** The counts among the outputs, if there are several. */
const Figures = ({ outputs, output }: FiguresProps) => {
  const counts = outputs.flatMap(({ key, label, type }) => {
    const value = output[key];
    return type === 'integer' && typeof value === 'number' ? [{ key, label, value }] : [];
  });
  if (counts.length < 2) return null;
  return (
    <dl class="figures">
      {counts.map(({ key, label, value }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>{value.toLocaleString('en')}</dd>
        </div>
      ))}
    </dl>
  );
};

/** What the app logged. */
export const LogView = ({ logs }: { readonly logs: readonly string[] }) => (
  <ol class="log">
    {logs.map((line, index) => (
      <li key={index}>{line}</li>
    ))}
  </ol>
);

/** The result of a run, for screen readers. */
export const spokenOutcome = ({ operation, response: { result } }: FinishedRun): string =>
  result.ok
    ? [`${operation.label} succeeded.`, ...notesOf(result.output)].join(' ')
    : `${operation.label} stopped. ${result.error.message}`;
