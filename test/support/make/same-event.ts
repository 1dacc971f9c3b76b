import fc from 'fast-check';
import type { Mapped, MappedForm } from '../../../sandbox/make/form.ts';
import type { EventAction } from '../../../src/actions/action.ts';
import { checkPlaceholder } from '../../../src/events/read-text.ts';
import type { FieldType } from '../../../src/fields/field.ts';
import { fieldsOf } from '../../../src/fields/index.ts';
import { isBlank, isJsonObject, type Json, type JsonObject } from '../../../src/lib/json.ts';
import { trimText } from '../../../src/lib/text.ts';
import { CLICK_IDS, UTM_KEYS } from '../../../src/usermaven/campaign.ts';
import { isNothing } from '../../../src/usermaven/nobody.ts';
import { EVENT_ACTIONS } from '../actions.ts';
import { anyCharacter, attributeName } from '../arbitraries.ts';
import { NOW } from '../building.ts';

/**
 * What one user fills in on both platforms to send one event. Where Make cannot do what Zapier does (a listed
 * difference), it is not filled in here: the differences have proofs of their own.
 */
export interface SameEvent {
  readonly zapier: JsonObject;
  readonly make: MappedForm;
}

/** One input: what it is on Zapier, what on Make. */
type Both = readonly [zapier: Json, make: Mapped];

const same = (value: string | number | boolean): Both => [value, value];

const pad = fc.constantFrom('', ' ', '\n', '\t ');

const solidText = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 30 }),
    fc.string({ minLength: 1, maxLength: 10, unit: anyCharacter }),
    fc.constantFrom('false', '0', 'null', 'undefined', '{{body}}', '$1', "'", '/a/', 'usr_1', 'a\nb', '"'),
  )
  // Make's trim leaves invisible characters, and ours cuts them.
  .filter((text) => text.trim() !== '' && trimText(text) === text.trim());

/** Anything that a text field takes, with spaces around it or as a number. */
const solid: fc.Arbitrary<Both> = fc.oneof(
  { arbitrary: fc.tuple(pad, solidText, pad).map((parts) => same(parts.join(''))), weight: 4 },
  fc.maxSafeInteger().map(same),
  fc.constantFrom(0, 12.5, true, false).map(same),
);

const isId = ([value]: Both): boolean => {
  const text = trimText(String(value));
  return !isNothing(text) && checkPlaceholder(text) === undefined;
};

/** An id or a name, which is somebody's or something's on both. */
const solidId = solid.filter(isId);

const padded = (text: fc.Arbitrary<string>): fc.Arbitrary<Both> =>
  fc.tuple(pad, text, pad).map((parts) => same(parts.join('')));

/** The form of an address is not read on Make, so it has no quotes around it. */
const solidEmail = padded(fc.emailAddress().filter((address) => !address.startsWith("'"))).filter(isId);

/** What counts as nothing on both. */
const blank: fc.Arbitrary<Both> = fc.constantFrom<Both>(['', ''], [' ', ' '], [null, null], ['\n', '\n']);

const orBlank = (filled: fc.Arbitrary<Both>) => fc.oneof({ arbitrary: filled, weight: 3 }, blank);

const ZONES = ['Z', '+02:00', '-11:30'] as const;

/** A moment as ISO 8601 in some zone, as unix milliseconds, or as a date of Make's. */
const momentFrom = (earliest: number): fc.Arbitrary<Both> =>
  fc
    .tuple(fc.integer({ min: earliest, max: NOW }), fc.constantFrom(...ZONES), fc.nat({ max: 2 }))
    .map(([moment, zone, form]): Both => {
      // As a number, a time before 2000 may be no time on Zapier.
      const time = form === 1 ? Math.max(moment, Date.UTC(2000, 0, 1)) : moment;
      if (form === 1) return [time, time];
      const sign = zone.startsWith('-') ? -1 : 1;
      const [hours = 0, minutes = 0] = zone === 'Z' ? [] : zone.slice(1).split(':').map(Number);
      const wall = new Date(time + sign * (hours * 60 + minutes) * 60_000).toISOString().replace('Z', zone);
      return [wall, form === 2 ? new Date(time) : wall];
    });

const eventTime = momentFrom(Date.UTC(2000, 0, 1));
const creationTime = momentFrom(Date.UTC(1980, 0, 1));

const letters = (characters: string, maxLength: number) =>
  fc.array(fc.constantFrom(...characters), { maxLength }).map((parts) => parts.join(''));
