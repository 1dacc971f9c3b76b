import type { BatchAction } from '../actions/action.ts';
import { BATCH_FIELDS } from '../fields/batch.ts';
import { helpOn, isSent, type SentField, splitPath } from '../fields/field.ts';
import { fieldsOf } from '../fields/index.ts';
import { CONSTANTS } from '../usermaven/event.ts';
import { LIMITS } from '../usermaven/limits.ts';
import { EVENTS_PATH } from '../usermaven/request.ts';
import { describe, nameRule, RESPONSE } from './action-module.ts';
import type { MakeModule, MakeParameter } from './app-types.ts';
import { credentials, SANITIZE_BODY } from './credentials.ts';
import { call, lone, parameter, quoted, replaced } from './iml.ts';
import { sentenceCase } from './parameters.ts';

/**
 * What the name of an event is called within a row until it is sent. Each row gets its constants by replacing this
 * very key in the rows' JSON text, which is all that Make offers; so it must be one that no attribute has.
 */
export const ROW_NAME = 'usermaven_event';

/** How a row takes a field, where it is not just text: what cannot be worked out for a row has to come ready. */
const IN_A_ROW: Readonly<Record<string, Partial<MakeParameter> & { type: string }>> = {
  _timestamp: {
    type: 'number',
    help: 'When it happened, if not now, as unix time in milliseconds, for example `1769851800000`. Map a date with `formatDate` and the format `x`.',
  },
  event_attributes: {
    type: 'any',
    help: 'The attributes of the event as a collection. Values keep the type that they are mapped with.',
  },
  url: {
    type: 'text',
    help: 'The full address of the page, with `https://`, for example `https://www.example.com/pricing`.',
  },
  'user.id': {
    type: 'text',
    help: 'The ID of the person in your product, as your website passes it to Usermaven. For a lead without an account, map the email here too.',
  },
};

const columnOf = (field: SentField): MakeParameter => ({
  name: field.path === 'event_type' ? ROW_NAME : splitPath(field.path).name,
  type: 'text',
  label: sentenceCase(field.label.replace(/ \(JSON\)$/, '')),
  help: helpOn('make', field),
  ...(field.path === 'event_type' ? { required: true, ...nameRule() } : {}),
  ...IN_A_ROW[field.path],
});

/** The columns of a row in the API's own shape: Make cannot rebuild rows, so they have to arrive in it. */
const rowSpec = (): MakeParameter[] => {
  const fields = fieldsOf(BATCH_FIELDS.events.columns).filter(isSent);
  const columnsIn = (wanted: string | undefined) =>
    fields.filter(({ path }) => splitPath(path).section === wanted).map(columnOf);
  const sections = new Set(fields.flatMap(({ path }) => splitPath(path).section ?? []));
  const nested = [...sections].map(
    (section): MakeParameter => ({
      name: section,
      type: 'collection',
      label: section.replace(/^./, (first) => first.toUpperCase()),
      spec: columnsIn(section),
    }),
  );
  const top = columnsIn(undefined);
  return [...top.filter(({ required }) => required), ...nested, ...top.filter(({ required }) => !required)];
};

/** What every row starts with, as JSON text up to the value of the event's name. */
const rowStart = (): string => {
  const constants = call('createJSON', 'temp.constants');
  const opened = replaced(constants, /^[{]/, quoted(''));
  return replaced(opened, /[}]$/, quoted(',"event_type":'));
};

/** An action that sends many events in one request, as a module: an array that an array aggregator fills. */
export const toBatchModule = (action: BatchAction): MakeModule => ({
  ...describe(action),
  type: 'action',
  crud: 'create',
  staticParams: [],
  mappableParams: [
    {
      name: BATCH_FIELDS.events.key,
      type: 'array',
      label: sentenceCase(BATCH_FIELDS.events.label),
      help: `The events, one an item, at most ${LIMITS.eventsPerRequest}. Fill it with an array aggregator. Each item needs a user ID or an anonymous ID. If Usermaven refuses one of them, it refuses all.`,
      required: true,
      labels: { add: 'Add an event' },
      validate: { minItems: 1, maxItems: LIMITS.eventsPerRequest },
      spec: { type: 'collection', label: 'Event', spec: rowSpec() },
    },
  ],
  communication: {
    url: EVENTS_PATH,
    method: 'POST',
    temp: { constants: { api_key: lone(credentials('connection').apiKey), ...CONSTANTS } },
    body: lone(
      call(
        'parseJSON',
        replaced(
          // A time is sent under two names: as `collectorTime` says, in seconds while milliseconds have twelve digits.
          replaced(
            replaced(
              call('createJSON', parameter(BATCH_FIELDS.events.key)),
              /"_timestamp":([0-9]{9})([0-9]{3})(?=[,}])/g,
              quoted('"_timestamp":$1$2,"timestamp":$1'),
            ),
            /"_timestamp":([0-9]+)(?=[,}])(?!,"timestamp":)/g,
            quoted('"_timestamp":$1,"timestamp":$1'),
          ),
          new RegExp(`"${ROW_NAME}":`, 'g'),
          rowStart(),
        ),
      ),
    ),
    response: { output: lone('body') },
    log: { sanitize: [...SANITIZE_BODY] },
  },
  ...RESPONSE,
});
