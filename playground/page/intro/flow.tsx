import type { ComponentChildren } from 'preact';
import { isObject, type Json, type JsonObject } from '../../../src/lib/json.ts';
import { shortText } from '../form/references.ts';
import type { NamedTrigger, StepState } from '../form/step-state.ts';
import type { Run } from '../run/use-run.ts';
import { count, moment } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { mappedFields } from './mapped-fields.ts';

interface FlowProps {
  readonly step: StepState;
  readonly trigger: NamedTrigger;
  readonly run: Run;
}

/** How many mapped fields, and how many attributes of the event, are named. */
const NAMED_FIELDS = 3;

/** What happens to the sample: from the app, through the mapping, to the event in Usermaven. */
export const Flow = ({ step, trigger, run }: FlowProps) => {
  const mapped = mappedFields(step.fields, step.values, trigger);
  const named = mapped.slice(0, NAMED_FIELDS);
  const more = mapped.length - named.length;
  return (
    <ol class="flow" aria-label="From the app to Usermaven">
      <Stop where={`Trigger: ${trigger.app}`} title={trigger.event}>
        <ul class="flow-fields">
          {named.map(({ from, value }) => (
            <li key={from}>
              <span class="muted">{from}:</span> {value ?? 'not in the sample'}
            </li>
          ))}
        </ul>
      </Stop>
      <Stop where={`Action: ${step.operation.label}`} title={`${count(mapped.length, 'field')} mapped`}>
        <ul class="flow-fields">
          {named.map(({ from, to }) => (
            <li key={`${from} ${to}`}>
              {from} <span aria-hidden="true">→</span>
              <span class="visually-hidden">becomes</span> <strong>{to}</strong>
            </li>
          ))}
          {more > 0 && <li class="muted">and {more} more</li>}
        </ul>
      </Stop>
      <Arrival run={run} />
    </ol>
  );
};

interface StopProps {
  readonly where: string;
  readonly title: string;
  readonly tone?: 'good' | 'bad';
  readonly children: ComponentChildren;
}

const Stop = ({ where, title, tone, children }: StopProps) => (
  <li class={tone ? `flow-stop ${tone}` : 'flow-stop'}>
    <p class="flow-where">{where}</p>
    <p class="flow-title">
      {tone && <Icon name={tone === 'good' ? 'check' : 'alert'} />}
      {title}
    </p>
    {children}
  </li>
);

const WHERE = 'Usermaven receives';

/** What the run has brought to Usermaven. */
const Arrival = ({ run }: { readonly run: Run }) => {
  if (run.kind === 'idle')
    return (
      <Stop where={WHERE} title="Nothing yet">
        <p>
          Press <em>Test step</em>.
        </p>
      </Stop>
    );
  if (run.kind === 'running')
    return (
      <Stop where={WHERE} title="Sending …">
        <p>The step is running.</p>
      </Stop>
    );
  if (run.kind === 'failed') return <NothingArrived why="The playground could not run the step." />;
  const { stored, dropped, duplicates, latest } = run.response.arrived;
  if (latest === null && duplicates > 0)
    return (
      <Stop where={WHERE} title="Already there" tone="good">
        <p>An event with the same ID is stored once.</p>
      </Stop>
    );
  if (latest === null)
    return (
      <NothingArrived
        why={dropped > 0 ? 'It was accepted and then dropped: see Dropped.' : 'The step stopped: see Run.'}
      />
    );
  return (
    <Stop where={WHERE} title={latest.type} tone="good">
      <p>
        {latest.personName}, {moment(latest.time)}
        {stored > 1 && `, and ${(stored - 1).toLocaleString('en')} more`}
      </p>
      <ul class="flow-fields">
        {namedAttributes(latest.raw).map(([name, value]) => (
          <li key={name}>
            <span class="muted">{name}:</span> {shortText(value)}
          </li>
        ))}
      </ul>
    </Stop>
  );
};

/** The first attributes of an event, which are what a mapping is mostly about. */
const namedAttributes = ({ event_attributes }: JsonObject): (readonly [name: string, value: Json])[] =>
  isObject(event_attributes) ? Object.entries(event_attributes).slice(0, NAMED_FIELDS) : [];

const NothingArrived = ({ why }: { readonly why: string }) => (
  <Stop where={WHERE} title="Nothing arrived" tone="bad">
    <p>{why}</p>
  </Stop>
);
