import { type Field, isSent, type SentField, splitPath } from '../fields/field.ts';
import { fromEntries, isBlank, isJsonObject, isObject, type JsonObject } from '../lib/json.ts';
import { joinWords } from '../lib/text.ts';
import { type Checked, Invalid, type Issue } from '../lib/validation.ts';
import { UTM_KEYS } from '../usermaven/campaign.ts';
import { CONSTANTS, type DraftEvent } from '../usermaven/event.ts';
import { type Built, buildEvent, type EventPlan } from './build.ts';
import { candidatesFrom, checkKeys, closest } from './names.ts';
import { ATTRIBUTES, repeatMover } from './repeats.ts';

/** True when an event of Events (JSON) is in the Events API's own shape and not in our keys. */
export const isRawEvent = (item: JsonObject): boolean => Object.hasOwn(item, 'event_type');

/**
 * Keys of the API that no field has, by their type. Usermaven refuses a whole request for one wrong type (source of its
 * collector), so each is checked.
 */
const OTHER_KEYS = {
  text: ['doc_host', 'doc_path', 'doc_search', 'doc_encoding', 'utc_time'],
  object: ['autocapture_attributes', 'click_id'],
  any: ['local_tz_offset', 'namespace'],
} as const;

/** Keys that we set ourselves, whatever the sender says. */
const OURS: readonly string[] = ['api_key', ...Object.keys(CONSTANTS)];

/** Sections whose unknown members Usermaven drops unless they are in `custom` (source of its collector). */
const WITH_CUSTOM = ['user', 'company'] as const;

/**
 * An event in the API's own shape, held to the same rules as a mapped one: ids are text, times become milliseconds or ISO 8601,
 * the email is the fallback of the id. Messages name values by their path (`user.created_at`).
 */
export const buildRawEvent = (item: JsonObject, plan: EventPlan): Checked<Built> => {
  // An attribute that repeats a field is at its own place here.
  const fields = byPath(plan.fields).map(({ distinct, ...field }) =>
    distinct && field.path !== ATTRIBUTES ? { ...field, distinct } : field,
  );
  const sections = new Set(fields.flatMap(({ path }) => splitPath(path).section ?? []));
  const issues = [...checkTypes(item, sections), ...checkTopLevel(item, fields, sections)];
  if (issues.length > 0) return { issues };
  const { tidy, notes, issues: members } = withCustom(item, fields);
  if (members.length > 0) return { issues: members };
  const given = Object.fromEntries(fields.map((field) => [field.key, valueAt(tidy, field.path)]));
  const { input, notes: replaced } = repeatMover({ ...plan, fields })(given);
  // If the item describes its page in another way, the default page does not apply.
  const page = PAGE_KEYS.some((key) => !isBlank(item[key])) ? undefined : plan.page;
  const built = buildEvent(input, { ...plan, fields, page });
  if ('issues' in built) return built;
  return {
    value: {
      event: withOtherKeys(built.value.event, tidy),
      notes: [...notes, ...replaced, ...built.value.notes],
    },
  };
};

const PAGE_KEYS = ['doc_host', 'doc_path', 'doc_search'] as const;

const label = (name: string, reason: string): Issue => ({ label: name, invalid: new Invalid(reason) });

/** Blanks are fine: some languages write an empty object as `[]`. */
const checkTypes = (item: JsonObject, sections: ReadonlySet<string>): Issue[] => {
  const objects = ['event_attributes', ...sections, ...OTHER_KEYS.object];
  return [
    ...(typeof item.event_type === 'string'
      ? []
      : [label('event_type', 'must be text. Use the name of the event.')]),
    ...objects
      .filter((key) => !isBlank(item[key]) && !isJsonObject(item[key]))
      .map((key) => label(key, 'not a JSON object. Use the form {"name": "value"}.')),
    ...OTHER_KEYS.text
      .filter((key) => !isBlank(item[key]) && typeof item[key] !== 'string')
      .map((key) => label(key, 'must be text. Put it in quotes.')),
  ];
};

