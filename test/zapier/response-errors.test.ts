import { describe, expect, test } from '@jest/globals';
import { redactor, secretForms } from '../../src/lib/redact.ts';
import { toStepError } from '../../src/zapier/response-errors.ts';

const TOKEN = 's3cret-t0ken-of-many-characters';

describe("the server's reason in a message", () => {
  const shown = (reason: string): string => {
    const redact = redactor(secretForms(['UMabcdefgh', TOKEN, `UMabcdefgh.${TOKEN}`]));
    const { message } = toStepError(
      { kind: 'refused', status: 400, reason },
      { subject: 'The event', redact },
    );
    return /which says: (.*) Check the mapped fields\.$/.exec(message)?.[1] ?? message;
  };

  test('is cut after 200 characters, between characters', () => {
    expect(shown(`${'x'.repeat(199)}.`)).toBe(`${'x'.repeat(199)}.`);
    expect(shown('x'.repeat(201))).toBe(`${'x'.repeat(200)}…`);
    expect(shown(`${'x'.repeat(199)}😀`)).toBe(`${'x'.repeat(199)}…`);
  });

  test('holds no part of a secret, wherever the cut is', () => {
    for (let before = 140; before <= 210; before += 1) {
      expect(shown(`${'x'.repeat(before)} UMabcdefgh.${TOKEN}`)).not.toMatch(/UMab|s3cr/);
    }
  });
});
