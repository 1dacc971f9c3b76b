import { atLeastOne, type BatchAction } from '../actions/action.ts';
import { BATCH_FIELDS } from '../fields/batch.ts';
import { type Field, isSent, requiredFirst, type SentField } from '../fields/field.ts';
import { FIELDS, fieldsOf, withHint } from '../fields/index.ts';
import { IDENTIFIERS } from '../fields/person.ts';
import { LIMITS } from '../usermaven/limits.ts';
import { EVENTS_PATH } from '../usermaven/request.ts';
import { describe, OUTPUT, RESPONSE } from './action-module.ts';
import type { MakeModule } from './app-types.ts';
import { eventRow } from './event-body.ts';
import { call, lone, parameter } from './iml.ts';
import { sentenceCase, toParameter } from './parameters.ts';

const { key: EVENTS, label: EVENTS_LABEL, columns: COLUMNS } = BATCH_FIELDS.events;

/** A column as a row has it on Make: attributes are names and values, as in the modules of single events, and no JSON. */
const onMake = (column: Field): Field =>
  column.type === 'json_object' ? { ...FIELDS.event_attributes, key: column.key } : column;

/** The columns of a row, those that say whose event it is with the hint that one of them is needed. */
const rowFields = (): SentField[] =>
  fieldsOf(withHint(COLUMNS, IDENTIFIERS, atLeastOne(IDENTIFIERS)))
    .map(onMake)
    .filter(isSent);

/**
 * Every possible row, written out one by one: Make's expressions cannot do the same with each item of an array, such as turning
 * its date into milliseconds, but they can refer to an item by its number.
 */
const rows = (): ReturnType<typeof eventRow>[] => {
  const fields = rowFields();
  return Array.from({ length: LIMITS.eventsPerRequest }, (_, at) =>
    eventRow(fields, `${parameter(EVENTS)}[${at + 1}]`),
  );
};

/**
 * An action that sends many events in one request, as a module: an array that an array aggregator fills. The body is the JSON of
 * as many rows as there are. Make documents that a whole body may be text, but not that it may be an array.
 */
export const toBatchModule = (action: BatchAction): MakeModule => ({
  ...describe(action),
  type: 'action',
  crud: 'create',
  staticParams: [],
  mappableParams: [
    {
      name: EVENTS,
      type: 'array',
      label: sentenceCase(EVENTS_LABEL),
      help: `The events, one per item, at most ${LIMITS.eventsPerRequest}. Fill it with an array aggregator. If Usermaven refuses one of them, it refuses all.`,
      required: true,
      labels: { add: 'Add an event' },
      validate: { minItems: 1, maxItems: LIMITS.eventsPerRequest },
      spec: { type: 'collection', label: 'Event', spec: requiredFirst(rowFields()).map(toParameter) },
    },
  ],
  communication: {
    url: EVENTS_PATH,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    temp: { events: rows() },
    type: 'text',
    body: lone(call('createJSON', call('slice', 'temp.events', '0', call('length', parameter(EVENTS))))),
    response: { output: OUTPUT },
  },
  ...RESPONSE,
});
