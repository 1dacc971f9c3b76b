/**
 * What is known of an assumption. `settled`: the source of the other side, its documentation or a check with a real account says
 * so; `contradicted`: two sources disagree, or such a check says otherwise, and the row says what that means for us; `open`:
 * nobody says.
 */
export type AssumptionState = 'settled' | 'contradicted' | 'open';

/** Something that the apps rely on and that the other side does not plainly document. Texts are Markdown. */
export interface Assumption {
  /** What reports and probes call it. Never changes. */
  readonly id: string;
  readonly text: string;
  /** Where the code relies on it, and so what to change if it is wrong: paths from the root, with an anchor where it helps. */
  readonly where: readonly string[];
  /** Why we believe it: the sources that {@link SECTIONS} and the page explain. */
  readonly source: string;
  readonly state: AssumptionState;
  /** How a person checks it with a real account. */
  readonly check: string;
  /** Why no command can check it, as the rest of "By hand, since ...". Which rows `npm run verify` checks is in tools/verify. */
  readonly byHand?: string;
  /** When it was checked with a real account, and what was seen. Written by `npm run verify`. */
  readonly checked?: string;
}

interface AssumptionSection {
  readonly title: string;
  /** What a reader has to know of its rows. Markdown. */
  readonly about?: string;
  /** The service of `npm run verify` that checks its rows. */
  readonly service?: string;
  /** Instead: why no command can check any of them. */
  readonly byHand?: string;
  readonly rows: readonly Assumption[];
}

