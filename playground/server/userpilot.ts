import { createHmac } from 'node:crypto';
import { TYPE_CHOICES } from '../../src/userpilot/event-types.ts';
import { SAMPLE_PAYLOADS } from '../../src/userpilot/samples.ts';
import type { HookRequest } from '../api.ts';

/** The event types that have a sample, with their labels. */
export const USERPILOT_SAMPLES = TYPE_CHOICES;

/** The webhook URL of the playground's Zap. Every Zap with an instant trigger has one of this form. */
export const WEBHOOK_URL = 'https://hooks.zapier.com/hooks/standard/12345678/playground/';

/** A webhook request as Userpilot sends it. */
interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A secret that the connection does not know: the sender's if the connection has none, and that of a forger. */
const OTHER_SECRET = 'not the secret of this connection';

/** The user ID that is put into a body after it was signed. */
const TAMPERED_USER = 'somebody-else';

/**
 * A sample as Userpilot, or somebody who pretends to be Userpilot, would deliver it. Undefined for a type without a sample.
 * @param secret the connection's. If it is blank, Userpilot signs with a secret that the connection does not know.
 */
export const createDelivery = (
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
      ...(signature === 'none' ? {} : { 'X-Signature': sign(body, String(payload.timestamp), key) }),
    },
    body: signature === 'tampered' ? JSON.stringify(tampered) : body,
  };
};

/** Signs as Userpilot's webhooks page says, with the hash that we assume (src/userpilot/signature.ts). */
const sign = (body: string, timestamp: string, secret: string): string => {
  const signature = createHmac('sha256', secret).update(`${body}.${timestamp}`).digest('hex');
  return `t=${timestamp},v1=${signature}`;
};

/** A delivery as Zapier passes it to a trigger: header names with a prefix, the body raw and parsed. */
export const asTriggerBundle = ({ headers, body }: Delivery) => ({
  rawRequest: {
    method: 'POST',
    querystring: '',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [`Http-${name}`, value])),
    content: body,
  },
  cleanedRequest: JSON.parse(body) as unknown,
});
