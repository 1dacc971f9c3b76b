import { describe, expect, test } from '@jest/globals';
import { version as platformVersion, type ZObject } from 'zapier-platform-core';
import { InputError } from '../../src/lib/validation.ts';
import { EndpointError } from '../../src/usermaven/request.ts';
import { Failure, guarded } from '../../src/zapier/errors.ts';
import { leaksIn } from '../support/leaks.ts';
import { stepsOf } from '../support/steps.ts';

const API_KEY = 'UMabcdefgh';
const SERVER_TOKEN = 's3rver+tok/en';
const SECRETS = [API_KEY, SERVER_TOKEN, `${API_KEY}.${SERVER_TOKEN}`];
const ADDRESS = `http://localhost/?token=${encodeURIComponent(`${API_KEY}.${SERVER_TOKEN}`)}`;

/** What comes out of a step that throws what it is given. */
const throwing = (thrown: unknown) => {
  const perform = (z: ZObject, bundle: Parameters<typeof guarded>[1]) =>
    guarded(z, bundle, () => Promise.reject(thrown));
  const { run } = stepsOf({
    version: '1.0.0',
    platformVersion,
    creates: {
      step: {
        key: 'step',
        noun: 'Step',
        display: { label: 'Step', description: 'Throws.' },
        operation: { perform, sample: { id: '1' } },
      },
    },
  });
  return run('creates.step.operation.perform', {
    authData: { api_key: API_KEY, server_token: SERVER_TOKEN },
    inputData: { note: ADDRESS },
  });
};

describe('what was foreseen leaves as the class that Zapier acts on', () => {
  test.each([
    ['halted', new Failure('No.', { kind: 'halted' }), { name: 'HaltedError', message: 'No.' }],
    ['expired', new Failure('No.', { kind: 'expired' }), { name: 'ExpiredAuthError', message: 'No.' }],
    [
      'later',
      new Failure('No.', { kind: 'later', delay: 7 }),
      { name: 'ThrottledError', message: 'No.', delay: 7 },
    ],
    [
      'error',
      new Failure('No.', { kind: 'error', code: 'Refused', status: 400 }),
      { name: 'AppError', message: 'No.', code: 'Refused', status: 400 },
    ],
    ['bad input', new InputError(['One.', 'Two.']), { name: 'HaltedError', message: 'One.\nTwo.' }],
    ['a bad address', new EndpointError('No.'), { name: 'AppError', message: 'No.', code: 'Configuration' }],
  ])('%s', async (_, thrown, failure) => {
    expect((await throwing(thrown)).failure).toEqual(failure);
  });

  test.each([
    new Failure(`No ${ADDRESS}`, { kind: 'halted' }),
    new Failure(`No ${ADDRESS}`, { kind: 'later', delay: 1 }),
    new Failure(`No ${SERVER_TOKEN}`, { kind: 'error', code: 'Refused' }),
    new InputError([`No ${API_KEY}`]),
  ])('without a secret, and without the story of the step', async (thrown) => {
    const ending = await throwing(thrown);
    expect(ending.failure?.message).toMatch(/^No .*\*\*\*$/);
    expect(leaksIn(ending, SECRETS)).toEqual([]);
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
  ])('is told in words that say what to do, and logged without a secret: %s', async (_, thrown) => {
    const ending = await throwing(thrown);
    expect(ending.failure).toEqual({
      name: 'AppError',
      code: 'Unexpected',
      message:
        'Something unexpected went wrong in this step. Try again, and if it happens again, contact Usermaven support.',
    });
    expect(leaksIn(ending, SECRETS)).toEqual([]);
  });

  test('is logged by name and place', async () => {
    const { logs } = await throwing(new TypeError(`Cannot read ${ADDRESS}`));
    expect(logs[0]?.message).toMatch(/^TypeError: Cannot read http:\/\/localhost\/\?token=\*\*\*\n +at /);
  });
});
