import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { secretForms, withoutSecrets } from '../../src/lib/redact.ts';
import { quote } from '../../src/lib/validation.ts';
import { RUNS } from '../support/arbitraries.ts';

const API_KEY = 'UMabcdefgh';
const SERVER_TOKEN = 'tök/en+  "1"=(~)!';
const JOINED = `${API_KEY}.${SERVER_TOKEN}`;
const FORMS = secretForms([API_KEY, SERVER_TOKEN, JOINED]);

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
      expect(withoutSecrets(text, FORMS)).toBe('Before ***, between *** after.');
    }
  });

  test('is masked with and without the spaces that were pasted around it', () => {
    const forms = secretForms([' token-1 ']);
    expect(withoutSecrets('a token-1b', forms)).toBe('a ***b');
    expect(withoutSecrets('a token-1 b', forms)).toBe('a***b');
  });

  test('is masked as a whole where a part of it is a secret too', () => {
    expect(withoutSecrets(`token=${JOINED}`, FORMS)).toBe('token=***');
  });

  test('is masked in part where the text was cut in the middle of it', () => {
    const joined = `${API_KEY}.s3cret-token`;
    const forms = secretForms([API_KEY, 's3cret-token', joined]);
    for (let length = 4; length <= joined.length; length += 1) {
      const cleaned = withoutSecrets(`Refused: ${joined.slice(0, length)}… Check it…`, forms);
      expect(cleaned).toMatch(/^Refused: \*\*\*.*… Check it…$/);
      expect(cleaned).not.toMatch(/UMab|s3cr/);
    }
    expect(withoutSecrets('Refused: s3cret-to… Check it.', forms)).toBe('Refused: ***… Check it.');
    expect(withoutSecrets(`Refused: ${API_KEY}.s3cret-to…`, forms)).toBe('Refused: ***.***…');
    expect(withoutSecrets('Refused: UMabc, it says… Check it.', forms)).toBe(
      'Refused: UMabc, it says… Check it.',
    );
    expect(withoutSecrets('Refused: UMabcd', forms)).toBe('Refused: UMabcd');
  });

  test('is not left over when a value that holds it is quoted', () => {
    const forms = secretForms(['0123456789abcdef0123456789abcdef']);
    for (let before = 0; before <= 70; before += 1) {
      const shown = withoutSecrets(quote(`${'x'.repeat(before)}0123456789abcdef0123456789abcdef`), forms);
      expect(shown).not.toContain('0123');
    }
  });

  test('leaves a text without secrets alone', () => {
    const text = 'Nothing to hide… 100 % of it.';
    expect(withoutSecrets(text, FORMS)).toBe(text);
    expect(withoutSecrets(text, [])).toBe(text);
  });
});

test.each<[nothing: unknown]>([[undefined], [null], [''], [' \t'], [5], [{}]])(
  '%j is no secret',
  (nothing) => {
    expect(secretForms([nothing])).toEqual([]);
  },
);

test('a secret with broken characters does not stop the cleaning', () => {
  expect(withoutSecrets('a \ud800token b', secretForms(['\ud800token']))).toBe('a *** b');
});

test('whatever the secret and the text around it, no form of it is left', () => {
  const secret = fc.string({ minLength: 6 }).filter((text) => text.trim().length >= 6 && !text.includes('*'));
  const around = fc.string({ unit: fc.constantFrom('-', ' ', '…') });
  const check = (token: string, before: string, after: string) => {
    const forms = secretForms([token]);
    for (const form of forms) {
      const cleaned = withoutSecrets(`${before}${form}${after}`, forms);
      expect(forms.filter((left) => cleaned.includes(left))).toEqual([]);
    }
  };
  fc.assert(fc.property(secret, around, around, check), RUNS);
});
