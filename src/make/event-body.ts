import { type Field, type SentField, splitPath } from '../fields/field.ts';
import { type CampaignParts, CLICK_IDS, UTM_KEYS } from '../usermaven/campaign.ts';
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
import { amountInUnits, currencyCode, transactionEventId } from './payment.ts';

/** The request of one event: its body, and the values that the body refers to. */
export interface EventRequest {
  readonly temp: { [key: string]: Template };
  readonly body: { [key: string]: Template };
}

type Members = { [key: string]: Template };
type Sections = { [section: string]: { [key: string]: Expression } };

/**
 * Writes the mapping of an event's fields as Make's expressions: what buildEvent does where our code can run. Blank inputs yield
 * nothing, so that their keys drop out.
 */
export const eventRequest = (fields: readonly SentField[], eventType?: string): EventRequest => {
  const temp: Members = {};
  const body: Members = {
    api_key: lone(credentials('connection').apiKey),
    ...(eventType === undefined ? {} : { event_type: eventType }),
  };
  const sections: Sections = {};
  const inAddress: Sections = {};
  for (const field of fields) {
    for (const path of [field.path, ...(field.copies ?? [])]) {
      const value = path === field.path ? valueIn(field, fields) : copyOf(field, fields);
      const { section, name } = splitPath(path);
      if (section !== undefined) sections[section] = { ...sections[section], [name]: value };
      else if (field.path !== 'url') body[name] = lone(value);
    }
    if (field.path !== 'url') continue;
    const page = parameter(field.key);
    temp.url = lone(fullUrl(page));
    for (const [key, part] of Object.entries(urlParts('temp.url'))) body[key] = lone(part);
    Object.assign(inAddress, campaignParts(page));
  }
  for (const [section, members] of Object.entries(inAddress)) {
    // The campaign fields win over the address.
    const given = sections[section] ?? {};
    sections[section] = Object.fromEntries(
      Object.entries(members).map(([name, value]) => [
        name,
        given[name] === undefined ? value : orElse(given[name], value),
      ]),
    );
  }
  const transaction = fields.find(({ identifies }) => identifies);
  const [name, eventId] = ['event_type', 'event_id'].map((path) =>
    fields.find((field) => field.path === path),
  );
  if (transaction && name && eventId)
    body.event_id = lone(transactionEventId(eventId, valueIn(name, fields), transaction));
  for (const [section, members] of Object.entries(sections)) {
    const templates = Object.fromEntries(Object.entries(members).map(([name, value]) => [name, lone(value)]));
    const condition = conditionOf(section, members);
    const dictionary = body[section];
    // What has a field of its own stands beside the dictionary and wins.
    if (typeof dictionary === 'string') body[section] = { '{{...}}': dictionary, ...templates };
    else if (condition === undefined) body[section] = templates;
    else {
      temp[section] = templates;
      body[section] = lone(onlyIf(condition, `temp.${section}`));
    }
  }
  return { temp, body: { ...body, ...CONSTANTS } };
};

/** When a section is sent: a company with its id, a campaign if anything is known of it, every other one always. */
const conditionOf = (section: string, members: { [key: string]: Expression }): Expression | undefined => {
  if (section === 'company' && members.id !== undefined) return isFilled(members.id);
  if (section !== 'utm' && section !== 'click_id') return undefined;
  return isFilled(
    Object.keys(members).reduceRight((rest, name) => orElse(`temp.${section}.${name}`, rest), quoted('')),
  );
};

/** What a copy of a value is: of a time, what `collectorTime` makes of it: seconds while milliseconds have twelve digits. */
const copyOf = (field: Field, fields: readonly Field[]): Expression => {
  if (field.path === 'url') return 'temp.url';
  if (field.type !== 'event_time') return valueIn(field, fields);
  const input = parameter(field.key);
  const milliseconds = call('formatDate', input, quoted('x'));
  return onlyIf(input, call('parseNumber', replaced(milliseconds, /^([0-9]{9})[0-9]{3}$/, quoted('$1'))));
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
    case 'money':
      return amountInUnits(field);
    case 'currency':
      return currencyCode(field);
    default: {
      const fallback = fields.find(({ key }) => key === field.fallback);
      if (field.default !== undefined) return orElse(call('trim', input), quoted(field.default));
      return fallback ? orElse(call('trim', input), valueIn(fallback, fields)) : trimmed(input);
    }
  }
};

/** The address with its scheme, from the address as typed; nothing when it is blank. */
const fullUrl = (typed: Expression): Expression => {
  const url = call('trim', typed);
  return onlyIf(isFilled(url), replaced(url, /^(?![a-z][a-z0-9+.-]*:[/][/])/i, quoted('https://')));
};

/** Anything, line breaks too. */
const REST = '(?:.|[^.])*';

/** What stands in the query of an address under a name, as `campaignIn` reads it; nothing when it is not there. */
const inQuery = (address: Expression, name: string): Expression =>
  orElse(
    call(
      'decodeURL',
      captured(
        call('trim', address),
        new RegExp(`^(?:[^?#]*[?](?:[^#]*&)?${name}=([^&#=]*)${REST}|${REST})$`),
      ),
    ),
    NOTHING,
  );

const campaignParts = (page: Expression): Record<keyof CampaignParts, { [key: string]: Expression }> => {
  const read = (keys: readonly string[], prefix: string) =>
    Object.fromEntries(keys.map((key) => [key, inQuery(page, `${prefix}${key}`)]));
  return { utm: read(UTM_KEYS, 'utm_'), click_id: read(CLICK_IDS, '') };
};

/**
 * The parts of a full address as expressions: what `readPageUrl` does, for addresses as browsers show them. Names of
 * hosts in other scripts stay as typed, and paths are not encoded.
 */
const urlParts = (url: Expression): Record<Exclude<keyof PageParts, keyof CampaignParts>, Expression> => ({
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
