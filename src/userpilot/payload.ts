import * as z from 'zod/mini';
import { isBlank, isObject } from '../usermaven/json.ts';

const NOT_JSON = 'The request body is not JSON.';
const NOT_EVENT = 'The request body is not a Userpilot event';
const NOT_OBJECT = 'it is not a JSON object';
const NO_TYPE = 'it has no "type"';
const NO_DATA = 'it has no "data" object';

const filled = z.string(NO_TYPE).check(z.refine((text) => !isBlank(text), NO_TYPE));

// Userpilot's page shows samples and no schema. So a detail of another type than in the samples becomes null: it must
// never cost the event. (z.catch would say so too, and bring 18 kB of zod into the bundle.)
const orNull = <T>(read: (value: unknown) => T | null) => z.pipe(z.optional(z.unknown()), z.transform(read));

const text = orNull((value) => (typeof value === 'string' && !isBlank(value) ? value : null));

const DECIMAL = /^\s*-?\d{1,15}(\.\d{1,15})?\s*$/;

const numeric = orNull((value) => {
  const isNumber = typeof value === 'string' ? DECIMAL.test(value) : Number.isFinite(value);
  return isNumber ? Number(value) : null;
});

/** A property as text: non-blank text as it is, a number in decimal, null for everything else. */
export const asText = (value: unknown): string | null => {
  if (typeof value === 'string') return isBlank(value) ? null : value;
  // A larger whole number lost digits when the JSON was read. No id is better than someone else's.
  return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : null;
};

const identifier = orNull(asText);

// Not z.record: the keys are the customer's property names, and `__proto__` has to come through as one.
const properties = orNull((value) => (isObject(value) ? value : null));

/**
 * A Userpilot webhook body, after Userpilot's webhooks page. Only a non-blank `type` and a `data` object are demanded;
 * everything else is null where it is missing, blank or of another type. `timestamp` is in seconds, as sent.
 */
export const PAYLOAD = z.object(
  {
    type: filled,
    timestamp: numeric,
    app_token: text,
    data: z.object(
      {
        action: text,
        id: identifier,
        hostname: text,
        pathname: text,
        score: numeric,
        survey_question: text,
        follow_up_question: text,
        feedback: text,
        user: properties,
        company: properties,
      },
      NO_DATA,
    ),
  },
  NOT_OBJECT,
);

/** A Userpilot event as read from a webhook body. */
export type UserpilotPayload = z.output<typeof PAYLOAD>;

/** `reason` is a sentence for the log and holds nothing of the body. */
export type PayloadReading =
  | { readonly ok: true; readonly payload: UserpilotPayload }
  | { readonly ok: false; readonly reason: string };

/** Reads the raw body of a webhook request. Never throws. */
export const readPayload = (rawBody: string): PayloadReading => {
  let body: unknown;
  try {
    body = JSON.parse(rawBody);
  } catch {
    return { ok: false, reason: NOT_JSON };
  }
  const read = z.safeParse(PAYLOAD, body);
  if (read.success) return { ok: true, payload: read.data };
  const reasons = read.error.issues.map(({ message }) => message);
  return { ok: false, reason: `${NOT_EVENT}: ${reasons.join(', and ')}.` };
};