const SAFE = 'abzABZ059-_~';

const host = fc.oneof(
  fc.domain(),
  fc.domain().map((name) => name.toUpperCase()),
  fc.constantFrom('localhost', 'www.Example.com', '[::1]', '[2001:db8::1]', '127.0.0.1'),
);
const port = fc.oneof(
  fc.constant(''),
  fc.integer({ min: 1, max: 65_535 }).map((number) => `:${number}`),
);
const path = fc
  .array(letters(SAFE, 5), { maxLength: 3 })
  .map((segments) => segments.map((segment) => `/${segment}`).join(''));
/** A parameter of a campaign, or nearly one. Its name is not encoded, and it has an equals sign (`page_url`). */
const parameter = fc
  .tuple(
    fc.constantFrom(
      ...UTM_KEYS.map((key) => `utm_${key}`),
      ...CLICK_IDS,
      'utm_id',
      'UTM_SOURCE',
      'xutm_source',
      'a',
    ),
    fc.oneof(
      letters(`${SAFE}+.:/?@`, 6),
      fc.constantFrom('', '%20', 'caf%C3%A9', '100%', '%E4', 'a%26b', 'a=b', '%3Dx'),
      // A quote is encoded in the query by browsers (`page_url`).
      fc
        .string({ minLength: 1, maxLength: 5 })
        .map((text) => encodeURIComponent(text).replaceAll("'", '%27')),
    ),
  )
  .map((pair) => pair.join('='));
const query = fc.oneof(
  fc.constantFrom('', '?'),
  letters(`${SAFE}=&+.:/?@%`, 12).map((text) => `?${text}`),
  fc.array(parameter, { minLength: 1, maxLength: 6 }).map((parameters) => `?${parameters.join('&')}`),
);
const fragment = fc.oneof(
  fc.constantFrom('', '#'),
  letters(`${SAFE}/?#`, 6).map((text) => `#${text}`),
);

/** An address in its standard form but for capitals of the host, with a scheme or without. */
const withItsScheme = fc
  .tuple(fc.constantFrom('https://', 'http://', 'HTTPS://'), host, port, path, query, fragment)
  .map((parts) => parts.join(''));
const withoutScheme = fc.tuple(host, port, path, query, fragment).map((parts) => parts.join(''));
const fullUrl = withItsScheme.map(same);
/** The address of a page, often with a campaign in its query. */
export const pageAddress = fc.oneof(withItsScheme, withoutScheme);
const pageUrl = pageAddress.map(same);

/** A value of an attribute: it has its type on both, or is text that stays text. */
const attributeValue = fc
  .oneof(
    solidText.map((text) => text.trim()),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value))),
  )
  .map((value): Json => JSON.parse(JSON.stringify(value)))
  .filter((value) => !isBlank(value) && (typeof value !== 'string' || trimText(value) === value));