const USERMAVEN_REQUESTS: readonly Assumption[] = [
  {
    id: 'empty-batch',
    text: 'An empty batch (`[]`) with right credentials gets 2xx or 400 and writes nothing; with wrong ones 401 or 403',
    where: ['src/zapier/authentication.ts'],
    source:
      'collector: the token is checked before the body, and `[]` is a 400 (`No events in batch`). The ancestor answers 200',
    state: 'settled',
    check:
      "`curl -i -H 'Content-Type: application/json' -d '[]' URL`, with the right token and a wrong one. Events Activity stays empty",
  },
  {
    id: 'no-event',
    text: 'An identify call without `user.id` whose time is in 1970 is accepted and writes nothing, so that Make can test a connection with it',
    where: ['src/make/connection.ts'],
    source: 'collector: it throws the event away by two rules at once',
    state: 'settled',
    check:
      '`curl -i -H \'Content-Type: application/json\' -d \'{"event_type":"user_identify","user":{},"timestamp":1}\' URL` gets 2xx. Events Activity stays empty',
  },
  {
    id: 'echo',
    text: 'A response may repeat what was sent, so nothing of it goes into a message uncleaned',
    where: ['src/usermaven/response.ts', 'src/lib/redact.ts'],
    source: 'collector: a body that is not JSON is repeated in full. The ancestor repeats the token of a 401',
    state: 'settled',
    check: 'Send `x` as the body and look at the response',
  },
  {
    id: 'forbidden',
    text: '403 means the same as 401, unless its body is a page of HTML: that is a firewall',
    where: ['src/usermaven/response.ts'],
    source: 'ours',
    state: 'open',
    check: 'Ask Usermaven; send with the token of a suspended workspace',
    byHand: 'it takes a workspace that Usermaven has suspended',
  },
  {
    id: 'success',
    text: 'Any 2xx means accepted, whatever the body. Accepted is not stored: events are queued, and some are thrown away later',
    where: ['src/usermaven/response.ts'],
    source: 'guide shows `{"status":"ok"}`; `{"status":"Ok"}` and `{"status":1}` have been seen',
    state: 'open',
    check: 'Look at the body of a good request',
  },
  {
    id: 'error-reason',
    text: 'An error says why in plain text, or in JSON under a usual name (`message`, `detail`, `error`, `errors`)',
    where: ['src/usermaven/response.ts'],
    source: 'collector writes plain text; the Python client reads `detail` in JSON. Both are read',
    state: 'contradicted',
    check: 'Send an event without `user` and look at the body of the 400',
  },
  {
    id: 'whole-batch',
    text: 'A batch is accepted or refused as a whole',
    where: ['src/zapier/send-chunks.ts'],
    source:
      'collector: one event of a wrong shape refuses all (400), but when it is busy (503) a part may be stored already. Such a request is sent again with the same event ids, which counts once only if Usermaven drops repeated ids',
    state: 'contradicted',
    check: 'Send two events, one without `user`: neither is stored. A 503 cannot be caused from outside',
  },
  {
    id: 'sizes',
    text: '100 events and 475,000 bytes a request, 32 KiB an event are taken',
    where: ['src/usermaven/limits.ts'],
    source:
      'clients: the Python client stops there. collector: no limit but 2 MiB a request. The ancestor refuses an event over 51,200 bytes',
    state: 'settled',
    check: 'Import 1,000 rows; send one event of 32,000 bytes',
  },
  {
    id: 'too-large',
    text: 'Too large a request gets 413',
    where: ['src/zapier/send-chunks.ts'],
    source: 'collector: above 2 MiB',
    state: 'settled',
    check: 'Send 5 MB with curl and look at the status',
  },
  {
    id: 'strict-types',
    text: 'A value of a wrong type (a number as `page_title`, a list as `event_attributes`) refuses the whole request, so each is checked',
    where: ['src/events/raw.ts', 'src/events/read.ts'],
    source: 'collector',
    state: 'settled',
    check: 'Send an event with `"page_title": 1` and look at the 400',
  },
  {
    id: 'concurrency',
    text: 'Four requests at a time are no trouble, and the order in which batches arrive does not matter',
    where: ['src/zapier/timing.ts'],
    source: 'ours: the time of each event gives the order',
    state: 'open',
    check: 'Import 1,000 rows and compare the timeline',
  },
  {
    id: 'try-again',
    text: '408, 429 and 5xx are worth another try',
    where: ['src/usermaven/response.ts', 'src/zapier/client.ts'],
    source: 'collector: 503 when it is busy, 504 after 60 s. Clients retry 429 and 5xx',
    state: 'settled',
    check: 'None needed',
  },
  {
    id: 'retry-after',
    text: 'If there is a rate limit, `Retry-After` (seconds or a date) says how long to wait',
    where: ['src/usermaven/response.ts', 'src/zapier/client.ts'],
    source:
      'ours. The collector has neither a rate limit nor the header; what stands in front of it may have both',
    state: 'open',
    check: 'Ask Usermaven for the limit and the header. Without the header the app waits about a minute',
    byHand: 'a run sends too little to meet a limit',
  },
  {
    id: 'no-redirect',
    text: 'The Events API does not redirect',
    where: ['src/zapier/client.ts'],
    source: 'ours: a redirect would take the token along',
    state: 'open',
    check: 'A good request gets 2xx, not 3xx',
  },
  {
    id: 'token-encoding',
    text: 'The token may be URL-encoded in the query',
    where: ['src/usermaven/request.ts'],
    source: 'ours: for letters, digits, `-` and `.` it is the same, and every token seen is a UUID',
    state: 'open',
    check: 'If your Server Token has other characters, connect with it',
  },
  {
    id: 'token-place',
    text: 'The query is the right place for the token',
    where: ['src/usermaven/request.ts'],
    source:
      'guide, all clients and the collector. The newest page also documents `Authorization: Bearer`, which the collector does not read',
    state: 'settled',
    check: 'None needed',
  },
  {
    id: 'api-key-in-body',
    text: '`api_key` belongs in every event',
    where: ['src/events/build.ts'],
    source: 'guide. The collector overwrites it with the one of the token, so it does no harm',
    state: 'contradicted',
    check: 'None needed',
  },
  {
    id: 'api-key-form',
    text: 'An API Key has no full stop in it, so the joined token is cut at the first one; one joined with another token is told from it by its form, `UM` and eight letters or digits',
    where: ['src/usermaven/request.ts'],
    source: 'clients',
    state: 'open',
    check: 'Paste the joined token into one box and connect',
  },
  {
    id: 'new-token',
    text: 'A new Server Token works after about ten seconds',
    where: ['src/zapier/response-errors.ts', 'src/make/errors.ts'],
    source: 'collector',
    state: 'settled',
    check: 'Renew the token of the test workspace and connect with it at once, and again after ten seconds',
  },
  {
    id: 'credentials-place',
    text: 'The credentials are under Workspace Settings > Setup > HTTP API',
    where: ['src/fields/connection.ts'],
    source: 'guide; another page says General > Server side tracking credentials',
    state: 'contradicted',
    check: 'Look',
  },
  {
    id: 'sender-user-agent',
    text: 'Where an event has no User Agent, that of the sender counts, and libraries (`node-fetch`, `axios`) and whatever has an address in it are bots. `Zapier` and `Make` are not',
    where: ['src/usermaven/request.ts'],
    source: 'collector',
    state: 'settled',
    check: 'Send an event without User Agent and see that it is in Events Activity and in a report',
  },
];

