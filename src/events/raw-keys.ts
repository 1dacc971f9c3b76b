import { type SentField, splitPath } from '../fields/field.ts';
import { isBlank, isJsonObject, isObject, type JsonObject } from '../lib/json.ts';
import { Invalid, type Issue } from '../lib/validation.ts';
import { CONSTANTS } from '../usermaven/event.ts';
import { candidateOf, candidatesFrom, checkKeys, closest } from './names.ts';
import { ATTRIBUTES } from './repeats.ts';

/**
 * Keys of the API that no field has, by their type. Usermaven refuses a whole request for one wrong type (source of its
 * collector), so each is checked.
 */
export const OTHER_KEYS = {
  text: ['doc_host', 'doc_path', 'doc_search', 'doc_encoding', 'utc_time'],
  object: ['autocapture_attributes', 'click_id'],
  any: ['local_tz_offset', 'namespace'],
} as const;

/** What we set ourselves, whatever the sender says. */
const OURS: readonly string[] = ['api_key', ...Object.keys(CONSTANTS)];

/** The member of an object with this name; undefined for anything that is not an object. */
export const memberOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** The fields of a section with their names there, and its other members, without blanks. */
export const membersIn = (item: JsonObject, section: string, fields: readonly SentField[]) => {
  const members = item[section];
  const own = fields.filter(({ path }) => splitPath(path).section === section);
  const names = new Set(own.map(({ path }) => splitPath(path).name));
  const others = Object.entries(isJsonObject(members) ? members : {}).filter(
    ([name, value]) => !names.has(name) && !isBlank(value),
  );
  return { own, names, others };
};

/** Issues for the keys and sections of an event in the API's own shape: wrong types, unknown keys, and members that are almost a field. */
export const checkRawKeys = (
  item: JsonObject,
  fields: readonly SentField[],
  sections: ReadonlySet<string>,
): Issue[] => [
  ...checkTypes(item, sections),
  ...checkTopLevel(item, fields, sections),
  ...checkMembers(item, fields, sections),
];

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
  const others = [...sections, ...OURS, ...Object.values(OTHER_KEYS).flat()];
  const keys = new Set([...atTop, ...others]);
  // Our own events say their time under both names, before September 2001 once in seconds.
  const { _timestamp: time, timestamp } = item;
  if (timestamp === time || (typeof time === 'number' && timestamp === Math.floor(time / 1000)))
    keys.add('timestamp');
  return checkKeys(item, keys, {
    what: 'a key of the Events API',
    candidates: () => [
      ...candidatesFrom(fields, ({ path = '' }) => describePath(path)),
      ...others.map(candidateOf),
    ],
    otherwise: () => `Put attributes into ${ATTRIBUTES}.`,
  });
};

const describePath = (path: string): string => {
  const { section, name } = splitPath(path);
  return section === undefined ? name : `${name} in ${section}`;
};

const checkMembers = (
  item: JsonObject,
  fields: readonly SentField[],
  sections: ReadonlySet<string>,
): Issue[] =>
  // An attribute may have any name.
  [...sections]
    .filter((section) => section !== ATTRIBUTES)
    .flatMap((section) => {
      const { own, others } = membersIn(item, section, fields);
      const candidates = others.length > 0 ? candidatesFrom(own, ({ path = '' }) => path) : [];
      return others.flatMap(([name, value]): Issue[] => {
        // A company in user, as usermaven-js takes it, is no attribute of the user.
        const isSection = sections.has(name) && memberOf(value, 'id') !== undefined;
        const right = isSection ? `${name}, beside ${section}` : closest(name, candidates);
        const reason = `is not a member of ${section}. Use ${right}.`;
        return right === undefined ? [] : [{ invalid: new Invalid(reason, `${section}.${name}`) }];
      });
    });