const attributes = fc
  .uniqueArray(
    fc.tuple(
      attributeName.filter((name) => trimText(name) === name && name !== ''),
      attributeValue,
    ),
    {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((entries): Both => [Object.fromEntries(entries), entries.map(([key, value]) => ({ key, value }))]);

const rare = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** What a user may fill in, by the type of the field; a type that is missing exists on one platform only. */
const FILLED: Readonly<Partial<Record<FieldType, fc.Arbitrary<Both>>>> = {
  text: orBlank(solid),
  id: orBlank(solidId),
  name: solidId,
  email: orBlank(solidEmail),
  ip_address: orBlank(padded(fc.oneof(fc.ipV4(), fc.ipV6()))),
  event_time: eventTime,
  creation_time: creationTime,
  page_url: pageUrl,
  dictionary: attributes,
};

type Filled = Readonly<Record<string, Both | undefined>>;

const isGiven = (filled: Filled, key: string): boolean =>
  filled[key] !== undefined && !isBlank(filled[key][0]);

/** Takes turns of how Zapier is given attributes whose types are exact: as a dictionary, or as JSON. */
const toSameEvent = (filled: Filled, asJson: boolean): SameEvent => {
  const given = Object.entries(filled).flatMap(([key, both]) =>
    both === undefined ? [] : [[key, both] as const],
  );
  const zapier = given.map(([key, [value]]): [string, Json] => [
    asJson && key === 'event_attributes' ? 'event_attributes_json' : key,
    value,
  ]);
  return {
    zapier: { ...Object.fromEntries(zapier), attribute_values: 'text' },
    make: Object.fromEntries(given.map(([key, [, value]]) => [key, value])),
  };
};

/** What a user fills in for an action that sends one event: every field that both platforms have. */
export const sameEvent = ({ fields, reserved, needs }: EventAction): fc.Arbitrary<SameEvent> => {
  const isName = ([value]: Both): boolean => {
    const name = String(value).trim();
    return !name.startsWith('$') && !Object.hasOwn(reserved, name);
  };
  const declared = fieldsOf(fields);
  const inputs = declared.flatMap(({ key, type, path, required }) => {
    // Of a page that is not the event's own, Make sends the address as it is.
    const arbitrary = type === 'page_url' && path !== 'url' ? fullUrl : FILLED[type];
    if (!arbitrary) return [];
    const allowed = path === 'event_type' ? arbitrary.filter(isName) : arbitrary;
    // What a form requires, a user fills in.
    const filled = allowed.filter(([value]) => !isBlank(value));
    return [[key, required ? filled : rare(allowed)] as const];
  });
  return fc
    .tuple(fc.record(Object.fromEntries(inputs)), fc.boolean())
    .map(([all, asJson]) => {
      const lacking = declared.filter(({ requires }) => requires !== undefined && !isGiven(all, requires));
      const filled: Filled = { ...all, ...Object.fromEntries(lacking.map(({ key }) => [key, undefined])) };
      return { filled, asJson };
    })
    .filter(({ filled }) => needs.some((key) => isGiven(filled, key)))
    .map(({ filled, asJson }) => toSameEvent(filled, asJson));
};

const row = fc
  .record({
    event_name: solidId,
    user_id: fc.option(solidId, { nil: undefined }),
    anonymous_id: solidId,
    email: fc.option(solidEmail, { nil: undefined }),
    occurred_at: fc.option(fc.integer({ min: Date.UTC(2000, 0, 1), max: NOW }), { nil: undefined }),
    event_id: fc.option(solidId, { nil: undefined }),
    page_url: fc.option(pageUrl, { nil: undefined }),
    attributes: fc.option(attributes, { nil: undefined }),
  })
  .filter(({ event_name: [name] }) => {
    const text = String(name).trim();
    // Rows of these types are held to rules of their own.
    return !text.startsWith('$') && !EVENT_ACTIONS.some(({ eventType }) => eventType === text);
  });

const trimmed = (both: Both | undefined): string | undefined =>
  both === undefined ? undefined : String(both[0]).trim();

const withScheme = (url: string | undefined): string | undefined =>
  url === undefined || /^[a-z]+:\/\//i.test(url) ? url : `https://${url}`;

/**
 * What a user fills in for an action that sends many events: rows whose user ID is filled in where the email is, whose
 * texts have no spaces around them, and whose addresses have a scheme, since rows are sent as they are; each event ID is there
 * once.
 */
export const sameBatch: fc.Arbitrary<SameEvent> = fc
  .array(row, { minLength: 1, maxLength: 5 })
  .map((rows) => {
    const ids = rows.map((cells) => trimmed(cells.event_id));
    const texts = rows.map((cells, at) => ({
      event_name: trimmed(cells.event_name),
      user_id: trimmed(cells.user_id ?? cells.email),
      anonymous_id: trimmed(cells.anonymous_id),
      email: trimmed(cells.email),
      // One ID on rows that differ is refused on Zapier.
      event_id: ids.indexOf(ids[at]) === at ? ids[at] : undefined,
      page_url: withScheme(trimmed(cells.page_url)),
      occurred_at: cells.occurred_at,
      attributes: isJsonObject(cells.attributes?.[0]) ? cells.attributes[0] : undefined,
    }));
    return {
      zapier: { events: texts.map(({ attributes, ...cells }) => withoutNothing({ ...cells, attributes })) },
      make: {
        events: texts.map(
          ({ event_name, user_id, anonymous_id, email, event_id, page_url, occurred_at, attributes }) => ({
            usermaven_event: event_name,
            user: { id: user_id, anonymous_id, email },
            event_id,
            url: page_url,
            _timestamp: occurred_at,
            event_attributes: attributes,
          }),
        ),
      },
    };
  });

const withoutNothing = (cells: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(cells).flatMap(([key, value]): [string, Json][] =>
      value === undefined ? [] : [[key, value]],
    ),
  );