const USERMAVEN_EVENTS: readonly Assumption[] = [
  {
    id: 'event-time',
    text: 'The time of an event is `_timestamp` or `timestamp`, UTC milliseconds. Both are sent',
    where: ['src/fields/event.ts', 'src/usermaven/event.ts'],
    source:
      'guide: `_timestamp`. The collector reads only `timestamp`, and without it takes the time of arrival',
    state: 'contradicted',
    check: 'Send an event of last week and look at its time on the timeline',
  },
  {
    id: 'repeated-id',
    text: 'A second event with the same `event_id` is dropped, in the whole workspace and for as long as it takes to repeat an import',
    where: ['src/usermaven/ids.ts', 'src/zapier/replay-store.ts'],
    source:
      'guide: "to prevent duplicate event submissions"; scope and window are not said. The collector does not read `event_id`. So ids stay the same in every try, and what was accepted is not sent again',
    state: 'contradicted',
    check: 'Run `npm run demo -- stripe --live` twice, and again a day and a week later. Look at the count',
  },
  {
    id: 'id-form',
    text: 'An `event_id` may be any text',
    where: ['src/usermaven/ids.ts'],
    source: 'guide; ours are in the form of a UUID',
    state: 'open',
    check: 'Map `test-1` to Event ID',
  },
  {
    id: 'past-events',
    text: 'An event may lie years back',
    where: ['src/usermaven/times.ts'],
    source:
      'guide: "historical events". The collector throws away what is before 1971; that we begin at 2000 is ours',
    state: 'settled',
    check: 'Send an event of 2015 and find it',
  },
  {
    id: 'future-events',
    text: 'An event more than 24 hours ahead is thrown away after a 2xx, so we refuse it above 23',
    where: ['src/usermaven/times.ts'],
    source: 'collector',
    state: 'settled',
    check: 'Send an event of the day after tomorrow with curl and do not find it',
  },
  {
    id: 'created-at',
    text: '`created_at` may have a zone and milliseconds',
    where: ['src/events/read.ts'],
    source:
      'ours: the guide shows `2021-01-20T09:55:35`, without a zone. The collector keeps any text; what People makes of it is not in it',
    state: 'open',
    check: 'Identify a user with User Created At and look at the people page',
  },
  {
    id: 'identify-without-email',
    text: '`user_identify` without `email` or `created_at` updates the person',
    where: ['src/actions/identify-user.ts'],
    source: 'guide calls both required. The collector accepts it without them; what People does is not in it',
    state: 'open',
    check: 'Identify an existing user with User ID and one attribute',
  },
  {
    id: 'identify-without-id',
    text: '`user_identify` without `user.id`, or with a company that has members but no `id`, is thrown away after a 2xx, so it needs User ID or Email',
    where: ['src/actions/identify-user.ts', 'src/events/batch.ts'],
    source: 'collector',
    state: 'settled',
    check: 'Send one with `anonymous_id` alone with curl: the person is not there',
  },
  {
    id: 'left-out',
    text: 'A blank that is left out does not erase what is stored',
    where: ['src/events/build.ts'],
    source: 'ours: People is not in the source of the collector',
    state: 'open',
    check: 'Identify an existing user without First Name: the name is still there',
  },
  {
    id: 'company-id-alone',
    text: 'A company with only `id` is taken',
    where: ['src/fields/company.ts'],
    source: 'collector and the Segment destination; the JS and Python clients want `name` and `created_at`',
    state: 'contradicted',
    check: 'Identify with Company ID alone',
  },
  {
    id: 'company-update',
    text: 'The company in `user_identify` updates the Companies page, and so does `group`',
    where: ['src/fields/company.ts', 'src/actions/track-event.ts'],
    source:
      'guide shows a company in `user_identify`; JS and Segment send `group`. Companies are not in the source of the collector',
    state: 'open',
    check:
      'Identify with Company ID and Company Name; send a row of the event name `group`. Look at the page',
  },
  {
    id: 'typed-attributes',
    text: 'Attributes of an event, a person and a company may be numbers and booleans, and may be nested',
    where: ['src/usermaven/values.ts', 'src/fields/event.ts'],
    source:
      'collector keeps them as JSON with types and nesting; guide shows text only for people and companies. How reports show nested ones is not said',
    state: 'settled',
    check:
      'Send `seats` = `25` and filter by it as a number; send `{"items": [{"sku": "A1"}]}` and open the event',
  },
  {
    id: 'goals',
    text: 'A conversion goal can sum any attribute that is a number, and shows 0 for an event without a page',
    where: ['src/usermaven/values.ts', 'src/fields/page.ts'],
    source: 'guide. Goals are not in the source of the collector',
    state: 'open',
    check: 'Make a goal on `Subscription Payment Succeeded` with the dynamic value `amount`',
  },
  {
    id: 'other-members',
    text: 'Members of `user` and `company` that are not documented are dropped, so in raw events they go into `custom`',
    where: ['src/events/raw.ts'],
    source: 'collector',
    state: 'settled',
    check: 'Send `{"user": {"id": "1", "plan": "pro"}}` with curl: the plan is nowhere',
  },
  {
    id: 'text-ids',
    text: 'IDs may be sent as text whatever they are in the product; names, email and `created_at` count only as text',
    where: ['src/events/read-text.ts'],
    source: 'collector takes text and whole numbers as ids',
    state: 'settled',
    check: 'None needed',
  },
  {
    id: 'email-as-id',
    text: 'Email as `user.id` works in Identify User and for every event name, and merging by email comes later',
    where: ['src/fields/person.ts'],
    source:
      'guide, for deal events of leads; the rest is inferred. People is not in the source of the collector',
    state: 'open',
    check:
      "Send a lead's event with Email alone, then identify a user with another ID and the same email. Look at one timeline",
  },
  {
    id: 'anonymous-alone',
    text: 'An event with `anonymous_id` alone is taken, and joined with the person who identifies with that id later; `user_identify` alone does this, for the last six months',
    where: ['src/fields/person.ts'],
    source: 'guide, collector',
    state: 'settled',
    check:
      "Open the test site, send a call with its cookie's value, log in, wait for the job that joins them, and look at the timeline",
  },
  {
    id: 'visitor',
    text: "Without an anonymous id, IP address and user agent together are the visitor: the sender's, where the event has none",
    where: ['src/fields/device.ts'],
    source: 'collector',
    state: 'settled',
    check: 'Send with and without IP Address and compare the country',
  },
  {
    id: 'attribution',
    text: 'Attribution reads `utm` and never the address, so it is filled from the address as the pixel does: the last of a name, decoded, plus signs kept',
    where: ['src/usermaven/campaign.ts'],
    source: 'collector; usermaven-js 1.5.15, run',
    state: 'settled',
    check: 'Send Page URL with `?utm_source=google` and look at the source of the visit',
  },
  {
    id: 'click-ids',
    text: '`click_id` has `gclid` and `fbclid`',
    where: ['src/usermaven/campaign.ts'],
    source: 'collector',
    state: 'settled',
    check: 'Send Page URL with `?gclid=test` and open the event',
  },
  {
    id: 'host-without-port',
    text: '`doc_host` is the host without the port',
    where: ['src/usermaven/page.ts'],
    source: "guide's example, usermaven-js; the Segment destination has the port",
    state: 'contradicted',
    check: 'Send Page URL `http://localhost:3000/x` and open the event',
  },
  {
    id: 'page-view',
    text: 'An event called `pageview`, with `url`, `referrer` and `title` as its attributes, is a page view',
    where: ['src/usermaven/event.ts'],
    source: 'usermaven-js and the Segment destination',
    state: 'open',
    check: 'Send a batch with a row of that name and look at the pages',
  },
  {
    id: 'lead-event',
    text: 'An event called `lead`, with `email` in its attributes, makes a lead',
    where: ['src/usermaven/event.ts'],
    source: 'guide, for Usermaven\'s own scripts: "forward the same payload structure"',
    state: 'open',
    check: 'Send a batch with a row of that name and look at the leads',
  },
  {
    id: 'referer',
    text: '`referer`, with one r in the middle, is the key of the referrer',
    where: ['src/fields/page.ts'],
    source: 'usermaven-js; the collector overwrites `referrer`',
    state: 'settled',
    check: 'Send Referrer and open the event',
  },
  {
    id: 'screen-form',
    text: '`screen_resolution` and `vp_size` are `width x height`, written `1280x720`',
    where: ['src/fields/device.ts'],
    source: 'usermaven-js',
    state: 'open',
    check: 'Open an event',
  },
  {
    id: 'constants',
    text: '`src: "http"` and `ids: {}` are right for us',
    where: ['src/usermaven/event.ts'],
    source: "guide's examples; each client sends a name of its own",
    state: 'open',
    check: 'Ask Usermaven whether `src` should name this app',
    byHand: 'both are stored alike',
  },
  {
    id: 'reserved-names',
    text: 'Names that start with `$` belong to the pixel; `user_identify` and `group` update people and companies',
    where: ['src/usermaven/event.ts', 'src/actions/track-event.ts'],
    source: 'usermaven-js',
    state: 'settled',
    check:
      'None needed: `$` names are refused everywhere, the others by Track Event. Send Batch takes them, so that people and companies can be imported',
  },
  {
    id: 'cookie',
    text: 'The cookie is called `__eventn_id_<API key>`, and one that ends with `_usr` holds personal data',
    where: ['docs/snippets/callrail-anonymous-id.html'],
    source: 'usermaven-js; older versions of it wrote the second',
    state: 'settled',
    check: 'Open the developer tools of your browser on your website',
  },
  {
    id: 'callrail',
    text: "CallRail's script reads `cr_custom_fields` when a call is made, and the trigger has Custom Fields Usermaven Anonymous Id",
    where: ['docs/snippets/callrail-anonymous-id.html'],
    source: 'guide',
    state: 'open',
    check: "Call a tracking number from the website and look at the trigger's sample",
    byHand: 'somebody has to call',
  },
];

