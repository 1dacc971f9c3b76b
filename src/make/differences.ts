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
    what: 'Texts other than IDs, emails and addresses are sent as they are mapped, including spaces around them; text that is only spaces is sent, too.',
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
    what: 'An amount is a number: Make refuses text with a currency sign. Without a currency, smallest units count as hundredths, and an amount in smallest units that has decimals is divided anyway.',
  },
  types: {
    in: 'Attributes',
    what: 'Names and values are sent as they are mapped, spaces included. Text that looks like a number stays text.',
  },
  attribute_rows: {
    in: 'Attributes',
    what: 'Rows are not checked: of two with the same name, only one is sent; one that repeats a field of the form is not refused; and if all values are blank, an empty collection is sent.',
  },
  json_inputs: {
    in: 'Event Attributes (JSON), Events (JSON)',
    what: 'These inputs do not exist: attributes take mapped collections and arrays as they are.',
    besideZapier: true,
  },
  times: {
    in: 'Dates',
    what: 'Dates are not checked: one before 2000 or in the future is sent as it is. A number counts as Unix time, in seconds below 100,000,000,000 and otherwise in milliseconds, so a date before March 1973 is sent as a different one.',
  },
  long_numbers: {
    in: 'IDs and other texts',
    what: 'A number of more than 15 digits is sent with wrong digits if it is mapped as a number. Map it as text.',
  },
  page_url: {
    in: 'Page URL, Referrer',
    what: 'An address is taken apart but not rewritten: host, path and query are not brought into a standard form, spaces and letters beyond ASCII are not encoded, and a campaign parameter whose name is encoded or that has no equals sign is not read. Text that is not an address is left out without a message.',
  },
  sizes: {
    in: 'Large events',
    what: 'The size of an event and the nesting of its attributes are not checked beforehand: Usermaven may refuse it.',
  },
  batch_rows: {
    in: 'Bulk send events',
    what: 'The page address of a row is not taken apart: no host, path or campaign is sent with it.',
  },
  batch_inputs: {
    in: 'Bulk send events',
    what: 'There are no shared attributes, no default page URL and no extra columns: type what all rows share into the aggregator.',
    besideZapier: true,
  },
  batch_size: {
    in: 'Bulk send events',
    what: 'One run sends at most 100 events in one request. Nothing is split, skipped or resumed, and one refused event refuses all.',
  },
  tries: {
    in: 'Retries',
    what: 'Nothing is retried inside a run. Make runs the module again if the scenario stores incomplete executions.',
  },
  connection_test: {
    in: 'Connection',
    what: 'If Usermaven answers the connection test with 400, it fails even though the credentials are right.',
  },
  webhook_bytes: {
    in: 'Watch Userpilot events',
    what: 'The signature is checked against the JSON as Make writes it, not against the bytes as received, and the ID is the hash of that JSON.',
  },
  webhook_signature: {
    in: 'Watch Userpilot events',
    what: 'A signature in base64 has to use the characters + and / and its padding.',
  },
  webhook_output: {
    in: 'Watch Userpilot events',
    what: 'A key without a value is missing rather than null. Values are passed on as they arrive, whatever their type, and the page address is not checked. A number of 16 digits or more is passed on as a number, so its last digits may be wrong.',
  },
  webhook_names: {
    in: 'Watch Userpilot events',
    what: 'In the event name of a type that is not in the list, only the first letter of each word is a capital.',
  },
} as const satisfies Readonly<Record<string, Difference>>;

/** One of the differences. */
export type DifferenceKey = keyof typeof DIFFERENCES;
