import { createHmac } from 'node:crypto';
import type { StepBundle } from '../../sandbox/zapier/lambda.ts';

/** A webhook request as Zapier hands it to a trigger, header names prefixed as Zapier does. */
export const delivery = (body: string, headers: Readonly<Record<string, string>> = {}): StepBundle => ({
  inputData: {},
  rawRequest: {
    method: 'POST',
    querystring: '',
    headers: { 'Http-Content-Type': 'application/json', ...headers },
    content: body,
  },
  cleanedRequest: parsed(body),
});

/** The same, signed as Userpilot signs: HMAC-SHA256 of the body, a full stop and the timestamp. */
export const signedDelivery = (body: string, secret: string, timestamp = '1679578625'): StepBundle => {
  const signature = createHmac('sha256', secret).update(`${body}.${timestamp}`).digest('hex');
  return delivery(body, { 'Http-X-Signature': `t=${timestamp},v1=${signature}` });
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
};