const USERPILOT: readonly Assumption[] = [
  {
    id: 'userpilot-signature',
    text: 'The signature is HMAC-SHA256, in hex or base64, over the body, a full stop and the timestamp',
    where: ['src/userpilot/signature.ts'],
    source: "Userpilot's page has header and order; hash and encoding are ours",
    state: 'open',
    check: 'Send Test with a secret: the Zap starts. With another secret it does not',
  },
  {
    id: 'userpilot-test',
    text: 'Send Test is signed like a real event, and has the same form',
    where: ['src/zapier/userpilot-trigger.ts'],
    source: 'ours',
    state: 'open',
    check: 'Compare a test with a real event in Zapier',
  },
  {
    id: 'userpilot-age',
    text: 'Old signatures need not be refused: no age is checked',
    where: ['src/userpilot/signature.ts'],
    source: 'ours: retries and their timing are not documented, and requests wait in queues',
    state: 'open',
    check: 'Stop the Zap for an hour and see whether Userpilot tries again',
  },
  {
    id: 'userpilot-seconds',
    text: '`timestamp` is in seconds. Milliseconds and ISO 8601 are read too',
    where: ['src/userpilot/payload.ts'],
    source: "Userpilot's samples",
    state: 'open',
    check: 'Look at Occurred At of a real event',
  },
  {
    id: 'userpilot-deliveries',
    text: 'Two deliveries whose bodies say the same are one event, however they are encoded',
    where: ['src/userpilot/output.ts'],
    source: 'ours: there is no delivery id',
    state: 'open',
    check: 'Dismiss the same flow twice within a second',
  },
  {
    id: 'userpilot-other-types',
    text: 'Types without a sample (`nps.dismissed`, an NPS score, surveys, banners) have the same form and pass through',
    where: ['src/userpilot/event-types.ts'],
    source: 'ours',
    state: 'open',
    check: 'Switch all events on and look at the types that come',
  },
  {
    id: 'userpilot-survey-sample',
    text: 'The sample of Any Other Event, `surveys.completed`, is made up',
    where: ['src/userpilot/samples.ts'],
    source: 'ours',
    state: 'open',
    check: "Send a survey's event and compare",
  },
  {
    id: 'userpilot-button',
    text: '`button_tracked_event.occurred` is a click',
    where: ['src/userpilot/event-types.ts'],
    source: 'ours',
    state: 'open',
    check: 'Click such a button',
  },
  {
    id: 'userpilot-page',
    text: 'The page is `https://`, `hostname` and `pathname` together. Either may be a whole address',
    where: ['src/userpilot/output.ts'],
    source: 'ours',
    state: 'open',
    check: 'Compare URL with the page',
  },
  {
    id: 'userpilot-details',
    text: 'A detail of another type than in the samples is worth less than the event, and becomes null where it cannot be read',
    where: ['src/userpilot/payload.ts'],
    source: 'ours: there is no schema',
    state: 'open',
    check: 'Look at real events of each type',
  },
];

