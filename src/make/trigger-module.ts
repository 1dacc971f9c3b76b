import { USERPILOT_EVENT } from '../actions/userpilot-event.ts';
import type { UserpilotOutputField } from '../userpilot/output.ts';
import { sampleOutputs } from '../userpilot/samples.ts';
import type { MakeModule, MakeParameter } from './app-types.ts';
import type { Template } from './iml.ts';
import { sentenceCase } from './parameters.ts';

const TYPES: Readonly<Record<UserpilotOutputField['type'], string>> = {
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  datetime: 'date',
  object: 'collection',
};

const toInterface = (output: UserpilotOutputField): MakeParameter => ({
  name: output.key,
  type: TYPES[output.type],
  label: sentenceCase(output.label),
  ...('children' in output ? { spec: output.children.map(toInterface) } : {}),
});

/** A key without a value is absent on Make. */
const withoutNulls = (sample: object): Template =>
  Object.fromEntries(Object.entries(sample).filter(([, value]) => value !== null)) as Template;

const [SAMPLE = {}] = sampleOutputs(['flows.completed']);

/** The instant trigger: hands on what the webhook makes of a request. */
export const triggerModule: MakeModule = {
  ...USERPILOT_EVENT.make,
  type: 'instant_trigger',
  staticParams: [],
  mappableParams: [],
  communication: { response: { output: '{{payload}}' } },
  interface: USERPILOT_EVENT.outputs.map(toInterface),
  samples: withoutNulls(SAMPLE),
};
