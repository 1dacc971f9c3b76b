import { describe, expect, test } from '@jest/globals';
import { redactor } from '../../src/lib/redact.ts';
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