const ZAPIER: readonly Assumption[] = [
  {
    id: 'zapier-runs',
    text: "A step on Zapier's servers does what it does here: the same input gives the same output",
    where: ['sandbox/zapier/lambda.ts', 'sandbox/zapier/run-recipe.ts'],
    source: 'zapier-platform-core 19.1.0 is the same; what calls it on Zapier is not public',
    state: 'open',
    check: 'Build each recipe and compare the output of its test with that of `npm run demo`',
  },
  {
    id: 'trigger-samples',
    text: 'Triggers of other apps hand over what the samples in the recipes have',
    where: ['recipes'],
    source: 'the guides and the APIs of those apps; not taken from live Zapier',
    state: 'open',
    check: 'Build each recipe and compare the names and values of its trigger',
    byHand: 'it takes accounts with all of those apps',
  },
  {
    id: 'attio-trigger',
    text: "Attio's trigger Record attribute is updated exists in Zapier as it does in Attio's automations",
    where: ['recipes/attio-lead.json', 'recipes/attio-known-user.json'],
    source: "guide, which is about Attio's own automations",
    state: 'open',
    check: 'Look for it in Zapier',
    byHand: 'it takes an account with Attio',
  },
  {
    id: 'line-items',
    text: 'Line items are mapped column by column and arrive as rows under the key of their group; the other readings in the docstring of the file',
    where: ['sandbox/zapier/mapping.ts'],
    source: "Zapier's documentation, and ours where it says so",
    state: 'open',
    check: 'Build the import recipe and compare `inputData` in the bundle logs',
    byHand: 'columns are mapped in the editor',
  },
  {
    id: 'zapier-dates',
    text: "A date field of Zapier's turns text that it cannot read into the time of the run, cuts milliseconds and takes the month first, so ours are plain text fields, which hand over what was mapped",
    where: ['src/zapier/form.ts', 'src/usermaven/dates.ts'],
    source: 'zapier-platform-cli 19.1.0: its emulator of a run, which is written to do what production does',
    state: 'settled',
    check:
      "Map `2026-01-31T09:30:00.123Z` and HubSpot's timestamp (milliseconds), and look at Occurred At in the output",
  },
  {
    id: 'account-time-zone',
    text: '`bundle.meta.timezone` is the time zone of the account, an IANA name',
    where: ['src/zapier/step.ts'],
    source: "Zapier's types",
    state: 'open',
    check: 'Map a time without a zone and leave Time Zone blank',
  },
  {
    id: 'building',
    text: '`bundle.meta.isLoadingSample` is true for a test in the editor and for no live run: then a detail that cannot be read is refused rather than left out',
    where: ['src/zapier/step.ts', 'src/events/build.ts'],
    source: "Zapier's documentation",
    state: 'open',
    check: 'Map `n/a` to Page URL: the test of the step is refused, a live run has a note',
    byHand: 'it takes the editor and a live run',
  },
  {
    id: 'refresh-fields',
    text: 'A list of names does not refresh the form by itself: the user presses Refresh fields',
    where: ['src/zapier/form.ts', 'src/fields/batch.ts'],
    source: "Zapier's documentation: only dropdowns alter dynamic fields",
    state: 'settled',
    check: 'Fill in Extra Columns in the editor, press Refresh fields and see the columns',
  },
  {
    id: 'form-inputs',
    text: 'While a form is built, mapped values come as `{{...}}`, so a name that is mapped adds no column; JSON fields take a `schema`',
    where: ['src/events/columns.ts', 'src/zapier/form.ts'],
    source: "Zapier's schema; zapier-platform, issue 362",
    state: 'open',
    check: 'Map a value to Extra Columns: no column appears',
    byHand: 'values are mapped in the editor',
  },
  {
    id: 'throttled',
    text: 'After a `ThrottledError` Zapier runs the step again with the same input after the delay, on every plan, and does not count it. How often is not said',
    where: ['src/zapier/errors.ts'],
    source: "Zapier's documentation",
    state: 'open',
    check:
      "Point a test version at a host that answers 503 (a snapshot with `USERMAVEN_EVENTS_URL`) and watch the Zap's history",
    byHand: 'it takes a live run at a host that fails',
  },
  {
    id: 'error-classes',
    text: '`HaltedError` does not count against the Zap and tells nobody; `Error` does both; `ExpiredAuthError` holds the runs until the user reconnects',
    where: ['src/zapier/errors.ts'],
    source: "Zapier's documentation",
    state: 'open',
    check: 'Send a blank person; send `banana` as Occurred At; connect with a token that you then renew',
    byHand: 'what becomes of a run is seen with live runs',
  },
  {
    id: 'cache',
    text: '`z.cache` keeps a value for a day, for all users of a major version of the app, and may fail',
    where: ['src/zapier/replay-store.ts'],
    source:
      "Zapier's documentation. The key is a hash of the action, the API Key, the time zone and the input. If the store fails, a replay of an event without time and Event ID has a new ID",
    state: 'open',
    check: 'Interrupt a batch as above and see `events_resumed` in the output of the second run',
    byHand: 'a run has to be interrupted in its middle',
  },
  {
    id: 'contextify',
    text: '`doNotContextify` keeps Zapier from adding the requested address to a message',
    where: ['src/zapier/errors.ts'],
    source: 'zapier-platform-core 19.1.0; not a documented interface',
    state: 'settled',
    check: '`npm test` after every upgrade of the core',
  },
  {
    id: 'request-options',
    text: '`merge: false` and `raw: true` of a request mean what the core does with them; without `merge`, the header `User-Agent` has to be ours',
    where: ['src/zapier/client.ts'],
    source: 'zapier-platform-core 19.1.0',
    state: 'settled',
    check: '`npm test` after every upgrade of the core',
  },
  {
    id: 'log-masks',
    text: 'Zapier hides the values of the connection, and the other forms of the token that we tell it, in its own log of requests',
    where: ['src/zapier/step.ts'],
    source: 'zapier-platform-core 19.1.0: it masks what is in `authData`',
    state: 'settled',
    check: '`npx zapier-platform logs --type http --detailed`: neither the token nor its parts are there',
  },
  {
    id: 'raw-webhook',
    text: 'A static webhook hands over the body as it was received in `rawRequest.content`, and header names with the prefix `Http-`',
    where: ['src/zapier/userpilot-trigger.ts'],
    source: "Zapier's documentation",
    state: 'open',
    check: 'Send Test with a secret: the signature is right',
    byHand: 'the Zapier CLI cannot deliver a webhook',
  },
  {
    id: 'step-limits',
    text: 'A step has 30 seconds and at least 6 MB of input',
    where: ['src/zapier/timing.ts', 'src/usermaven/limits.ts'],
    source:
      "Zapier's documentation says 6 MB on one page, 35 MB for apps like ours on another. The limits of a step are ours either way",
    state: 'contradicted',
    check: 'Import 5,000 rows',
    byHand: 'a run sends too little',
  },
  {
    id: 'shared-rate-limit',
    text: 'All users of a private app share one rate limit of Zapier (100 calls a minute for an owner on a small plan, 5,000 on Team or Enterprise), and runs beyond it wait',
    where: ['docs/deploy.md'],
    source: "Zapier's documentation of 2024",
    state: 'open',
    check: 'Ask Zapier before you invite many',
    byHand: 'a run calls too little',
  },
  {
    id: 'settings-links',
    text: 'The links to `app.usermaven.com` and `run.userpilot.io` lead to the settings',
    where: ['src/fields/connection.ts'],
    source: 'ours',
    state: 'open',
    check: 'Click them',
    byHand: 'the pages open after a login',
  },
];

