/** Something that the Make app does differently from the Zapier app, since Make runs expressions and not our code. */
export interface Difference {
  /** Where it shows: the keys of the inputs, or a part of the request. */
  readonly in: string;
  /** What it means for the person who builds the scenario. Ends with a period. */
  readonly what: string;
  /** It says what Make lacks compared with Zapier: of no use to somebody who only knows Make. */
  readonly besideZapier?: true;
}

/** Every difference there is. The guide lists them, and the parity test allows these and no others. */
export const DIFFERENCES = {
  at_least_one: {
    in: 'User ID, Email, Anonymous ID',
    what: 'Whether at least one is filled in is not checked. By its documentation, Usermaven refuses an event without any; by the source of its collector, it counts the event for an unknown visitor. Identify a user with only an anonymous ID is ignored.',
  },
  words_for_nobody: {
    in: 'Emails, IP addresses, placeholders',
    what: 'Values in other formats, such as `Jane <jane@example.com>` or a list of IP addresses, and placeholders that another tool never filled in are sent as they are.',
  },
  texts: {
    in: 'Texts',
    what: 'Texts other than IDs, emails, addresses and names of events are sent as they are mapped, including spaces around them; text that is only spaces is sent, too.',
  },
  company_without_id: {
    in: 'Company fields',
    what: 'Without a company ID, the other company fields are left out of the event, without an error.',
  },
  event_ids: {
    in: 'Event ID',
    what: 'If it is blank, Usermaven makes the ID, unless a payment has a transaction ID. Running an import again or retrying a module can count an event twice, so map an event ID where that matters.',
  },
  payments: {
    in: 'Amount, Currency',
    what: 'An amount is a number: Make refuses text with a currency sign. Without a currency, or with one that ISO 4217 does not have, smallest units count as hundredths, and an amount in smallest units that has decimals is divided anyway.',
  },
  types: {
    in: 'Attributes',
    what: 'Names and values are sent as they are mapped, spaces included. Text that looks like a number stays text.',
  },
  attribute_rows: {
    in: 'Attributes',
    what: 'Rows are not checked: of two with the same name, only one is sent; one that repeats a field of the form is not refused; and if no row or no value is left, an empty collection is sent.',
  },
  json_inputs: {
    in: 'Event Attributes (JSON), Events (JSON)',
    what: 'These inputs do not exist: attributes take mapped collections and arrays as they are.',
    besideZapier: true,
  },
  settings: {
    in: 'Numbers in Attributes, Attributes Kept as Text, Date Order, Time Zone',
    what: 'These settings do not exist: values have their types, and Make reads dates by itself.',
    besideZapier: true,
  },
  times: {
    in: 'Dates',
    what: 'Dates are not checked: one before 2000 or in the future is sent as it is. A number counts as Unix time: in whole seconds below 100,000,000,000, in microseconds from 1,000,000,000,000,000, otherwise in milliseconds, so a date before March 1973 is sent as a different one.',
  },
  long_numbers: {
    in: 'IDs and other texts',
    what: 'A number of more than 15 digits is sent with wrong digits if it is mapped as a number. Map it as text.',
  },
  page_url: {
    in: 'Page URL, Referrer',
    what: 'An address is taken apart but not rewritten: host, path and query are not brought into a standard form, nothing in them is encoded, and a campaign parameter whose name is encoded or that has no equals sign is not read. Text that is not an address is left out without a message.',
  },
  secrets: {
    in: 'All inputs',
    what: 'A value that holds the server token is not refused, and would be stored in Usermaven.',
  },
  sizes: {
    in: 'Large events',
    what: 'The size of an event and the nesting of its attributes are not checked beforehand: Usermaven may refuse it.',
  },
  batch_rows: {
    in: 'Bulk send events',
    what: 'The page address of a row is not taken apart: no host, path or campaign is sent with it. One event ID on rows that differ is not refused. Rows that create or update people and companies, or send leads and page views, are refused, and so are blank rows.',
  },
  batch_inputs: {
    in: 'Bulk send events',
    what: 'Shared Attributes, Default Page URL, Extra Columns and Invalid Events do not exist: type what all rows share into the aggregator, and one row that cannot be sent stops all.',
    besideZapier: true,
  },
  batch_size: {
    in: 'Bulk send events',
    what: 'One run sends at most 100 events in one request. Nothing is split, skipped or resumed, and one refused event refuses all.',
  },
  outputs: {
    in: 'Outputs',
    what: 'An action puts out the status that Usermaven answers, and nothing of what was sent: no event ID, no counts, and no notes on what was left out.',
    besideZapier: true,
  },
  tries: {
    in: 'Retries',
    what: 'Nothing is retried inside a run. Make runs the module again if the scenario stores incomplete executions.',
  },
  connection_test: {
    in: 'Connection',
    what: 'If Usermaven answers the connection test with 400, it fails even though the credentials are right. Two boxes that contradict each other are not compared: the API key is that of its own box, and so is the server token. A token in the address of a webhook is taken as it stands there, percent-encoding included. Quotes around a value are not cut.',
  },
  connection_inputs: {
    in: 'Workspace Name, Userpilot Secret',
    what: 'A connection has no Workspace Name, since Make asks for a name itself, and the Userpilot Secret belongs to the webhook.',
    besideZapier: true,
  },
  api_call: {
    in: 'Make an API call',
    what: 'This module exists on Make only.',
    besideZapier: true,
  },
  webhook_bytes: {
    in: 'Watch Userpilot events',
    what: 'The signature is checked against the JSON as Make writes it, not against the bytes as received, and the ID is the hash of that JSON.',
  },
  webhook_signature: {
    in: 'Watch Userpilot events',
    what: 'A signature in base64 has to use the characters + and / and its padding. Of two timestamps in the header, the last one counts.',
  },
  webhook_output: {
    in: 'Watch Userpilot events',
    what: 'A key without a value is missing rather than null. Values are passed on as they arrive, whatever their type: a user who has an ID under another name than user_id has it there, a time as text stays text, and the page address is not checked. A number of 16 digits or more is passed on as a number, so its last digits may be wrong.',
  },
  webhook_names: {
    in: 'Watch Userpilot events',
    what: 'In the event name of a type that is not in the list, only the first letter of each word is a capital.',
  },
} as const satisfies Readonly<Record<string, Difference>>;

/** One of the differences. */
export type DifferenceKey = keyof typeof DIFFERENCES;
