import { USERPILOT_EVENT } from '../actions/userpilot-event.ts';
import type { Output } from '../lib/outputs.ts';
import { sampleOutputs } from '../userpilot/samples.ts';
import { describe } from './action-module.ts';
import type { MakeModule, MakeParameter } from './app-types.ts';
import type { Template } from './iml.ts';
import { sentenceCase } from './parameters.ts';

const TYPES: Readonly<Record<Output['type'], string>> = {
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  datetime: 'date',
  object: 'collection',
};

const toInterface = (output: Output): MakeParameter => ({
  name: output.key,
  type: TYPES[output.type],
  label: sentenceCase(output.label),
  ...('children' in output ? { spec: output.children.map(toInterface) } : {}),
});

/** A key without a value is absent on Make. */
const withoutNulls = (sample: object): Template =>
  Object.fromEntries(Object.entries(sample).filter(([, value]) => value !== null)) as Template;

const [SAMPLE = {}] = sampleOutputs(['flows.completed']);

/** The instant trigger: passes on what the webhook makes of a request. */
export const triggerModule: MakeModule = {
  ...describe(USERPILOT_EVENT),
  type: 'instant_trigger',
  staticParams: [],
  mappableParams: [],
  communication: { response: { output: '{{payload}}' } },
  interface: USERPILOT_EVENT.outputs.map(toInterface),
  samples: withoutNulls(SAMPLE),
};