const MAKE: readonly Assumption[] = [
  {
    id: 'make-functions',
    text: "Where Make's functions are not fully described, their results do not matter to the app: it does the same under every plausible one",
    where: ['sandbox/make/readings.ts', 'sandbox/make/functions.ts'],
    source:
      'ours: each question with both answers is in the first file. runtime: `length` of nothing is 0, plain `replace` replaces every occurrence, `split` drops empty parts',
    state: 'open',
    check:
      "Track an event with everything filled, and with next to nothing filled, and compare with Zapier's",
  },
  {
    id: 'make-blanks',
    text: 'An expression that yields `undefined` leaves its key out, and so does a parameter that was left blank',
    where: ['src/make/event-body.ts'],
    source: 'doc, runtime',
    state: 'settled',
    check: 'Track an event with only name and email filled and open it',
  },
  {
    id: 'make-collection-types',
    text: '`toCollection` keeps the types of mapped values',
    where: ['src/make/event-body.ts'],
    source: 'public apps',
    state: 'open',
    check: 'Track an event with a number mapped to an attribute and open it',
  },
  {
    id: 'make-temp',
    text: '`temp` of a request is worked out before its body, and its members can be read there',
    where: ['src/make/event-body.ts'],
    source: 'doc, code (schema), runtime',
    state: 'settled',
    check: 'Track an event with page and company: both are there',
  },
  {
    id: 'make-dates',
    text: "A date in a body becomes ISO 8601 in UTC; `formatDate(date, 'x')` is milliseconds; a number that is mapped to a date counts as milliseconds",
    where: ['src/make/event-body.ts', 'src/fields/field.ts'],
    source: 'doc, runtime',
    state: 'settled',
    check: 'Map a date, ISO 8601 text and a number to Occurred at',
  },
  {
    id: 'make-patterns',
    text: "Regular expressions in `replace` may stand in quotes, with slashes and flags, and are JavaScript's; `decodeURL` decodes a part of a query",
    where: ['src/make/iml.ts', 'src/make/event-body.ts'],
    source: 'doc; public apps write them so',
    state: 'open',
    check: 'Page URL without `https://`, with `?` and `#`, and with `utm_campaign=a%20b`',
  },
  {
    id: 'make-rows',
    text: '`parseJSON(replace(createJSON(...)))` gives the rows of a batch back with `api_key` in each, and a lone expression can be the whole body, an array',
    where: ['src/make/batch-module.ts'],
    source: 'ours; code takes it. No public app does the second',
    state: 'open',
    check: 'Bulk send two events',
  },
  {
    id: 'make-aggregator',
    text: 'An array aggregator offers the columns of Events when it is the target structure, and `__IMTINDEX__` numbers bundles from 1',
    where: ['src/make/batch-module.ts', 'docs/make.md#batches'],
    source: 'doc for the first; the name of the second is from public scenarios',
    state: 'open',
    check: 'Build the import recipe',
  },
  {
    id: 'make-validate',
    text: '`validate` with `maxItems` and `pattern` is enforced for mapped values too',
    where: ['src/make/batch-module.ts', 'src/make/action-module.ts'],
    source: 'doc; runtime, where patterns have the flag `u`',
    state: 'settled',
    check: 'Send 101 events; map `user_identify` to Event name',
  },
  {
    id: 'make-api-call-path',
    text: 'The pattern of the URL of Make an API call keeps requests, and with them the token, at Usermaven',
    where: ['src/make/api-call-module.ts'],
    source: 'runtime: a bare URL takes absolute addresses, and patterns are enforced for mapped values',
    state: 'settled',
    check: 'Map `https://example.com/` to URL: the module refuses it',
  },
  {
    id: 'make-redirects',
    text: '`followRedirects: false` hands a redirect to us, as an answer below 400',
    where: ['src/make/connection.ts', 'src/make/errors.ts'],
    source:
      'doc. runtime: it counts for GET only, and other methods have `followAllRedirects`, which is on by default',
    state: 'contradicted',
    check: 'Point a test app at a host that answers 302 and see that nothing follows it',
  },
  {
    id: 'make-masks',
    text: 'Masks of a module replace those of the base, or are added to them: ours do for both',
    where: ['src/make/batch-module.ts'],
    source: 'doc says that base merges; how lists merge is not said',
    state: 'open',
    check: "Look at the logged requests in Make's developer tools",
  },
  {
    id: 'make-error-types',
    text: '`error.type` may be an expression, and ConnectionError and RateLimitError are run again by Make when the scenario keeps incomplete executions',
    where: ['src/make/errors.ts'],
    source: 'doc for the types; runtime',
    state: 'settled',
    check: "Point a test app's base at a host that answers 503",
  },
  {
    id: 'make-connection-test',
    text: 'A connection test that gets 400 or more fails, so it has to send something that Usermaven accepts',
    where: ['src/make/connection.ts'],
    source: 'doc, runtime',
    state: 'settled',
    check: 'Connect with the right credentials',
  },
  {
    id: 'make-condition',
    text: "A webhook's `condition` that is false starts nothing, and Make answers 200 by itself",
    where: ['src/make/userpilot-webhook.ts'],
    source: 'doc, public apps, runtime',
    state: 'settled',
    check: 'Send Test with a type that is not chosen',
  },
  {
    id: 'make-webhook-bytes',
    text: "Make's JSON of the body equals the bytes that Userpilot sent, so that the signature can be checked; names of headers are in small letters",
    where: ['src/make/userpilot-webhook.ts'],
    source: 'public apps do it for senders of compact JSON; there is no raw body',
    state: 'open',
    check: 'Send Test with a secret. If it starts nothing, the secret has to stay blank on Make',
  },
  {
    id: 'make-duplicates',
    text: 'Instant triggers are not deduplicated',
    where: ['docs/make.md#watch-userpilot-events'],
    source: 'doc',
    state: 'settled',
    check: 'None needed: the ID is there to map',
  },
  {
    id: 'make-api',
    text: "Make's API: addresses, bodies and content types; a new module needs `moduleInitMode`, a universal one `subtype`; names are made by Make; a section comes back as it was written",
    where: ['tools/make-deploy/api.ts', 'tools/make-deploy/folder.ts'],
    source: 'code; public apps for content types and names',
    state: 'open',
    check: '`npm run make:deploy`, twice: the second run writes nothing',
  },
  {
    id: 'make-client',
    text: 'A client without a User-Agent is refused with 403 (code 1010), which may also stand for too many writes in a short time',
    where: ['tools/make-deploy/client.ts'],
    source: 'public apps; they do not agree on the second',
    state: 'contradicted',
    check: 'None needed: the command says who it is, and what to do',
  },
  {
    id: 'make-rate-limit',
    text: 'Requests are counted by the minute: 60 on the smallest plan',
    where: ['tools/make-deploy/client.ts'],
    source: 'doc',
    state: 'settled',
    check: 'Watch a first deployment',
  },
  {
    id: 'make-icon',
    text: 'Make shows the icon as it is, on a circle of the theme colour',
    where: ['assets/icon.svg', 'tools/make-deploy/folder.ts'],
    source: 'code: its editor extension shows it so',
    state: 'open',
    check: 'Look at the app in a scenario',
  },
];

/** Every assumption, in the order of docs/assumptions.md, which `npm run generate` writes from it. */
export const SECTIONS: readonly AssumptionSection[] = [
  { title: 'Usermaven: requests', service: 'usermaven', rows: USERMAVEN_REQUESTS },
  { title: 'Usermaven: events', service: 'usermaven', rows: USERMAVEN_EVENTS },
  {
    title: 'Userpilot',
    byHand:
      'Userpilot sends a webhook only when somebody does something in it, and has no API to ask for one',
    rows: USERPILOT,
  },
  { title: 'Zapier and the other apps', service: 'zapier', rows: ZAPIER },
  {
    title: 'Make',
    service: 'make',
    about:
      "Nothing of the Make app was run on Make yet. **doc** is Make's documentation, **code** is Make's own public code (its editor extension 2.8.0, @makehq/sdk 1.6.10), **public apps** are projects that run on Make, **runtime** is a public guide to custom apps whose author reads Make's runtime (minsu-kang/make-custom-app-skill). The local tests check that the app does what follows from these; they cannot check these.",
    rows: MAKE,
  },
];
