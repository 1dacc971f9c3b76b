import { describe, expect, test } from '@jest/globals';
import type { Parameter } from '../../../sandbox/make/folder.ts';
import { deliver } from '../../../sandbox/make/run-webhook.ts';
import { type Collection, UnknownToMake, type Value } from '../../../sandbox/make/values.ts';

const FORM: Parameter[] = [{ name: 'secret', type: 'password' }];

const delivering = (communication: Collection, body: unknown = { type: 'x' }, secret = 's'): Value =>
  deliver(
    {
      communication,
      form: FORM,
      mapped: { secret },
      trigger: { response: { output: '{{payload}}' } },
    },
    { headers: { 'X-Signature': 's' }, body: JSON.stringify(body) },
  );

const OUTPUT = { type: '{{body.type}}', signed: '{{headers.`x-signature` == parameters.secret}}' };

describe('a webhook', () => {
  test('hands its output to the trigger, with header names in lower case', () => {
    expect(delivering({ output: OUTPUT })).toEqual({ type: 'x', signed: true });
    expect(delivering({ output: OUTPUT }, {}, 'other')).toEqual({ signed: false });
  });

  test('makes nothing when its condition is false', () => {
    const communication = { condition: "{{body.type == 'x'}}", output: OUTPUT };
    expect(delivering(communication)).toMatchObject({ type: 'x' });
    expect(delivering(communication, { type: 'y' })).toBeUndefined();
  });

  test('makes nothing of the request by which a sender checks the address, so verification cannot check signatures', () => {
    const communication = {
      verification: { condition: '{{headers.`x-signature` == parameters.secret}}' },
      output: OUTPUT,
    };
    expect(delivering(communication)).toBeUndefined();
    expect(delivering(communication, {}, 'wrong')).toEqual({ signed: false });
  });

  test.each<[why: string, communication: Collection]>([
    ['a directive', { respond: { status: 200 }, output: OUTPUT }],
    ['a condition that is neither true nor false', { condition: '{{body.type}}', output: OUTPUT }],
    ['a condition of nothing', { condition: '{{body.missing}}', output: OUTPUT }],
    ['a connection, which it has not', { output: '{{connection.key}}' }],
  ])('%s is an error', (_why, communication) => {
    expect(() => delivering(communication)).toThrow(UnknownToMake);
  });

  test('a form that is filled in wrongly is an error', () => {
    const required = [{ name: 'secret', type: 'password', required: true }];
    expect(() =>
      deliver({ communication: {}, form: required, mapped: {}, trigger: {} }, { body: '{}' }),
    ).toThrow('secret: missing');
  });
});
