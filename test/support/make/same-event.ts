import fc from 'fast-check';
import type { Mapped, MappedForm } from '../../../sandbox/make/form.ts';
import type { EventAction } from '../../../src/actions/action.ts';
import { checkPlaceholder } from '../../../src/events/read-text.ts';
import type { Choice, FieldType } from '../../../src/fields/field.ts';
import { fieldsOf } from '../../../src/fields/index.ts';
import { IDENTIFIERS } from '../../../src/fields/person.ts';
import { isBlank, type Json, type JsonObject } from '../../../src/lib/json.ts';
import { trimText } from '../../../src/lib/text.ts';
import { Invalid } from '../../../src/lib/validation.ts';
import { CLICK_IDS, UTM_KEYS } from '../../../src/usermaven/campaign.ts';
import { isNothing, NOBODY } from '../../../src/usermaven/nobody.ts';
import { readPageUrl } from '../../../src/usermaven/page.ts';
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

/** Anything that a text field takes, or a number. Spaces around it would be sent (`texts`). */
const solid: fc.Arbitrary<Both> = fc.oneof(
  { arbitrary: solidText.map((text) => same(text.trim())), weight: 4 },
  fc.maxSafeInteger().map(same),
  fc.constantFrom(0, 12.5, true, false).map(same),
);

const isFilledIn = ([value]: Both): boolean => checkPlaceholder(trimText(String(value))) === undefined;
const isSomething = ([value]: Both): boolean => !isNothing(trimText(String(value)));

const padded = (text: fc.Arbitrary<string>): fc.Arbitrary<Both> =>
  fc.tuple(pad, text, pad).map((parts) => same(parts.join('')));

/** A name of an event, which says something on both. */
const solidName = solid.filter(isFilledIn).filter(isSomething);

const inAnyCase = (text: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    text,
    text.toUpperCase(),
    text.replace(/^./, (first) => first.toUpperCase()),
  );

/** What stands for nobody on both. */
const nobody = padded(fc.constantFrom(...NOBODY).chain(inAnyCase));

/** An id with spaces around it, a number, or a word for nobody. */
const solidId: fc.Arbitrary<Both> = fc.oneof(
  { arbitrary: solid, weight: 2 },
  { arbitrary: padded(solidText), weight: 3 },
  nobody,
);
const anyId = solidId.filter(isFilledIn);

/** The form of an address is not read on Make, so it has no quotes around it. */
const solidEmail = fc
  .oneof(
    { arbitrary: padded(fc.emailAddress().filter((address) => !address.startsWith("'"))), weight: 4 },
    nobody,
  )
  .filter(isFilledIn);

/** What counts as nothing on both; white space does where ids are read. */
const blank: fc.Arbitrary<Both> = fc.constantFrom<Both>(['', ''], [null, null]);
const blankId: fc.Arbitrary<Both> = fc.oneof(blank, fc.constantFrom<Both>([' ', ' '], ['\n', '\n']));

const orBlank = (filled: fc.Arbitrary<Both>) => fc.oneof({ arbitrary: filled, weight: 3 }, blank);
const orBlankId = (filled: fc.Arbitrary<Both>) => fc.oneof({ arbitrary: filled, weight: 3 }, blankId);

const ZONES = ['Z', '+02:00', '-11:30'] as const;

