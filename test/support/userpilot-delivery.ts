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

/** The value of the signature header as Userpilot signs: HMAC-SHA256 of the body, a full stop and the timestamp. */
export const signatureOf = (
  body: string,
  secret: string,
  { timestamp = '1679578625', encoding = 'hex' }: { timestamp?: string; encoding?: 'hex' | 'base64' } = {},
): string =>
  `t=${timestamp},v1=${createHmac('sha256', secret).update(`${body}.${timestamp}`).digest(encoding)}`;

/** A webhook request that Userpilot signed. */
export const signedDelivery = (body: string, secret: string): StepBundle =>
  delivery(body, { 'Http-X-Signature': signatureOf(body, secret) });

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
};
