import { BATCH_FIELDS } from '../fields/batch.ts';
import { isBlank, isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import { describeRows } from '../lib/row-ranges.ts';
import { formatCount } from '../lib/text.ts';
import { type Checked, Invalid, type Issue } from '../lib/validation.ts';
import { isTooLarge, toEventJson } from '../usermaven/batches.ts';
import type { DraftEvent } from '../usermaven/event.ts';
import { LIMITS } from '../usermaven/limits.ts';
import type { Clock } from '../usermaven/times.ts';
import type { Built } from './build.ts';
import { columnsIn } from './columns.ts';
import { isRawEvent } from './raw.ts';
import { readJsonObject } from './read-json.ts';
import { actionFor, hasAttributes } from './row-rules.ts';
import { jsonBuilder, lineItemBuilder } from './rows.ts';
import { type Input, readContext, settingsReader, valueIn } from './settings.ts';

/** A row of a batch: an event, or the issues that keep it from being one. */
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
  /** What was left out of the settings, or read in a way that the user should know about. */
  readonly notes: readonly Issue[];
  /** Rows are built one by one as they are read, so that a large batch is never in memory twice. */
  readonly rows: Iterable<BatchRow>;
}

/**
 * Reads the settings of a batch and where its rows are. Rows without any value are skipped, but count in the numbering.
 * Issues if there is no event in it, or if something other than a row is wrong.
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
  // If the rows cannot be read, there is already an issue for that.
  const issues = [...contextIssues, ...settings.issues, ...checkShared(shared)];
  if (settings.issues.length === 0) issues.push(...checkRows(rows, items));
  if (issues.length > 0) return { issues };
  const plan = { apiKey, reserved: {}, context, page, details: 'leave_out' } as const;
  const buildLineItem = lineItemBuilder(plan, columns);
  const buildJson = jsonBuilder({ ...plan, context: { ...context, mode: 'exact' } });
  function* build(): Generator<BatchRow> {
    for (const [index, item] of [...rows, ...items].entries()) {
      // checkRows has seen that every item is an object.
      if (!isRow(item) || isBlankRow(item)) continue;
      const nameKey = isRawEvent(item) ? 'event_type' : 'event_name';
      const action = actionFor(valueIn(item, { key: nameKey }), context);
      const built = index < rows.length ? buildLineItem(item, action) : buildJson(item, action);
      yield {
        row: index + 1,
        name: nameIn(item, nameKey),
        built:
          'issues' in built || !hasAttributes(action)
            ? built
            : { value: { ...built.value, event: withShared(built.value.event, shared) } },
      };
    }
  }
  return { value: { onInvalid, notes: settings.notes, rows: build() } };
};

/** An item of the list; one that is JSON text is read as such. */
const itemOf = (item: Json): Json | Invalid =>
  isBlank(item) ? {} : typeof item === 'string' ? (readJsonObject(item) ?? {}) : item;

const isRow = (item: Json | Invalid): item is JsonObject => !(item instanceof Invalid) && isJsonObject(item);

/** Whether nothing was filled in. */
const isBlankRow = (row: JsonObject): boolean => Object.keys(row).every((key) => isBlank(row[key]));

const issue = ({ label }: { readonly label: string }, reason: string): Issue => ({
  label,
  invalid: new Invalid(reason),
});

const checkRows = (rows: readonly JsonObject[], items: readonly (Json | Invalid)[]): Issue[] => {
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
  const { label } = BATCH_FIELDS.events_json;
  const unread = items.flatMap((invalid, index): Issue[] =>
    invalid instanceof Invalid ? [{ label: `${label}, row ${rows.length + index + 1}`, invalid }] : [],
  );
  const others = items.flatMap((item, index) =>
    item instanceof Invalid || isRow(item) ? [] : [rows.length + index + 1],
  );
  if (others.length > 0) {
    const reason = `${describeRows(others)}: not a JSON object. Use the form [{...}, {...}].`;
    unread.push(issue(BATCH_FIELDS.events_json, reason));
  }
  if (unread.length > 0 || [...rows, ...items].some((item) => isRow(item) && !isBlankRow(item)))
    return unread;
  const reason = `no events. Map rows to it, or fill in ${BATCH_FIELDS.events_json.label}.`;
  return [issue(BATCH_FIELDS.events, reason)];
};

/** Every event gets the shared attributes, so if they are too large, no event can be sent. */
const checkShared = (shared: JsonObject): Issue[] =>
  isTooLarge(toEventJson(shared))
    ? [
        issue(
          BATCH_FIELDS.shared_attributes,
          `larger than the ${formatCount(LIMITS.bytesPerEvent)} bytes that an event can have. Shorten or remove some.`,
        ),
      ]
    : [];

const nameIn = (row: JsonObject, key: string): string | null => {
  const name = valueIn(row, { key });
  return typeof name === 'string' && !isBlank(name) ? name.trim() : null;
};

const withShared = (event: DraftEvent, shared: JsonObject): DraftEvent =>
  Object.keys(shared).length > 0
    ? { ...event, event_attributes: { ...shared, ...event.event_attributes } }
    : event;
