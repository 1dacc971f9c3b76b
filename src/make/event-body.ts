import { type Field, type SentField, splitPath } from '../fields/field.ts';
import { CONSTANTS } from '../usermaven/event.ts';
import { replacedByCommon } from './common.ts';
import { STORED } from './credentials.ts';
import {
  call,
  type Expression,
  isFilled,
  lone,
  NOTHING,
  onlyIf,
  orElse,
  parameter,
  quoted,
  type Template,
} from './iml.ts';
import { campaignParts, pageAddress, pageParts } from './page-parts.ts';
import { DICTIONARY } from './parameters.ts';
import { amountInUnits, currencyCode, transactionEventId } from './payment.ts';

/** The request of one event: its body, and the values that the body refers to. */
export interface EventRequest {
  readonly temp: { [key: string]: Template };
  readonly body: { [key: string]: Template };
}

type Expressions = { [key: string]: Expression };

/** Where the value of an input is: a parameter of the form, or a column of a row. */
type Input = (key: string) => Expression;

const alone = (expressions: Expressions): { [key: string]: Template } =>
  Object.fromEntries(Object.entries(expressions).map(([name, value]) => [name, lone(value)]));

/** The values of fields: those at the top of the event, and those in its sections. */
const valuesOf = (
  fields: readonly SentField[],
  input: Input,
): { top: Expressions; sections: { [section: string]: Expressions } } => {
  const top: Expressions = {};
  const sections: { [section: string]: Expressions } = {};
  for (const field of fields) {
    for (const path of [field.path, ...(field.copies ?? [])]) {
      const value = path === field.path ? valueIn(field, fields, input) : copyOf(field, fields, input);
      const { section, name } = splitPath(path);
      if (section === undefined) top[name] = value;
      else sections[section] = { ...sections[section], [name]: value };
    }
  }
  return { top, sections };
};

/**
 * Writes the mapping of an event's fields as Make's expressions: what buildEvent does where our code can run. Blank inputs yield
 * nothing, so their keys are left out.
 */
export const eventRequest = (fields: readonly SentField[], eventType?: string): EventRequest => {
  const { top, sections } = valuesOf(fields, parameter);
  const page = fields.find(({ path }) => path === 'url');
  const temp: { [key: string]: Template } = {};
  if (page) {
    const address = pageAddress(parameter(page.key));
    temp.url = lone(address);
    Object.assign(top, pageParts('temp.url'));
    // The campaign fields win over the address.
    for (const [section, members] of Object.entries(campaignParts(address)))
      sections[section] = Object.fromEntries(
        Object.entries(members).map(([name, value]) => {
          const given = sections[section]?.[name];
          return [name, given === undefined ? value : orElse(given, value)];
        }),
      );
  }
  const [name, eventId] = ['event_type', 'event_id'].map((path) =>
    fields.find((field) => field.path === path),
  );
  const transaction = fields.find(({ identifies }) => identifies);
  if (transaction && name && eventId) {
    const [id, said, of] = [eventId, name, transaction].map((field) => valueIn(field, fields, parameter));
    if (id && said && of) top.event_id = transactionEventId(id, said, of);
  }
  const inBody: { [section: string]: Template } = {};
  for (const [section, members] of Object.entries(sections)) {
    const condition = conditionOf(section, members);
    const dictionary = top[section];
    // Fields of their own are merged with the names of a dictionary, and win.
    const all = { ...(dictionary === undefined ? {} : { '{{...}}': lone(dictionary) }), ...alone(members) };
    inBody[section] = condition === undefined ? all : lone(onlyIf(condition, `temp.${section}`));
    if (condition !== undefined) temp[section] = all;
  }
  return {
    temp,
    body: {
      api_key: lone(STORED.key),
      ...(eventType === undefined ? {} : { event_type: eventType }),
      ...alone(top),
      ...inBody,
      ...CONSTANTS,
    },
  };
};

/**
 * One row of a batch as an event. Unlike eventRequest it does not take the page's address apart: each row is written out, and that
 * would be most of it.
 */
export const eventRow = (fields: readonly SentField[], row: Expression): Template => {
  const { top, sections } = valuesOf(fields, (key) => `${row}.${key}`);
  const inSections = Object.entries(sections).map(([section, members]) => [section, alone(members)]);
  return { api_key: lone(STORED.key), ...alone(top), ...Object.fromEntries(inSections), ...CONSTANTS };
};

/** When a section is sent: a company if it has its id, a campaign if it has any value, every other section always. */
const conditionOf = (section: string, members: Expressions): Expression | undefined => {
  if (section === 'company' && members.id !== undefined) return isFilled('temp.company.id');
  if (section !== 'utm' && section !== 'click_id') return undefined;
  return isFilled(
    Object.keys(members).reduceRight((rest, name) => orElse(`temp.${section}.${name}`, rest), quoted('')),
  );
};

/**
 * A date as the text of its milliseconds. A number that is mapped to a date counts as milliseconds on Make, also where it is seconds
 * or microseconds.
 */
const millisecondsOf = (date: Expression): Expression => {
  const counted = call('formatDate', date, quoted('x'));
  return replacedByCommon(replacedByCommon(counted, 'seconds', '$&000'), 'microseconds', '$1');
};

/** A copy of a value: for a time, what `collectorTime` makes of it, which is seconds while milliseconds have twelve digits. */
const copyOf = (field: Field, fields: readonly Field[], input: Input): Expression => {
  const date = input(field.key);
  if (field.type !== 'event_time') return valueIn(field, fields, input);
  const time = replacedByCommon(millisecondsOf(date), 'before_2001', '$1');
  return onlyIf(date, call('parseNumber', time));
};

/** A field's value as it is sent, or nothing when it is blank. */
const valueIn = (field: Field, fields: readonly Field[], input: Input): Expression => {
  const value = input(field.key);
  switch (field.type) {
    case 'event_time':
      return onlyIf(value, call('parseNumber', millisecondsOf(value)));
    case 'creation_time':
      return onlyIf(value, call('parseDate', millisecondsOf(value), quoted('x')));
    case 'money':
      return amountInUnits(value, input);
    case 'currency':
      return currencyCode(value);
    case 'dictionary':
      return onlyIf(value, call('toCollection', value, quoted(DICTIONARY.key), quoted(DICTIONARY.value)));
    case 'id':
    case 'name':
    case 'email': {
      // Without spaces, and nothing for a word that stands for nobody: it would merge many people into one, or split one name into two.
      const known = replacedByCommon(value, 'nobody', '');
      const fallback = fields.find(({ key }) => key === field.fallback);
      return orElse(known, fallback ? valueIn(fallback, fields, input) : otherwise(field));
    }
    case 'page_url':
      return orElse(pageAddress(value), NOTHING);
    default:
      return field.default === undefined ? value : orElse(value, otherwise(field));
  }
};

/** What a blank stands for. */
const otherwise = ({ default: value }: Field): Expression => (value === undefined ? NOTHING : quoted(value));
