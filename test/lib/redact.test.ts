import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redactor, secretForms } from '../../src/lib/redact.ts';
import { RUNS } from '../support/arbitraries.ts';

const API_KEY = 'UMabcdefgh';
const SERVER_TOKEN = 'tök/en+  "1"=(~)!';
const JOINED = `${API_KEY}.${SERVER_TOKEN}`;

/** Masks these secrets in every form. */
const redacting = (...secrets: readonly unknown[]) => redactor(secretForms(secrets));
const redact = redacting(API_KEY, SERVER_TOKEN, JOINED);

describe('a secret in a text', () => {
  test.each<[form: string, written: (secret: string) => string]>([
    ['as it is', (secret) => secret],
    ['as encodeURIComponent writes it', encodeURIComponent],
    ['with plus signs for spaces', (secret) => encodeURIComponent(secret).replaceAll('%20', '+')],
    [
      'as a form writes it',
      (secret) => new URLSearchParams({ token: secret }).toString().slice('token='.length),
    ],
    [
      'with lower-case codes',
      (secret) => encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
    ],
    ['with its spaces collapsed, as messages quote it', (secret) => secret.replace(/\s+/g, ' ')],
    ['in a JSON text', (secret) => JSON.stringify(secret).slice(1, -1)],
  ])('is masked %s, alone and joined', (_form, written) => {
    for (const secret of [API_KEY, SERVER_TOKEN, JOINED]) {
      const text = `Before ${written(secret)}, between ${written(secret)} after.`;
      expect(redact(text)).toBe('Before ***, between *** after.');
    }
  });

  test('is masked with and without the spaces that were pasted around it', () => {
    const pasted = redacting(' token-1 ');
    expect(pasted('a token-1b')).toBe('a ***b');
    expect(pasted('a token-1 b')).toBe('a***b');
  });

  test.each([
    ['the part named first', [API_KEY, JOINED]],
    ['the whole named first', [JOINED, API_KEY]],
  ])('is masked as a whole where a part of it is a secret too, %s', (_order, secrets) => {
    expect(redacting(...secrets)(`token=${JOINED}`)).toBe('token=***');
  });

  test('leaves a text without secrets alone', () => {
    const text = 'Nothing to hide… 100 % of it.';
    expect(redact(text)).toBe(text);
    expect(redactor([])(text)).toBe(text);
  });
});

test.each<[nothing: unknown]>([[undefined], [null], [''], [' \t'], [5], [{}]])(
  '%j is no secret',
  (nothing) => {
    expect(secretForms([nothing])).toEqual([]);
  },
);

test('a secret with broken characters does not stop the cleaning', () => {
  expect(redacting('\ud800token')('a \ud800token b')).toBe('a *** b');
});

test('whatever the secret and the text around it, no form of it is left', () => {
  const secret = fc.string({ minLength: 6 }).filter((text) => text.trim().length >= 6 && !text.includes('*'));
  const around = fc.string({ unit: fc.constantFrom('-', ' ', '…') });
  const check = (token: string, before: string, after: string) => {
    const forms = secretForms([token]);
    for (const form of forms) {
      const cleaned = redactor(forms)(`${before}${form}${after}`);
      expect(forms.filter((left) => cleaned.includes(left))).toEqual([]);
    }
  };
  fc.assert(fc.property(secret, around, around, check), RUNS);
});
