import { describe, expect, test } from '@jest/globals';
import { version as platformVersion, type ZObject } from 'zapier-platform-core';
import { redactor } from '../../src/lib/redact.ts';
import { Invalid } from '../../src/lib/validation.ts';
import { errorBoundary, type Outcome, StepError, valueOrStop } from '../../src/zapier/errors.ts';
import { leaksIn } from '../support/leaks.ts';
import { type Ending, type StepFailure, stepsOf } from '../support/steps.ts';

const SECRET = 'UMabcdefgh.s3rver+tok/en';
const ADDRESS = `http://localhost/?token=${encodeURIComponent(SECRET)}`;
const redact = redactor([SECRET]);

/** What comes out of a step that does this inside the error boundary. */
const running = (run: () => unknown) =>
  stepsOf({
    version: '1.0.0',
    platformVersion,
    creates: {
      step: {
        key: 'step',
        noun: 'Step',
        display: { label: 'Step', description: 'Throws.' },
        operation: { perform: (z: ZObject) => errorBoundary(z, redact, run), sample: { id: '1' } },
      },
    },
  }).run('creates.step.operation.perform', {});

const throwing = (thrown: unknown) => running(() => Promise.reject(thrown));

/** What we log; Zapier logs every error itself. */
const logged = ({ logs }: Ending): string[] =>
  logs.map(({ message }) => message).filter((message) => !message.startsWith('Unhandled error: '));

test('a step that goes well passes on what it returns', async () => {
  expect(await running(() => ({ id: '7' }))).toMatchObject({ results: { id: '7' }, failure: undefined });
});

describe('what was foreseen leaves as the class that Zapier acts on', () => {
  test.each<[Outcome, Omit<StepFailure, 'message'>]>([
    [{ kind: 'halt' }, { name: 'HaltedError' }],
    [{ kind: 'reauth' }, { name: 'ExpiredAuthError' }],
    [
      { kind: 'retry', delay: 7 },
      { name: 'ThrottledError', delay: 7 },
    ],
    [
      { kind: 'fail', code: 'Refused', status: 400 },
      { name: 'AppError', code: 'Refused', status: 400 },
    ],
    [
      { kind: 'fail', code: 'Configuration' },
      { name: 'AppError', code: 'Configuration' },
    ],
  ])('%j', async (outcome, failure) => {
    const ending = await throwing(new StepError('No.', outcome));
    expect(ending.failure).toEqual({ ...failure, message: 'No.' });
    expect(ending.error).toMatchObject({ doNotContextify: true });
    expect(logged(ending)).toEqual([]);
  });
});

describe('input with issues', () => {
  const issues = [
    { label: 'Event Name', invalid: new Invalid('missing.') },
    { label: 'Occurred At', invalid: new Invalid('is not a date.', ADDRESS) },
  ];

  test('fails the run with a line for each, and what is quoted is cleaned of secrets', async () => {
    const ending = await running(() => valueOrStop({ issues }, redact));
    expect(ending.failure).toEqual({
      name: 'AppError',
      code: 'InvalidInput',
      message: 'Event Name: missing.\nOccurred At: "http://localhost/?token=***" is not a date.',
    });
    expect(leaksIn(ending, [SECRET])).toEqual([]);
  });

  const nobody = { label: 'User ID', invalid: new Invalid('blank.'), isNobody: true } as const;

  test('halts the run quietly when there is only nobody to send for', async () => {
    expect((await running(() => valueOrStop({ issues: [nobody] }, redact))).failure).toEqual({
      name: 'HaltedError',
      message: 'User ID: blank.',
    });
  });

  test('fails the run when there is something to fix as well', async () => {
    const { failure } = await running(() => valueOrStop({ issues: [nobody, ...issues] }, redact));
    expect(failure).toMatchObject({ name: 'AppError', code: 'InvalidInput' });
  });

  test('without any, it is the value', () => {
    expect(valueOrStop({ value: 7 }, redact)).toBe(7);
  });
});

describe('what nobody foresaw', () => {
  const cause = new Error(`connecting to ${ADDRESS}`);
  const stackless = Object.assign(new Error(`connecting to ${ADDRESS}`), { stack: undefined });

  test.each<[string, unknown]>([
    ['an error', new TypeError(`Cannot read ${ADDRESS}`)],
    ['an error with a cause', new Error('fetch failed', { cause })],
    ['an error with the request in it', Object.assign(new Error('failed'), { request: { url: ADDRESS } })],
    ['an error without a stack', stackless],
    ['a text', `broken: ${ADDRESS}`],
    ['nothing', undefined],
  ])('fails with words that say what to do, and is logged without a secret: %s', async (_, thrown) => {
    const ending = await throwing(thrown);
    expect(ending.failure).toEqual({
      name: 'AppError',
      code: 'Unexpected',
      message:
        'Something unexpected went wrong in this step. Try again, and if it happens again, contact Usermaven support.',
    });
    expect(ending.error).toMatchObject({ doNotContextify: true });
    expect(logged(ending)).toHaveLength(1);
    expect(leaksIn(ending, [SECRET])).toEqual([]);
  });

  test('is logged by its name and where it happened', async () => {
    const ending = await throwing(new TypeError(`Cannot read ${ADDRESS}`));
    expect(logged(ending)[0]).toMatch(/^TypeError: Cannot read http:\/\/localhost\/\?token=\*\*\*\n +at /);
  });
});
