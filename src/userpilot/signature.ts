import { createHmac, timingSafeEqual } from 'node:crypto';
import { isBlank, isObject } from '../lib/json.ts';
import { parseBody } from './payload.ts';

/** The header that Userpilot signs with, in lower case. */
export const SIGNATURE_HEADER = 'x-signature';

/** A genuine header is under 200 characters; what is longer than this is not read. */
const MAX_HEADER_CHARACTERS = 4096;

// SHA-256 gives 32 bytes: 64 hex digits, or 43 base64 digits whose last one carries 4 bits.
const HEX_DIGEST = /^[0-9a-f]{64}$/i;
const BASE64_DIGEST = /^[\w+/-]{42}[AEIMQUYcgkosw048]=?$/;

const REFUSALS = {
  noSecret: 'There is no Userpilot secret to check the request against.',
  noHeader: 'The request has no X-Signature header: set the same secret in Userpilot and in this connection.',
  tooLong: `The X-Signature header is longer than ${MAX_HEADER_CHARACTERS} characters.`,
  noSignature: 'The X-Signature header has no v1 signature (expected t=<timestamp>,v1=<signature>).',
  unreadable: 'The v1 signature in the X-Signature header is not a SHA-256 digest in hex or base64.',
  manyTimestamps: 'The X-Signature header has more than one timestamp.',
  blankTimestamp: 'The timestamp in the X-Signature header is blank.',
  noTimestamp: 'Neither the X-Signature header nor the request body has a timestamp.',
  mismatch: 'The signature does not match: the secret in this connection differs, or the body was changed.',
} as const;

/** `reason` is a sentence for the log and holds nothing of the body, the header or the secret. */
export type SignatureCheck =
  | { readonly verified: true }
  | { readonly verified: false; readonly reason: string };

const refuse = (refusal: keyof typeof REFUSALS): SignatureCheck => ({
  verified: false,
  reason: REFUSALS[refusal],
});

/** `t=1, v1=abc=` -> `[['t', '1'], ['v1', 'abc=']]`; a part without `=` gets no value and so counts for nothing. */
const readHeader = (header: string): readonly (readonly [name: string, value: string])[] =>
  header.split(',').map((part) => {
    const [name = ''] = part.split('=', 1);
    return [name.trim(), part.slice(name.length + 1).trim()];
  });

const readDigest = (signature: string): Buffer | null => {
  if (HEX_DIGEST.test(signature)) return Buffer.from(signature, 'hex');
  // Node's base64 reads both alphabets, with and without padding.
  if (BASE64_DIGEST.test(signature)) return Buffer.from(signature, 'base64');
  return null;
};

const bodyTimestamp = (rawBody: string): string | null => {
  const body = parseBody(rawBody);
  if (!isObject(body)) return null;
  const { timestamp } = body;
  if (typeof timestamp === 'number') return String(timestamp);
  return typeof timestamp === 'string' && !isBlank(timestamp) ? timestamp.trim() : null;
};

/**
 * Whether Userpilot, or someone else who knows the secret, sent these very bytes. `X-Signature: t=<timestamp>,v1=<signature>`
 * signs `rawBody + "." + timestamp`; without `t`, the body's own `timestamp` counts (Userpilot's webhooks page). That the
 * hash is HMAC-SHA256, in hex or base64, is our assumption: Userpilot does not say. Never throws.
 * @param check.rawBody the body as received, not parsed and written again.
 * @param check.header what {@link findSignatureHeader} found.
 * @param check.secret the secret of the connection; a blank one verifies nothing.
 */
export const verifySignature = ({
  rawBody,
  header,
  secret,
}: {
  readonly rawBody: string;
  readonly header: string | null;
  readonly secret: string;
}): SignatureCheck => {
  if (isBlank(secret)) return refuse('noSecret');
  if (header === null || isBlank(header)) return refuse('noHeader');
  if (header.length > MAX_HEADER_CHARACTERS) return refuse('tooLong');

  const parts = readHeader(header);
  const valuesOf = (wanted: string) => parts.filter(([name]) => name === wanted).map(([, value]) => value);

  const signatures = valuesOf('v1').filter((signature) => signature !== '');
  if (signatures.length === 0) return refuse('noSignature');
  const digests = signatures.map(readDigest).filter((digest) => digest !== null);
  if (digests.length === 0) return refuse('unreadable');

  const [stated, ...more] = valuesOf('t');
  if (more.length > 0) return refuse('manyTimestamps');
  if (stated === '') return refuse('blankTimestamp');
  const timestamp = stated ?? bodyTimestamp(rawBody);
  if (timestamp === null) return refuse('noTimestamp');

  const expected = createHmac('sha256', secret).update(`${rawBody}.${timestamp}`).digest();
  return digests.some((digest) => timingSafeEqual(digest, expected))
    ? { verified: true }
    : refuse('mismatch');
};

/** Zapier hands a header over with a prefix and in any case: `Http-X-Signature`, `HTTP_X_SIGNATURE`. */
const SPELLINGS = new RegExp(`^(http[-_])?${SIGNATURE_HEADER.replace('-', '[-_]')}$`, 'i');

const headerText = (value: unknown): string | null => {
  if (typeof value === 'string') return value;
  // A header sent twice is one list (RFC 9110, section 5.3).
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(',');
  return null;
};

/** The text of the signature header among a request's headers, whatever the spelling of its name; null if there is none. */
export const findSignatureHeader = (headers: unknown): string | null => {
  if (!isObject(headers)) return null;
  const texts = Object.entries(headers)
    .filter(([name]) => SPELLINGS.test(name))
    .map(([, value]) => headerText(value));
  return texts.find((text) => !isBlank(text)) ?? null;
};
