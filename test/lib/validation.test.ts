import { describe, expect, test } from '@jest/globals';
import { redactor, secretForms } from '../../src/lib/redact.ts';
import { describeIssue, describeIssues, Invalid, type Issue } from '../../src/lib/validation.ts';

const asItIs = redactor([]);

describe('an issue in words', () => {
  test.each<[what: string, issue: Issue, sentence: string]>([
    [
      'names the field, quotes the value and says what is wrong',
      { label: 'Occurred At', invalid: new Invalid('is not a date.', 'banana') },
      'Occurred At: "banana" is not a date.',
    ],
    ['has no value where there is none', { label: 'Email', invalid: new Invalid('blank.') }, 'Email: blank.'],
    [
      'has no name where the reason says what it is about',
      { invalid: new Invalid('needs company.id.', 'company.name') },
      '"company.name" needs company.id.',
    ],
    ['may be a reason alone', { invalid: new Invalid('The event is too large.') }, 'The event is too large.'],
    [
      'quotes whatever type the value has',
      { label: 'A', invalid: new Invalid('is wrong.', [0]) },
      'A: "[0]" is wrong.',
    ],
    [
      'quotes what counts as nothing',
      { label: 'A', invalid: new Invalid('is wrong.', '') },
      'A: "" is wrong.',
    ],
    ['quotes null', { label: 'A', invalid: new Invalid('is wrong.', null) }, 'A: "null" is wrong.'],
  ])('%s', (_what, issue, sentence) => {
    expect(describeIssue(issue, asItIs)).toBe(sentence);
  });

  test('quotes no secret', () => {
    const redact = redactor(['t0ken']);
    const issue = { label: 'Email', invalid: new Invalid('is not an address.', 'jane+t0ken') };
    expect(describeIssue(issue, redact)).toBe('Email: "jane+***" is not an address.');
    expect(describeIssues([issue], redact)).toEqual(['Email: "jane+***" is not an address.']);
  });
});

describe('an issue about a place in a text', () => {
  const at = (value: unknown, place: number, secrets: readonly string[] = []): string => {
    const issue = { label: 'JSON', invalid: new Invalid('is wrong.', value, place) };
    return describeIssue(issue, redactor(secrets));
  };
  const digits = Array.from({ length: 100 }, (_, index) => index % 10).join('');

  test.each<[what: string, place: number, shown: string]>([
    ['in its middle, 25 characters on each side', 50, `…${digits.slice(25, 75)}…`],
    ['at its start', 0, `${digits.slice(0, 25)}…`],
    ['near its start', 25, `${digits.slice(0, 50)}…`],
    ['just behind that', 26, `…${digits.slice(1, 51)}…`],
    ['near its end', 75, `…${digits.slice(50)}`],
    ['at its end', 100, `…${digits.slice(75)}`],
  ])('quotes what is around it: %s', (_what, place, shown) => {
    expect(at(digits, place)).toBe(`JSON: "${shown}" is wrong.`);
  });

  test('quotes a short text whole', () => {
    expect(at('{"a": nul}', 6)).toBe('JSON: "{"a": nul}" is wrong.');
  });

  test('shows the place of a fault that is far behind what a message has room for', () => {
    expect(at(`${'x'.repeat(5_000)}HERE${'x'.repeat(5_000)}`, 5_002)).toContain('xHEREx');
  });

  test('quotes what has no places as a whole', () => {
    expect(at(42, 1)).toBe('JSON: "42" is wrong.');
    expect(at({ a: 1 }, 1)).toBe('JSON: "{"a":1}" is wrong.');
  });

  test('is on one line, and has no half of a character', () => {
    expect(at(`${'a\n'.repeat(20)}${'😀'.repeat(30)}`, 53)).toMatch(
      /^JSON: "[^\n\ud800-\udfff]*(?:😀|…| |a|\ufffd)*" is wrong\.$/u,
    );
  });

  test.each(['0123456789abcdef0123456789abcdef', 'short-t0ken', `t0ken ${'x'.repeat(60)}`])(
    'shows no part of a secret, wherever it stands: %s',
    (secret) => {
      const parts = Array.from({ length: secret.length - 3 }, (_, from) =>
        secret.slice(from, from + 4),
      ).filter((part) => part !== 'xxxx');
      for (let place = 0; place <= 200; place += 1) {
        for (const before of [0, 40, 100]) {
          const sentence = at(`${'-'.repeat(before)}${secret}${'-'.repeat(120)}`, place, [secret]);
          expect(parts.filter((part) => sentence.includes(part))).toEqual([]);
        }
      }
    },
  );

  test('shows no part of one whose form is longer than itself', () => {
    const secret = 'a/b+c=d&e?f g';
    const encoded = encodeURIComponent(secret);
    for (let place = 0; place <= 80; place += 1) {
      const issue = {
        invalid: new Invalid('is wrong.', `${'-'.repeat(40)}${encoded}${'-'.repeat(60)}`, place),
      };
      expect(describeIssue(issue, redactor(secretForms([secret])))).not.toMatch(/%2Fb|c%3D|%26e|%3Ff/);
    }
  });
});

describe('issues in words', () => {
  const issues = (count: number): Issue[] =>
    Array.from({ length: count }, (_, index) => ({
      label: `Row ${index + 1}`,
      invalid: new Invalid('bad.'),
    }));
  const sentences = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `Row ${index + 1}: bad.`);

  test('are all of them, in their order', () => {
    expect(describeIssues([], asItIs)).toEqual([]);
    expect(describeIssues(issues(3), asItIs)).toEqual(['Row 1: bad.', 'Row 2: bad.', 'Row 3: bad.']);
  });

  test('are the first 50 of hundreds, and how many there are more', () => {
    expect(describeIssues(issues(50), asItIs)).toEqual(sentences(50));
    expect(describeIssues(issues(51), asItIs)).toEqual([...sentences(50), 'And 1 more of this kind.']);
    expect(describeIssues(issues(1_051), asItIs)).toEqual([...sentences(50), 'And 1,001 more of this kind.']);
  });
});
