import { type Field, isSent, type SentField, splitPath } from '../fields/field.ts';
import { fromEntries, isBlank, isJsonObject, type JsonObject } from '../lib/json.ts';
import { joinWords } from '../lib/text.ts';
import { type Checked, Invalid, type Issue } from '../lib/validation.ts';
import { UTM_KEYS } from '../usermaven/campaign.ts';
import type { DraftEvent } from '../usermaven/event.ts';
import { type Built, buildEvent } from './build.ts';
import { withKeyIssues } from './names.ts';
import type { EventPlan } from './plan.ts';
import { checkRawKeys, memberOf, membersIn, OTHER_KEYS } from './raw-keys.ts';
import { ATTRIBUTES, repeatMover } from './repeats.ts';

/** True when an event of Events (JSON) is in the Events API's own shape and not in our keys. */
export const isRawEvent = (item: JsonObject): boolean => Object.hasOwn(item, 'event_type');

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
  const { tidy, notes, issues: twice } = withCustom(item, fields, sections);
  const issues = [...checkRawKeys(item, fields, sections), ...twice];
  const given = Object.fromEntries(fields.map((field) => [field.key, valueAt(tidy, field.path)]));
  const { input, notes: replaced } = repeatMover({ ...plan, fields })(given);
  // If the item describes its page in another way, the default page does not apply.
  const page = PAGE_KEYS.some((key) => !isBlank(item[key])) ? undefined : plan.page;
  const built = withKeyIssues(issues, buildEvent(input, { ...plan, fields, page }));
  if ('issues' in built) return built;
  return {
    value: {
      event: withOtherKeys(built.value.event, tidy),
      notes: [...notes, ...replaced, ...built.value.notes],
    },
  };
};

const PAGE_KEYS = ['doc_host', 'doc_path', 'doc_search'] as const;

/** One field for each path: where two share one, the one whose types are exact. */
const byPath = (fields: readonly Field[]): SentField[] => {
  const chosen = new Map<string, SentField>();
  for (const field of fields.filter(isSent)) {
    if (!chosen.has(field.path) || field.type === 'json_object') chosen.set(field.path, field);
  }
  return [...chosen.values()];
};

/** What an event has at a path. */
export const valueAt = (event: object, path: string): unknown => {
  const { section, name } = splitPath(path);
  return memberOf(section === undefined ? event : memberOf(event, section), name);
};

/**
 * The event with the members that Usermaven would drop moved into `custom`, where a section has one (source of its collector), and a
 * note of each; issues for what is there twice.
 */
const withCustom = (item: JsonObject, fields: readonly SentField[], sections: ReadonlySet<string>) => {
  const tidy: JsonObject = { ...item };
  const issues: Issue[] = [];
  const notes: Issue[] = [];
  for (const section of sections) {
    const { names, others } = membersIn(item, section, fields);
    const members = item[section];
    if (!isJsonObject(members) || others.length === 0 || !names.has('custom')) continue;
    const custom = isBlank(members.custom) ? {} : members.custom;
    // What is no object is refused where the event is built.
    if (!isJsonObject(custom)) continue;
    for (const [name] of others.filter(([other]) => Object.hasOwn(custom, other))) {
      const reason = `is also in ${section}.custom. Keep one of the two.`;
      issues.push({ invalid: new Invalid(reason, `${section}.${name}`) });
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
    .filter((key) => key !== 'click_id' && !isBlank(item[key]))
    .map((key) => [key, item[key]] as const);
  // What the sender says of the campaign stands beside what its page says of it.
  const campaign = (['utm', 'click_id'] as const).flatMap((section) => {
    const members = Object.entries(isJsonObject(item[section]) ? item[section] : {}).filter(
      ([name, value]) => !CAMPAIGN.has(name) && !isBlank(value),
    );
    return members.length > 0 ? [[section, { ...event[section], ...fromEntries(members) }] as const] : [];
  });
  return { ...event, ...fromEntries(others), ...fromEntries(campaign) };
};