const checkTopLevel = (
  item: JsonObject,
  fields: readonly SentField[],
  sections: ReadonlySet<string>,
): Issue[] => {
  const atTop = fields.map(({ path }) => path).filter((path) => splitPath(path).section === undefined);
  const keys = new Set([...atTop, ...sections, ...OURS, ...Object.values(OTHER_KEYS).flat()]);
  // Our own events have their time under both names.
  if (item.timestamp === item._timestamp) keys.add('timestamp');
  return checkKeys(item, keys, {
    what: 'a key of the Events API',
    candidates: () => candidatesFrom(fields, ({ path = '' }) => describePath(path)),
    otherwise: () => 'Put attributes into event_attributes.',
  });
};

const describePath = (path: string): string => {
  const { section, name } = splitPath(path);
  return section === undefined ? name : `${name} in ${section}`;
};

/** One field for each path: where two share one, the one whose types are exact. */
const byPath = (fields: readonly Field[]): SentField[] => {
  const chosen = new Map<string, SentField>();
  for (const field of fields.filter(isSent)) {
    if (!chosen.has(field.path) || field.type === 'json_object') chosen.set(field.path, field);
  }
  return [...chosen.values()];
};

const memberOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** What an event has at a path. */
export const valueAt = (event: object, path: string): unknown => {
  const { section, name } = splitPath(path);
  return memberOf(section === undefined ? event : memberOf(event, section), name);
};

/** The event with the members that Usermaven would drop moved into `custom`, with a note; issues for names that are nearly right. */
const withCustom = (item: JsonObject, fields: readonly SentField[]) => {
  const tidy: JsonObject = { ...item };
  const issues: Issue[] = [];
  const notes: Issue[] = [];
  for (const section of WITH_CUSTOM) {
    const members = item[section];
    if (!isJsonObject(members)) continue;
    const own = fields.filter(({ path }) => splitPath(path).section === section);
    const names = new Set(own.map(({ path }) => splitPath(path).name));
    const others = Object.entries(members).filter(([name, value]) => !names.has(name) && !isBlank(value));
    if (others.length === 0) continue;
    // Anything but an object is refused where the event is built.
    if (!isBlank(members.custom) && !isJsonObject(members.custom)) continue;
    const custom = isJsonObject(members.custom) ? members.custom : {};
    const candidates = candidatesFrom(own, ({ path = '' }) => path);
    for (const [name] of others) {
      if (Object.hasOwn(custom, name)) {
        const reason = `is also in ${section}.custom. Keep one of the two.`;
        issues.push({ invalid: new Invalid(reason, `${section}.${name}`) });
      }
      const right = closest(name, candidates);
      if (right !== undefined)
        issues.push({
          invalid: new Invalid(`is not a member of ${section}. Use ${right}.`, `${section}.${name}`),
        });
    }
    tidy[section] = { ...members, custom: { ...fromEntries(others), ...custom } };
    const moved = joinWords(others.map(([name]) => `${section}.${name}`));
    notes.push({
      invalid: new Invalid(
        `moved to ${section}.custom, because Usermaven ignores other members of ${section}.`,
        moved,
      ),
    });
  }
  return { tidy, issues, notes };
};

const CAMPAIGN: ReadonlySet<string> = new Set(UTM_KEYS);

/** Adds keys that no field reads: `doc_encoding`, or a `doc_host` that the sender knows better. */
const withOtherKeys = (event: DraftEvent, item: JsonObject): DraftEvent => {
  const others = Object.values(OTHER_KEYS)
    .flat()
    .filter((key) => !isBlank(item[key]))
    .map((key) => [key, item[key]] as const);
  // Members of the campaign that no field has are kept as they are.
  const campaign = Object.entries(isJsonObject(item.utm) ? item.utm : {}).filter(
    ([name, value]) => !CAMPAIGN.has(name) && !isBlank(value),
  );
  const utm = campaign.length > 0 ? { utm: { ...fromEntries(campaign), ...event.utm } } : {};
  return { ...event, ...fromEntries(others), ...utm };
};
