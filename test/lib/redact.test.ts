import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodedText, redactor, secretForms } from '../../src/lib/redact.ts';
import { RUNS } from '../support/arbitraries.ts';
import { expectToGrowInStep, processorMs } from '../support/growth.ts';

const API_KEY = 'UMabcdefgh';
const SERVER_TOKEN = 'tök/en+  "1"=(~)!';
const JOINED = `${API_KEY}.${SERVER_TOKEN}`;

/** Masks these secrets in every form. */
const redacting = (...secrets: readonly unknown[]) => redactor(secrets);
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

  test.each(['+/=&%?#!', 'Zürich 1', '日本語のキー', 'plain-1_2.x*'])(
    'is masked in an address, whatever characters it is of: %s',
    (secret) => {
      expect(redacting(secret)(`Before ${encodeURIComponent(secret)}, after.`)).toBe('Before ***, after.');
    },
  );

  test('is masked with and without the spaces that were pasted around it', () => {
    const pasted = redacting(' token-1 ');
    expect(pasted('a token-1b')).toBe('a ***b');
    expect(pasted('a token-1 b')).toBe('a***b');
    expect(redacting('\u200btoken-1\ufeff')('a token-1b')).toBe('a ***b');
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

describe('a secret that was encoded', () => {
  const long = fc
    .string({ minLength: 14, maxLength: 40 })
    .filter((secret) => secret.trim() === secret && !/^(.)\1*$/.test(secret));
  const around = fc.string({ maxLength: 10 });

  test('once more, or as hex, is masked', () => {
    for (const secret of [API_KEY, SERVER_TOKEN, JOINED]) {
      const hex = Buffer.from(secret).toString('hex');
      for (const form of [encodeURIComponent(encodeURIComponent(secret)), hex, hex.toUpperCase()]) {
        expect(redact(`Before ${form}, after.`)).toBe('Before ***, after.');
      }
    }
  });

  test.each(['twelve chars', 'eleven char', 'ten chars!'])(
    'as base64 is masked alone, and the text around it stays: %s',
    (secret) => {
      const clean = redacting(secret);
      const encoded = (text: string) => Buffer.from(text).toString('base64');
      // What the last digit says depends on what follows, where the length is no multiple of three.
      const left = secret.length % 3 === 0 ? /^Before \*{3}$/ : /^Before \*{3}[^*]={1,2}$/;
      expect(clean(`Before ${encoded(secret)}`)).toMatch(left);
      for (const before of ['', 'a', 'ab'])
        for (const after of ['', 'z', ' and more'])
          expect(clean(`Before ${encoded(`${before}${secret}${after}`)}`)).toMatch(/^Before .*\*{3}/);
    },
  );

  test('as base64 is looked for from eight digits on: fewer may be any word', () => {
    expect(redacting('abcdef')('is YWJjZGVm')).toBe('is ***');
    expect(redacting('abcde')('YWJjZGU= or YWJj')).toBe('YWJjZGU= or YWJj');
  });

  test.each(['base64', 'base64url'] as const)(
    'as %s is masked, wherever in a longer text it stood',
    (encoding) => {
      const check = (secret: string, before: string, after: string) => {
        const forms = secretForms([secret]);
        const cleaned = redacting(secret)(Buffer.from(`${before}${secret}${after}`).toString(encoding));
        expect(cleaned).toContain('***');
        expect(forms.filter((form) => cleaned.includes(form))).toEqual([]);
        expect(Buffer.from(cleaned.replaceAll('*', ''), 'base64').toString()).not.toContain(secret);
      };
      fc.assert(fc.property(long, around, around, check), RUNS);
    },
  );
});

describe('a secret that is written in another way', () => {
  const secret = 'c0ffee12-3456-789a-bcde-f0123456789a';
  const each = (write: (code: number) => string) => (text: string) =>
    [...Buffer.from(text)].map((code) => write(code)).join('');
  const eachCharacter = (write: (char: string) => string) => (text: string) => [...text].map(write).join('');
  const hex = (code: number, digits = 2) => code.toString(16).padStart(digits, '0');

  test.each<[how: string, write: (text: string) => string]>([
    ['in capitals', (text) => text.toUpperCase()],
    ['in small letters', (text) => text.toLowerCase()],
    ['percent-encoded throughout', each((code) => `%${hex(code)}`)],
    ['percent-encoded twice', each((code) => `%25${hex(code).toUpperCase()}`)],
    ['as a program writes bytes', each((code) => `\\x${hex(code)}`)],
    [
      'as JSON may write any character',
      (text) => text.replace(/./gs, (half) => `\\u${hex(half.charCodeAt(0), 4)}`),
    ],
    ['as HTML writes characters', eachCharacter((char) => `&#${char.codePointAt(0)};`)],
    ['as HTML writes characters in hex', eachCharacter((char) => `&#x${hex(char.codePointAt(0) ?? 0)};`)],
    ['with slashes that PHP escapes', (text) => text.replaceAll('/', '\\/')],
  ])('takes the text with it: %s', (_how, write) => {
    for (const text of [secret, API_KEY, 'tok-secret/+=', 'geheim-日本-🔑-ende']) {
      const cleaned = redacting(text)(`No user for ${write(text)}.`);
      expect(['***', 'No user for ***.']).toContain(cleaned);
    }
  });

  test('is looked for in text that means no character', () => {
    expect(decodedText('&#9999999; &#x; %zz \\u12 \\xq')).toBe('\u{10ffff} &#x; %zz u12 xq');
  });

  test('is found whatever it is and whichever of them are encoded', () => {
    const token = fc
      .string({ minLength: 12, maxLength: 30, unit: 'grapheme' })
      .filter((text) => !/[\\%&]/.test(text));
    const check = (text: string, encoded: readonly boolean[]) => {
      const written = [...text]
        .map((char, at) => (encoded[at % encoded.length] ? encodeURIComponent(char) : char))
        .join('');
      expect(decodedText(`see ${written}!`)).toContain(decodedText(text));
    };
    fc.assert(fc.property(token, fc.array(fc.boolean(), { minLength: 1 }), check), RUNS);
  });
});

describe('a part of a secret', () => {
  const secret = 'c0ffee12-3456-789a-bcde-f0123456789a';
  const masked = redacting(secret);

  test('of eight characters or more takes the text with it', () => {
    for (let start = 0; start + 8 <= secret.length; start += 1) {
      expect(masked(`No user for ${secret.slice(start, start + 8)}.`)).toBe('***');
    }
  });

  test('of fewer characters may be anything', () => {
    for (let start = 0; start + 7 <= secret.length; start += 1) {
      const text = `No user for ${secret.slice(start, start + 7)}.`;
      expect(masked(text)).toBe(text);
    }
  });

  test('is not shown where a text is cut, whatever stands before it', () => {
    const check = (before: number, length: number) => {
      expect(masked(`${'x'.repeat(before)}${secret}`.slice(0, length))).not.toMatch(/c0ffee12/);
    };
    fc.assert(fc.property(fc.nat({ max: 60 }), fc.nat({ max: 100 }), check), RUNS);
  });
});

describe('a text of megabytes', () => {
  const secret = 'c0ffee12-3456-789a-bcde-f0123456789a';

  test('is cleaned as far as anything of it is shown, and cut there', () => {
    const cleaned = redacting(secret)(`${secret}${'x'.repeat(3_000_000)}${secret}`);
    expect(cleaned).toMatch(/^\*{3}x+$/);
    expect(cleaned.length).toBeLessThanOrEqual(65_536);
  });

  test('shows no part of a secret at the place where it is cut', () => {
    for (let before = 65_536 - secret.length; before <= 65_536; before += 1) {
      expect(redacting(secret)(`${'x'.repeat(before)}${secret}`)).not.toContain('c0ffee12');
    }
  });

  test.each(['x', '*', 'c0ffee1', '%', '%25', '25', '\\x2', '&#1', ' '])(
    'takes about as long as one of 100,000 characters, with many of %j',
    async (repeated) => {
      const clean = redacting(secret);
      await expectToGrowInStep(
        100_000,
        (length) => {
          const text = repeated.repeat(length / repeated.length);
          return processorMs(() => clean(text));
        },
        4,
      );
    },
  );
});

test.each<[nothing: unknown]>([[undefined], [null], [''], [' \t'], ['\u200b'], [5], [{}]])(
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
      const cleaned = redacting(token)(`${before}${form}${after}`);
      expect(forms.filter((left) => cleaned.includes(left))).toEqual([]);
    }
  };
  fc.assert(fc.property(secret, around, around, check), RUNS);
});
