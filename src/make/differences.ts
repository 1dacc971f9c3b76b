/** Something that the Make app does differently from the Zapier app, since Make runs expressions and not our code. */
export interface Difference {
  /** Where it shows: the keys of the inputs, or a part of the request. */
  readonly in: string;
  /** What it means for the person who builds the scenario. Ends with a period. */
  readonly what: string;
}

/** Every difference there is. The guide lists them, and the parity test allows these and no others. */
export const DIFFERENCES = {
  at_least_one: {
    in: 'User ID, Anonymous ID, Email',
    what: 'Whether at least one is filled in is not checked beforehand: Usermaven refuses the event with an error, and ignores an identified user who has only an anonymous ID.',
  },
  words_for_nobody: {
    in: 'IDs, emails, event names and IP addresses',
    what: 'Words that stand for nobody, such as `null`, placeholders that were never filled in, and values in another form, such as `Jane <jane@example.com>` or a list of IP addresses, are sent as they are.',
  },
  company_without_id: {
    in: 'Company fields',
    what: 'Without a company ID the other company fields are left out of the event, without an error.',
  },
  event_ids: {
    in: 'Event ID',
    what: 'When it is blank, Usermaven makes the ID. Running an import again or retrying a module can count an event twice, so map an event ID where that matters.',
  },
  payments: {
    in: 'Amount, Currency',
    what: 'An amount is a number: text with a currency sign is refused by Make. Without a currency, smallest units count as hundredths, and an amount in smallest units that is not a whole number is divided all the same.',
  },
  types: {
    in: 'Attributes',
    what: 'Names and values are sent as they are mapped, spaces included. Text that looks like a number stays text.',
  },
  attribute_rows: {
    in: 'Attributes',
    what: 'Rows are not checked: of two with the same name only one is sent, and when all values are blank, an empty collection is sent.',
  },
  json_inputs: {
    in: 'Event Attributes (JSON), Events (JSON)',
    what: 'These inputs do not exist: attributes take mapped collections and arrays as they are.',
  },
  times: {
    in: 'Dates',
    what: 'Dates are not checked: one before 2000 or in the future is sent as it is. A number counts as unix time in milliseconds, also where it is seconds.',
  },
  long_numbers: {
    in: 'IDs and other texts',
    what: 'A number of more than 15 digits is sent with wrong digits where it is mapped as a number. Map it as text.',
  },
  page_url: {
    in: 'Page URL, Referrer',
    what: 'The address of the page is taken apart but not checked: host, path and query are not brought into a standard form, a name and password in it are not cut, and a campaign parameter whose name is encoded or that has no equals sign is not read. A referrer without `https://` is sent as it is.',
  },
  sizes: {
    in: 'Large events',
    what: 'How large an event is, and how deeply its attributes are nested, is not checked beforehand: Usermaven may refuse it.',
  },
  batch_rows: {
    in: 'Bulk send events',
    what: 'Rows have the shape of the Usermaven Events API: the email is not used as the user ID, no shared attributes, no default page address, no parts of the page address and nothing of the campaign in it, and the time in milliseconds. No attribute may be called usermaven_event or _timestamp.',
  },
  batch_size: {
    in: 'Bulk send events',
    what: 'One run sends at most 100 events in one request. Nothing is split, skipped or resumed, and one refused event refuses all.',
  },
  tries: {
    in: 'Retries',
    what: 'Nothing is retried inside a run. Make runs the module again when the scenario allows incomplete executions.',
  },
  connection_test: {
    in: 'Connection',
    what: 'A connection test that Usermaven answers with 400 fails, though the credentials are right.',
  },
  webhook_bytes: {
    in: 'Watch Userpilot events',
    what: 'The signature is checked over the JSON as Make writes it again, not over the bytes as received, and the ID is the hash of that.',
  },
  webhook_signature: {
    in: 'Watch Userpilot events',
    what: 'A request has one signature. In base64 it needs the letters + and / and its padding.',
  },
  webhook_output: {
    in: 'Watch Userpilot events',
    what: 'A key that has no value is absent and not null. Values are passed on as they came, whatever their type, and the page address is not checked. A number of 16 digits or more is passed on as a number, so its last digits may be wrong.',
  },
  webhook_names: {
    in: 'Watch Userpilot events',
    what: 'In the event name of a type that is not in the list, each word has one capital only.',
  },
} as const satisfies Readonly<Record<string, Difference>>;

/** One of the differences. */
export type DifferenceKey = keyof typeof DIFFERENCES;
