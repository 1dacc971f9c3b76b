import { isBlank, isObject, isTooDeep } from '../lib/json.ts';
import { parseExactly } from '../lib/parse-json.ts';
import { truncate } from '../lib/text.ts';

const NOT_JSON = 'The request body is not JSON.';
const NOT_EVENT = 'The request body is not a Userpilot event';

// Userpilot's page shows samples and no schema. So a detail of a different type from the samples becomes null: the event is worth
// more.
const asFilled = (value: unknown): string | null =>
  typeof value === 'string' && !isBlank(value) ? truncate(value, LONGEST_TEXT) : null;

/** Characters of a text, far more than an event of Userpilot has: outputs stay under 1 MB, and there are some 15 texts in one. */
export const LONGEST_TEXT = 5_000;

/** Text of which a part would be something else, such as an id: null where it would have to be cut. */
const asWhole = (value: unknown): string | null => {
  const text = asFilled(value);
  return text === value ? text : null;
};

const DECIMAL = /^\s*-?\d{1,15}(\.\d{1,15})?\s*$/;

/** Later times in seconds would be after the year 5138, so these are milliseconds. */
const MIN_MILLISECONDS = 1e11;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;

/** Date.parse takes 30 February for 2 March. */
const parseIso = (text: string): number => {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return day.getUTCDate() === Number(text.slice(8, 10)) ? Date.parse(text) : Number.NaN;
};

/** A time in seconds, sent in seconds, milliseconds or as ISO 8601. */
const asSeconds = (value: unknown): number | null => {
  const text = typeof value === 'string' ? value.trim() : '';
  const time = ISO_TIME.test(text) ? parseIso(text) : asNumber(value);
  if (time === null || Number.isNaN(time)) return null;
  return time >= MIN_MILLISECONDS ? time / 1000 : time;
};

const asNumber = (value: unknown): number | null => {
  const isNumber = typeof value === 'string' ? DECIMAL.test(value) : Number.isFinite(value);
  return isNumber ? Number(value) : null;
};

/** A property as text: non-blank text as it is, a number in decimal, null for everything else. */
export const asText = (value: unknown): string | null => {
  if (typeof value !== 'number') return asWhole(value);
  // A larger whole number lost digits when the JSON was read. No id is better than someone else's.
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : null;
};

// As they are: the keys are the customer's property names, and `__proto__` has to come through as one.
const asProperties = (value: unknown): Record<string, unknown> | null => (isObject(value) ? value : null);

/** What a body must have to be a Userpilot event, and anything else. */
interface EventBody {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/**
 * What a Userpilot webhook body says, after Userpilot's webhooks page: null where something is missing, blank or of another
 * type. Questions and feedback of more than {@link LONGEST_TEXT} characters are cut. `timestamp` is in seconds.
 */
export const payloadOf = ({ type, data, timestamp, app_token }: EventBody) => ({
  type: truncate(type, LONGEST_TEXT),
  timestamp: asSeconds(timestamp),
  app_token: asWhole(app_token),
  data: {
    action: asWhole(data.action),
    id: asText(data.id),
    hostname: asWhole(data.hostname),
    pathname: asWhole(data.pathname),
    score: asNumber(data.score),
    survey_question: asFilled(data.survey_question),
    follow_up_question: asFilled(data.follow_up_question),
    feedback: asFilled(data.feedback) ?? asText(data.feedback),
    user: asProperties(data.user),
    company: asProperties(data.company),
  },
});

/** A Userpilot event as read from a webhook body. */
export type UserpilotPayload = ReturnType<typeof payloadOf>;

/** `reason` is a sentence for the log and holds nothing of the body. */
export type PayloadReading =
  /** `content` is the body in one spelling, so that the same delivery is the same whatever its encoding. */
  | { readonly ok: true; readonly payload: UserpilotPayload; readonly content: string }
  | { readonly ok: false; readonly reason: string };

/** A body as JSON, the digits of its numbers kept; undefined for anything else. A byte order mark before it is passed over. */
export const parseBody = (rawBody: string): unknown => parseExactly(rawBody.replace(/^\uFEFF/, ''));

/** Reads the raw body of a webhook request. Only a non-blank `type` and a `data` object are required. Never throws. */
export const readPayload = (rawBody: string): PayloadReading => {
  const body = parseBody(rawBody);
  if (body === undefined) return { ok: false, reason: NOT_JSON };
  if (!isObject(body)) return { ok: false, reason: `${NOT_EVENT}: it is not a JSON object.` };
  const { type, data } = body;
  const hasType = typeof type === 'string' && !isBlank(type);
  if (hasType && isObject(data)) {
    return {
      ok: true,
      payload: payloadOf({ ...body, type, data }),
      // What is nested too deeply to be written is compared as it came.
      content: isTooDeep(body) ? rawBody : JSON.stringify(body),
    };
  }
  const missing = [
    ...(hasType ? [] : ['it has no "type"']),
    ...(isObject(data) ? [] : ['it has no "data" object']),
  ];
  return { ok: false, reason: `${NOT_EVENT}: ${missing.join(', and ')}.` };
};