/** A moment as ISO 8601 in some zone, as Unix milliseconds or seconds, or as a date of Make's. */
const momentFrom = (earliest: number): fc.Arbitrary<Both> =>
  fc
    .tuple(fc.integer({ min: earliest, max: NOW }), fc.constantFrom(...ZONES), fc.nat({ max: 3 }))
    .map(([moment, zone, form]): Both => {
      // As a number, a time before 2000 may be no time on Zapier.
      const time = form === 1 || form === 3 ? Math.max(moment, Date.UTC(2000, 0, 1)) : moment;
      if (form === 1) return same(time);
      if (form === 3) return same(Math.floor(time / 1000));
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
/** The address of a page, often with a campaign in its query. */
export const pageAddress = fc.oneof(withItsScheme, withoutScheme);

/** What is no page on both; it is left out there and there. */
const noPage = fc.constantFrom(
  'two words',
  'https://two words/',
  'Pricing',
  'n/a',
  '29.90',
  'ftp://example.com/',
  'https://',
  'https://a.example, https://b.example',
  'jane@example.com',
  'mailto:jane@example.com',
  '/pricing?utm_source=google',
);
const someUser = fc.constantFrom('user:secret@', 'user@', ':@');
const withUser = fc
  .tuple(fc.constantFrom('https://', 'HTTP://'), someUser, host, port, path, query)
  .map((parts) => parts.join(''));
const pageUrl = fc.oneof(
  { arbitrary: padded(pageAddress), weight: 6 },
  padded(withUser),
  padded(noPage),
  blankId,
);

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

/** An amount: a number, or a plain decimal as text. */
const amount: fc.Arbitrary<Both> = fc.oneof(
  fc.integer().map(same),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(same),
  fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.nat({ max: 99 })).map(([whole, cents]) =>
    // What is no double of its own would be rounded.
    same(`${whole}.${String(cents).padStart(2, '0')}`),
  ),
);

const currency = padded(fc.constantFrom('USD', 'eur', 'Jpy', 'KWD', 'CLF', 'HUF'));

/** What a user may fill in, by the type of the field; a type that is missing exists on one platform only. */
const FILLED: Readonly<Partial<Record<FieldType, fc.Arbitrary<Both>>>> = {
  text: orBlank(solid),
  id: orBlankId(anyId),
  name: solidName,
  email: orBlankId(solidEmail),
  ip_address: orBlank(fc.oneof(fc.ipV4(), fc.ipV6()).map(same)),
  event_time: eventTime,
  creation_time: creationTime,
  page_url: pageUrl,
  dictionary: attributes,
  money: amount,
  currency: orBlank(currency),
};

type Filled = Readonly<Record<string, Both | undefined>>;

const isGiven = (filled: Filled, key: string): boolean => {
  const value = filled[key]?.[0];
  return !isBlank(value) && !isNothing(trimText(String(value)));
};

const givenIn = (filled: Filled): [string, Both][] =>
  Object.entries(filled).flatMap(([key, both]): [string, Both][] =>
    both === undefined ? [] : [[key, both]],
  );

const onZapier = (filled: Filled): JsonObject =>
  Object.fromEntries(givenIn(filled).map(([key, [value]]) => [key, value]));

const onMake = (filled: Filled): MappedForm =>
  Object.fromEntries(givenIn(filled).map(([key, [, value]]) => [key, value]));

/** Takes turns of how Zapier is given attributes whose types are exact: as a dictionary, or as JSON. */
const toSameEvent = (filled: Filled, asJson: boolean): SameEvent => {
  const { event_attributes, ...others } = onZapier(filled);
  const attributes =
    event_attributes === undefined
      ? {}
      : { [asJson ? 'event_attributes_json' : 'event_attributes']: event_attributes };
  return {
    zapier: { ...others, ...attributes, attribute_values: 'text' },
    make: onMake(filled),
  };
};

const oneOf = (choices: readonly Choice[]): fc.Arbitrary<Both> =>
  fc.constantFrom(...choices.map(({ value }) => same(value)));

/** What a user fills in for an action that sends one event: every field that both platforms have. */
export const sameEvent = ({ fields, reserved, needs }: EventAction): fc.Arbitrary<SameEvent> => {
  const isName = ([value]: Both): boolean => {
    const name = String(value).trim();
    return !name.startsWith('$') && !Object.hasOwn(reserved, name);
  };
  const declared = fieldsOf(fields);
  const readWith = declared.flatMap((field) => field.readWith ?? []);
  // What has a field of its own is no name of a dictionary.
  const own = new Set(
    declared.flatMap((field) =>
      [field.path, ...(field.copies ?? [])].map((path = '') => path.replace(/^.*\./, '')),
    ),
  );
  const inputs = declared.flatMap(({ key, type, path, required, distinct, choices = [] }) => {
    const arbitrary = readWith.includes(key) && type === 'choice' ? oneOf(choices) : FILLED[type];
    if (!arbitrary) return [];
    const isDistinct = ([value]: Both) =>
      !distinct || !Object.keys(Object(value)).some((name) => own.has(name));
    const allowed = (path === 'event_type' ? arbitrary.filter(isName) : arbitrary).filter(isDistinct);
    // What a form requires, a user fills in.
    const isPage = ([value]: Both) => !(readPageUrl(String(value)) instanceof Invalid);
    const filled = allowed.filter(
      (both) => !isBlank(both[0]) && isSomething(both) && (type !== 'page_url' || isPage(both)),
    );
    return [[key, required ? filled : rare(allowed)] as const];
  });
  return (
    fc
      .tuple(fc.record(Object.fromEntries(inputs)), fc.boolean())
      .map(([all, asJson]) => {
        const lacking = declared.filter(({ requires }) => requires !== undefined && !isGiven(all, requires));
        const filled: Filled = { ...all, ...Object.fromEntries(lacking.map(({ key }) => [key, undefined])) };
        return { filled, asJson };
      })
      .filter(({ filled }) => needs.some((key) => isGiven(filled, key)))
      // Smallest units are whole and have a currency; Make takes others, too (`payments`).
      .filter(
        ({ filled: { amount: [paid] = [0], amount_unit: [unit] = ['units'], ...filled } }) =>
          unit === 'units' || (/^-?\d+$/.test(String(paid)) && isGiven(filled, 'currency')),
      )
      .map(({ filled, asJson }) => toSameEvent(filled, asJson))
  );
};

const row = fc
  .record({
    event_name: solidName,
    user_id: rare(orBlankId(anyId)),
    anonymous_id: rare(orBlankId(anyId)),
    email: rare(orBlankId(solidEmail)),
    occurred_at: rare(eventTime),
    event_id: rare(orBlankId(anyId)),
    page_url: rare(pageUrl),
    attributes: rare(attributes),
  })
  .filter((cells) => IDENTIFIERS.some((key) => isGiven(cells, key)))
  .filter(({ event_name: [name] }) => {
    const text = String(name).trim();
    // Rows of these types are held to rules of their own.
    return !text.startsWith('$') && !EVENT_ACTIONS.some(({ eventType }) => eventType === text);
  });

/** What a user fills in for an action that sends many events: rows, in which each event ID is there once. */
export const sameBatch: fc.Arbitrary<SameEvent> = fc
  .array(row, { minLength: 1, maxLength: 5 })
  .map((rows) => {
    const idOf = ({ event_id }: (typeof rows)[number]) => trimText(String(event_id?.[0] ?? ''));
    const ids = rows.map(idOf);
    const once = rows.map(
      (cells, at): Filled =>
        // One ID on rows that differ is refused on Zapier.
        ids.indexOf(idOf(cells)) === at ? cells : { ...cells, event_id: undefined },
    );
    return {
      zapier: { events: once.map((cells) => onZapier(cells)) },
      make: { events: once.map((cells) => onMake(cells)) },
    };
  });
