import { type Field, type SentField, splitPath } from '../fields/field.ts';
import { CONSTANTS } from '../usermaven/event.ts';
import type { PageParts } from '../usermaven/page.ts';
import { credentials } from './credentials.ts';
import {
  call,
  captured,
  type Expression,
  isFilled,
  lone,
  NOTHING,
  onlyIf,
  orElse,
  parameter,
  quoted,
  replaced,
  type Template,
  trimmed,
} from './iml.ts';
import { DICTIONARY } from './parameters.ts';

/** The request of one event: its body, and the values that the body refers to. */
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
export const eventRequest = (fields: readonly SentField[], eventType?: string): EventRequest => {
  const temp: { [key: string]: Template } = {};
  const body: { [key: string]: Template } = {
    api_key: lone(credentials('connection').apiKey),
    ...(eventType === undefined ? {} : { event_type: eventType }),
  };
  const sections: { [section: string]: { [key: string]: Template } } = {};
  for (const field of fields) {
    const { section, name } = splitPath(field.path);
    const value = lone(valueIn(field, fields));
    if (section !== undefined) sections[section] = { ...sections[section], [name]: value };
    else if (field.type === 'page_url') {
      temp[name] = lone(fullUrl(parameter(field.key)));
      for (const [key, expression] of Object.entries(urlParts(`temp.${name}`))) body[key] = lone(expression);
    } else body[name] = value;
  }
  for (const [section, members] of Object.entries(sections)) {
    const needed = fields.find(({ path }) => path === `${section}.${NEEDS_ID[section]}`);
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
      const fallback = fields.find(({ key }) => key === field.fallback);
      return fallback ? orElse(call('trim', input), valueIn(fallback, fields)) : trimmed(input);
    }
  }
};

/** The address with its scheme, from the address as typed; nothing when it is blank. */
const fullUrl = (typed: Expression): Expression => {
  const url = call('trim', typed);
  return onlyIf(isFilled(url), replaced(url, /^(?![a-z][a-z0-9+.-]*:[/][/])/i, quoted('https://')));
};

/**
 * The parts of a full address as expressions: what `readPageUrl` does, for addresses as browsers show them. Names of
 * hosts in other scripts stay as typed, and paths are not encoded.
 */
const urlParts = (url: Expression): Record<keyof PageParts, Expression> => ({
  url,
  // https:// name:password@ host :port/path. A host in brackets has colons of its own.
  doc_host: onlyIf(
    url,
    call('lower', captured(url, /^[^/]*[/][/](?:[^/?#]*@)?([[][0-9a-f:.]*]|[^:/?#]*).*$/i)),
  ),
  doc_path: onlyIf(url, orElse(captured(url, /^[^/]*[/][/][^/?#]*([^?#]*).*$/), quoted('/'))),
  // A question mark alone is no query.
  doc_search: onlyIf(url, captured(url, /^[^?#]*([?][^#]+|).*$/)),
});
