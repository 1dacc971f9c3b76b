import { EVENT_ACTIONS } from '../actions/index.ts';
import { BATCH_FIELDS } from '../fields/batch.ts';
import { FIELDS, fieldsOf, SENT_FIELDS } from '../fields/index.ts';
import { IDENTIFIERS, type IdentifierKey } from '../fields/person.ts';
import { fromEntries, isBlank, isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import { describeRows } from '../lib/row-ranges.ts';
import { formatCount } from '../lib/text.ts';
import { type Checked, Invalid, type Issue } from '../lib/validation.ts';
import { isTooLarge, toEventJson } from '../usermaven/batches.ts';
import { type DraftEvent, WITHOUT_ATTRIBUTES } from '../usermaven/event.ts';
import { LIMITS } from '../usermaven/limits.ts';
import type { PageParts } from '../usermaven/page.ts';
import type { Clock } from '../usermaven/times.ts';
import { type Built, buildEvent, type EventPlan } from './build.ts';
import { COLUMN_PREFIX, columnsIn } from './columns.ts';
import { candidatesFrom, checkKeys } from './names.ts';
import { buildRawEvent, isRawEvent } from './raw.ts';
import { readJsonObject } from './read-json.ts';
import { type Input, readContext, settingsReader } from './settings.ts';

/** A row of a batch: an event, or the issues why it is none. */
export interface BatchRow {
  /** Counted from 1 over Events and then Events (JSON). */
  readonly row: number;
  /** The event name as the row has it, null if it has none. */
  readonly name: string | null;
  readonly built: Checked<Built>;
}

/** What a batch is made of. */
export interface Batch {
  readonly onInvalid: 'stop' | 'skip';
  /** What was left out of the settings, or read in a way that the user should know of. */
  readonly notes: readonly Issue[];
  /** Rows are built one by one as they are read, so that a large batch is never in memory twice. */
  readonly rows: Iterable<BatchRow>;
}

/**
 * Reads the settings of a batch and where its rows are. Rows that hold nothing at all are passed over but keep their number.
 * Issues when there is no event in it, or when something other than a row is wrong.
 */
export const readBatch = (input: Input, apiKey: string, clock: Clock): Checked<Batch> => {
  const { context, issues: contextIssues } = readContext(input, clock);
  const settings = settingsReader(input, context);
  const rows = settings.read(BATCH_FIELDS.events) ?? [];
  // A row or item without anything in it may arrive as null.
  const items = settings.read(BATCH_FIELDS.events_json)?.map(itemOf) ?? [];
  const shared = settings.read(BATCH_FIELDS.shared_attributes) ?? {};
  const page = settings.read(BATCH_FIELDS.default_page_url);
  const columns = columnsIn(settings.read(BATCH_FIELDS.attribute_names));
  const onInvalid = settings.choose(BATCH_FIELDS.invalid_events);
  // When the rows cannot be read, that is told already, and not that there are none.
  const issues = [...contextIssues, ...settings.issues, ...checkShared(shared)];
  if (settings.issues.length === 0) issues.push(...checkRows(rows, items));
  if (issues.length > 0) return { issues };
  const plan = { apiKey, reserved: {}, needs: neededBy, context, details: 'leave_out' } as const;
  const buildLineItem = lineItemBuilder(plan, columns);
  const buildJson = jsonBuilder({ ...plan, context: { ...context, mode: 'exact' } });
  function* build(): Generator<BatchRow> {
    for (const [index, item] of [...rows, ...items].entries()) {
      // checkRows has seen that every item is an object.
      if (!isJsonObject(item) || isBlankRow(item)) continue;
      const built = index < rows.length ? buildLineItem(item) : buildJson(item);
      yield {
        row: index + 1,
        name: nameIn(item),
        built:
          'issues' in built
            ? built
            : { value: { ...built.value, event: withDefaults(built.value.event, shared, page) } },
      };
    }
  }
  return { value: { onInvalid, notes: settings.notes, rows: build() } };
};

/** An item of the list; one that is JSON text is read as such. */
const itemOf = (item: Json): Json => {
  const read = typeof item === 'string' ? readJsonObject(item) : (item ?? {});
  return read === undefined ? {} : read instanceof Invalid ? item : read;
};

/** Rows are held to the rules of the action that sends events of their type. */
const neededBy = (eventType: string): readonly IdentifierKey[] =>
  EVENT_ACTIONS.find((action) => action.eventType === eventType)?.needs ?? IDENTIFIERS;

/** Whether nothing was filled in. */
const isBlankRow = (row: JsonObject): boolean => Object.keys(row).every((key) => isBlank(row[key]));

const issue = ({ label }: { readonly label: string }, reason: string): Issue => ({
  label,
  invalid: new Invalid(reason),
});

const checkRows = (rows: readonly JsonObject[], items: readonly Json[]): Issue[] => {
  const count = rows.length + items.length;
  if (count > LIMITS.eventsPerStep) {
    const [rowCount, limit] = [formatCount(count), formatCount(LIMITS.eventsPerStep)];
    return [
      issue(
        BATCH_FIELDS.events,
        `${rowCount} rows, but a step can send at most ${limit}. Split them into several batches.`,
      ),
    ];
  }
  const others = items.flatMap((item, index) => (isJsonObject(item) ? [] : [rows.length + index + 1]));
  if (others.length > 0) {
    const reason = `${describeRows(others)}: not a JSON object. Use the form [{...}, {...}].`;
    return [issue(BATCH_FIELDS.events_json, reason)];
  }
  if ([...rows, ...items].some((item) => isJsonObject(item) && !isBlankRow(item))) return [];
  const reason = `no events. Map rows to it, or fill in ${BATCH_FIELDS.events_json.label}.`;
  return [issue(BATCH_FIELDS.events, reason)];
};

/** Every event gets the shared attributes, so with too many of them none can be sent. */
const checkShared = (shared: JsonObject): Issue[] =>
  isTooLarge(toEventJson(shared))
    ? [
        issue(
          BATCH_FIELDS.shared_attributes,
          `larger than the ${formatCount(LIMITS.bytesPerEvent)} bytes that an event can have. Shorten or remove some.`,
        ),
      ]
    : [];

type RowPlan = Omit<EventPlan, 'fields' | 'labelOf'>;
type BuildRow = (row: JsonObject) => Checked<Built>;

/** Line items are typed like the inputs of an action. `attributes` are the names of attributes by the key of their column. */
const lineItemBuilder = (plan: RowPlan, attributes: ReadonlyMap<string, string>): BuildRow => {
  // The columns of attributes are read before the JSON attributes, so that JSON wins where both have a name.
  const fields = fieldsOf(['event_attributes', ...BATCH_FIELDS.events.columns]);
  const keys = new Set<string>([...BATCH_FIELDS.events.columns, ...attributes.keys()]);
  const { attributes: json, attribute_names: names, events } = BATCH_FIELDS;
  const columnCandidates = candidatesFrom(fieldsOf(events.columns), ({ key }) => key);
  const words = {
    what: `a column of ${events.label}`,
    candidates: () => columnCandidates,
    otherwise: (key: string) =>
      key.startsWith(COLUMN_PREFIX)
        ? `Its name is no longer in ${names.label}: add it there, or clear the column.`
        : `Put it into ${json.label}, or add its name to ${names.label}.`,
  };
  return (row) => {
    const issues = checkKeys(row, keys, words);
    if (issues.length > 0) return { issues };
    return buildEvent(
      { ...row, event_attributes: attributesIn(row, attributes) },
      { ...plan, fields, labelOf: ({ label }) => label },
    );
  };
};

/** A row may have far fewer columns than there are names. */
const attributesIn = (row: JsonObject, attributes: ReadonlyMap<string, string>): JsonObject =>
  fromEntries(
    Object.keys(row).flatMap((key): [string, Json][] => {
      const name = attributes.get(key);
      return name === undefined ? [] : [[name, row[key] ?? null]];
    }),
  );

/** Items of Events (JSON) keep their types: they are in the API's own shape, or have our keys. */
const jsonBuilder = (plan: RowPlan): BuildRow => {
  const fields = [...SENT_FIELDS, BATCH_FIELDS.attributes];
  const keys = new Set(fields.map(({ key }) => key));
  const eventPlan: EventPlan = { ...plan, fields, labelOf: ({ key }) => key };
  const keyCandidates = candidatesFrom(fields, ({ key }) => key);
  const words = {
    what: 'the name of a field',
    candidates: () => keyCandidates,
    otherwise: () => `Put attributes into ${FIELDS.event_attributes.key}.`,
  };
  return (item) => {
    if (isRawEvent(item)) return buildRawEvent(item, eventPlan);
    const issues = checkKeys(item, keys, words);
    return issues.length > 0 ? { issues } : buildEvent(item, eventPlan);
  };
};

const nameIn = (row: JsonObject): string | null => {
  const key = isRawEvent(row) ? 'event_type' : 'event_name';
  const name = Object.hasOwn(row, key) ? row[key] : null;
  return typeof name === 'string' && !isBlank(name) ? name.trim() : null;
};

const withDefaults = (event: DraftEvent, shared: JsonObject, page: PageParts | undefined): DraftEvent => {
  const addsShared = Object.keys(shared).length > 0 && !WITHOUT_ATTRIBUTES.has(event.event_type);
  // An event that says something of its page without an address is not on the default one.
  const addsPage = page !== undefined && !PAGE_KEYS.some((key) => event[key] !== undefined);
  if (!addsPage && !addsShared) return event;
  return {
    ...(addsPage ? page : {}),
    ...event,
    ...(addsShared ? { event_attributes: { ...shared, ...event.event_attributes } } : {}),
  };
};

const PAGE_KEYS = ['url', 'doc_host', 'doc_path', 'doc_search'] as const;
