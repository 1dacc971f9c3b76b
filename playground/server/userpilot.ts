import { createHmac } from 'node:crypto';
import { TYPE_CHOICES } from '../../src/userpilot/event-types.ts';
import { SAMPLE_PAYLOADS } from '../../src/userpilot/samples.ts';
import type { HookRequest } from '../api.ts';

/** The samples that can be sent. */
export const USERPILOT_SAMPLES = TYPE_CHOICES;

/** Where Zapier would take deliveries: every Zap with an instant trigger has an address of this form. */
export const WEBHOOK_URL = 'https://hooks.zapier.com/hooks/standard/12345678/playground/';

/** A webhook request as Userpilot sends it. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What Userpilot was given where the connection has no secret, and what a forger guesses. */
const OTHER_SECRET = 'not the secret of this connection';

/** Somebody else's ID, put into a body after it was signed. */
const TAMPERED_USER = 'somebody-else';

/**
 * One sample as Userpilot would deliver it, or as somebody would who pretends to be Userpilot. Undefined for a type that
 * has no sample.
 * @param secret the connection's; where it has none, Userpilot signs with one that the connection does not know.
 */
export const deliveryOf = (
  { type, signature }: Pick<HookRequest, 'type' | 'signature'>,
  secret: string,
): Delivery | undefined => {
  const payload = SAMPLE_PAYLOADS.find(({ choice }) => choice === type)?.payload;
  if (!payload) return undefined;
  const body = JSON.stringify(payload);
  const key = signature === 'forged' || secret === '' ? OTHER_SECRET : secret;
  const tampered = {
    ...payload,
    data: { ...payload.data, user: { ...payload.data.user, user_id: TAMPERED_USER } },
  };
  return {
    headers: {
      'Content-Type': 'application/json',
      ...(signature === 'none' ? {} : { 'X-Signature': signed(body, String(payload.timestamp), key) }),
    },
    body: signature === 'tampered' ? JSON.stringify(tampered) : body,
  };
};

/** As Userpilot's webhooks page says, with the hash that we take it for (src/userpilot/signature.ts). */
const signed = (body: string, timestamp: string, secret: string): string => {
  const signature = createHmac('sha256', secret).update(`${body}.${timestamp}`).digest('hex');
  return `t=${timestamp},v1=${signature}`;
};

/** A delivery as Zapier hands it to a trigger: header names with a prefix, the body as it came and parsed. */
export const asTriggerBundle = ({ headers, body }: Delivery) => ({
  rawRequest: {
    method: 'POST',
    querystring: '',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [`Http-${name}`, value])),
    content: body,
  },
  cleanedRequest: JSON.parse(body) as unknown,
});
