import { ATTRIBUTE_COLUMN, BATCH_FIELDS } from '../fields/batch.ts';
import { EVENT_KEYS, type FieldKey, fieldsOf } from '../fields/index.ts';
import { fromEntries, isBlank, isObject, type Json, type JsonObject } from '../lib/json.ts';
import { rowsInWords } from '../lib/row-ranges.ts';
import { withCommas } from '../lib/text.ts';
import { InputError, quote } from '../lib/validation.ts';
import { isTooBig, prepare } from '../usermaven/batches.ts';
import { LIMITS } from '../usermaven/limits.ts';
import type { PageParts } from '../usermaven/page.ts';
import { buildEvent, type DraftEvent, type EventPlan, isBlankRow, merged } from './build.ts';
import { buildRawEvent, isRawEvent } from './raw.ts';
import type { Reading } from './read.ts';
import { readSetting, readTyping } from './settings.ts';

type Input = Readonly<Record<string, unknown>>;

/** A row of a batch, counted from 1 over Events and then Events (JSON): an event, or the reasons why it is none. */
export type BatchRow =
  | { readonly row: number; readonly name: string | null; readonly event: DraftEvent }
  | { readonly row: number; readonly name: string | null; readonly problems: readonly string[] };

/** What a batch is made of. */
export interface Batch {
  readonly onInvalid: 'stop' | 'skip';
  /** Rows are built one by one as they are read, so that a large batch is never in memory twice. */
  readonly rows: Iterable<BatchRow>;
}

/**
 * Reads a batch. Rows that hold nothing at all are passed over but keep their number.
 * Throws {@link InputError} when there is no event in it, or when something other than a row is wrong.
 */
export const buildBatch = (
  input: Input,
  plan: Pick<EventPlan, 'apiKey' | 'reserved'>,
  clock: Reading['clock'],
): Batch => {
  const reading = readTyping(input, clock);
  const setting = (key: FieldKey) => readSetting(input, key, reading);
  const lines = ((setting('events') as JsonObject[] | undefined) ?? []).map((row) => ({ row, json: false }));
  const items = ((setting('events_json') as Json[] | undefined) ?? []).map((row) => ({ row, json: true }));
  const given = [...lines, ...items];
  if (given.length > LIMITS.eventsPerStep) {
    throw new InputError([
      `${BATCH_FIELDS.events.label}: ${withCommas(given.length)} rows, and a step sends up to ${withCommas(LIMITS.eventsPerStep)}. Send them in parts.`,
    ]);
  }
  const strangers = given.flatMap((item, index) => (isRow(item) ? [] : [index + 1]));
  if (strangers.length > 0) {
    throw new InputError([
      `${BATCH_FIELDS.events_json.label}: ${rowsInWords(strangers)}: not a JSON object. Use the form [{...}, {...}].`,
    ]);
  }
  const rows = given.filter(isRow);
  if (rows.every(({ row }) => isBlankRow(row))) {
    throw new InputError([
      `${BATCH_FIELDS.events.label}: no events in it. Map rows to it, or fill in ${BATCH_FIELDS.events_json.label}.`,
    ]);
  }
  const shared = setting('shared_attributes') as JsonObject | undefined;
  // Every event gets them, so with too many of them none can be sent.
  if (shared && isTooBig(prepare(shared))) {
    throw new InputError([
      `${BATCH_FIELDS.shared_attributes.label}: more than the ${withCommas(LIMITS.bytesPerEvent)} bytes that an event takes. Shorten or remove some.`,
    ]);
  }
  const build = rowBuilder(
    { ...plan, fields: [], reading },
    {
      attributeNames: new Set(setting('attribute_names') as string[] | undefined),
      shared: shared ?? {},
      page: setting('default_page_url') as PageParts | undefined,
    },
  );
  return { onInvalid: setting('invalid_events') === 'skip' ? 'skip' : 'stop', rows: each(rows, build) };
};

/** A row that holds an object, from Events (JSON) or not. */
interface Row {
  readonly row: JsonObject;
  readonly json: boolean;
}

const isRow = (item: { readonly row: Json; readonly json: boolean }): item is Row => isObject(item.row);

interface Defaults {
  /** Attributes that have a column. */
  readonly attributeNames: ReadonlySet<string>;
  readonly shared: JsonObject;
  readonly page: PageParts | undefined;
}

function* each(rows: readonly Row[], build: (row: Row) => DraftEvent) {
  for (const [index, item] of rows.entries()) {
    if (isBlankRow(item.row)) continue;
    const at = { row: index + 1, name: nameIn(item.row) };
    let built: BatchRow;
    try {
      built = { ...at, event: build(item) };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      built = { ...at, problems: error.problems };
    }
    yield built;
  }
}

const nameIn = (row: JsonObject): string | null => {
  const name = isRawEvent(row) ? row.event_type : Object.hasOwn(row, 'event_name') ? row.event_name : null;
  return typeof name === 'string' && !isBlank(name) ? name.trim() : null;
};

/** One row as an event: line items are typed like a mapped action, JSON keeps its types. */
const rowBuilder = (plan: EventPlan, defaults: Defaults) => {
  // The attribute columns are read before the JSON attributes, so that JSON wins where both have a name.
  const columns = fieldsOf(['event_attributes', ...BATCH_FIELDS.events.columns]);
  const known = fieldsOf([...EVENT_KEYS, 'attributes']);
  const exact: EventPlan = { ...plan, fields: known, reading: { ...plan.reading, mode: 'exact' } };
  const named: EventPlan = { ...exact, fields: known.map((field) => ({ ...field, label: field.key })) };
  const names = new Set(known.map(({ key }) => key));
  const built = ({ row, json }: Row): DraftEvent => {
    if (!json) {
      const attributes = attributesIn(row, defaults.attributeNames);
      return buildEvent({ ...row, event_attributes: attributes }, { ...plan, fields: columns });
    }
    if (isRawEvent(row)) return buildRawEvent(row, exact);
    const unknown = Object.keys(row).filter((key) => !names.has(key));
    // Left out in silence, a misspelt key would be noticed weeks later.
    if (unknown.length > 0) {
      throw new InputError(
        unknown.map((key) => `${quote(key)}: no field has this name. Put attributes into event_attributes.`),
      );
    }
    return buildEvent(row, named);
  };
  return (row: Row): DraftEvent => withDefaults(built(row), defaults);
};

const attributesIn = (row: JsonObject, names: Defaults['attributeNames']): JsonObject => {
  if (names.size === 0) return {};
  const columns = Object.keys(row).filter((key) => key.startsWith(ATTRIBUTE_COLUMN));
  return fromEntries(
    columns
      .map((column): [string, Json] => [column.slice(ATTRIBUTE_COLUMN.length), row[column] ?? null])
      .filter(([name]) => names.has(name)),
  );
};

const withDefaults = (event: DraftEvent, { shared, page }: Defaults): DraftEvent => {
  if (page === undefined && isBlank(shared)) return event;
  const attributes = isBlank(shared) ? event.event_attributes : merged(shared, event.event_attributes ?? {});
  return {
    // Before the event: what the sender says of its page without a url, it knows better.
    ...(event.url === undefined ? page : {}),
    ...event,
    ...(attributes === undefined ? {} : { event_attributes: attributes }),
  };
};
