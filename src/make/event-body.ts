import type { Field } from '../fields/field.ts';
import { CONSTANTS } from '../usermaven/event.ts';
import { credentials } from './credentials.ts';
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
  trimmed,
} from './iml.ts';
import { DICTIONARY } from './parameters.ts';
import { placesOf } from './places.ts';
import { fullUrl, urlParts } from './url-parts.ts';

/** The request of one event: the body, and what has to be worked out before it. */
export interface EventRequest {
  readonly temp: { [key: string]: Template };
  readonly body: { [key: string]: Template };
}

/** Sections of the event that are left out as a whole when this member of theirs is blank. */
const NEEDS_ID: Readonly<Record<string, string>> = { company: 'id' };

/**
 * Writes the mapping of an event's fields as Make's expressions: what buildEvent does where our code can run. Blank
 * inputs yield nothing, so that their keys drop out.
 */
export const eventRequest = (fields: readonly Field[], eventType?: string): EventRequest => {
  const temp: { [key: string]: Template } = {};
  const body: { [key: string]: Template } = {
    api_key: lone(credentials('connection').apiKey),
    ...(eventType === undefined ? {} : { event_type: eventType }),
  };
  const sections: { [section: string]: { [key: string]: Template } } = {};
  for (const { field, section, name } of placesOf(fields)) {
    const value = lone(valueIn(field, fields));
    if (section !== undefined) sections[section] = { ...sections[section], [name]: value };
    else if (field.type === 'page_url') {
      temp[name] = lone(fullUrl(parameter(field.key)));
      for (const [key, expression] of Object.entries(urlParts(`temp.${name}`))) body[key] = lone(expression);
    } else body[name] = value;
  }
  for (const [section, members] of Object.entries(sections)) {
    const needed = fields.find(({ place }) => place === `${section}.${NEEDS_ID[section]}`);
    if (needed) {
      temp[section] = members;
      body[section] = lone(onlyIf(isFilled(valueIn(needed, fields)), `temp.${section}`));
    } else body[section] = members;
  }
  return { temp, body: { ...body, ...CONSTANTS } };
};

/** A field's value as it is sent, or nothing when it is blank. */
const valueIn = (field: Field, fields: readonly Field[]): Expression => {
  const input = parameter(field.key);
  switch (field.type) {
    case 'event_time':
      return onlyIf(input, call('parseNumber', call('formatDate', input, quoted('x'))));
    case 'dictionary':
      return onlyIf(
        isFilled(input),
        call('toCollection', input, quoted(DICTIONARY.key), quoted(DICTIONARY.value)),
      );
    case 'creation_time':
      return orElse(input, NOTHING);
    default: {
      const standIn = fields.find(({ key }) => key === field.standIn);
      return standIn ? orElse(call('trim', input), valueIn(standIn, fields)) : trimmed(input);
    }
  }
};
