import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { redactor } from '../../src/lib/redact.ts';
import { type FailedResponse, readResponse } from '../../src/usermaven/response.ts';
import { toStepError } from '../../src/zapier/response-errors.ts';

const redact = (text: string) => text.replaceAll('s3cret', '***');

/** What an action says, and what Zapier does, about a response. */
const errorOf = (response: FailedResponse, isBuilding = false) => {
  const { message, outcome } = toStepError(response, { subject: 'Rows 1 to 3', redact, isBuilding });
  return { message, outcome };
};

afterEach(() => {
  jest.restoreAllMocks();
});

describe('what a later try may change is left to Zapier', () => {
  test.each<[number | null, string]>([
    [null, 'Usermaven could not be reached or did not respond in time.'],
    [429, 'Usermaven is rate limiting requests (429).'],
    [408, 'Usermaven is having problems at the moment (408).'],
    [503, 'Usermaven is having problems at the moment (503).'],
  ])('%p', (status, why) => {
    expect(errorOf({ kind: 'retryable', status, retryAfter: 7 })).toEqual({
      message: `${why} Zapier will retry this step automatically in about 7 seconds.`,
      outcome: { kind: 'retry', delay: 7 },
    });
  });

  test('and to the user while the Zap is being built, where nothing is retried by itself', () => {
    expect(errorOf({ kind: 'retryable', status: 503, retryAfter: 7 }, true)).toEqual({
      message: 'Usermaven is having problems at the moment (503). Try again in about 7 seconds.',
      outcome: { kind: 'retry', delay: 7 },
    });
  });

  test.each([
    ['7', 7],
    ['0', 1],
    ['3600', 3_600],
    ['3601', 3_600],
    ['999999999999999999999', 3_600],
    ['9'.repeat(400), 3_600],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 90],
    ['Sun, 06 Nov 1994 08:48:07 GMT', 1],
  ])('as long as the server asks, from a second to an hour: Retry-After: %s', (retryAfter, delay) => {
    const response = readResponse(429, retryAfter, '', Date.UTC(1994, 10, 6, 8, 48, 7));
    if (response.kind !== 'retryable') throw new Error('Not what this test is about.');
    expect(errorOf(response).outcome).toEqual({ kind: 'retry', delay });
  });

  test.each([
    [0, 45],
    [0.01, 45],
    [0.02, 46],
    [0.5, 60],
    [1, 75],
  ])(
    'about a minute, spread out and in whole seconds, when the server does not ask (%d)',
    (random, delay) => {
      jest.spyOn(Math, 'random').mockReturnValue(random);
      expect(errorOf({ kind: 'retryable', status: 503 })).toEqual({
        message: `Usermaven is having problems at the moment (503). Zapier will retry this step automatically in about ${delay} seconds.`,
        outcome: { kind: 'retry', delay },
      });
    },
  );

  test.each([
    [1, '1 second'],
    [2, '2 seconds'],
    [89, '89 seconds'],
    [90, '2 minutes'],
    [149, '2 minutes'],
    [150, '3 minutes'],
    [600, '10 minutes'],
    [3_600, '60 minutes'],
  ])('%d seconds are told as %s', (retryAfter, words) => {
    expect(errorOf({ kind: 'retryable', status: 503, retryAfter }).message).toMatch(
      new RegExp(` automatically in about ${words}\\.$`),
    );
  });
});

describe('what a later try does not change', () => {
  test.each([401, 403])('%d: the run is held until the user reconnects', (status) => {
    expect(errorOf({ kind: 'unauthorized', status })).toEqual({
      message: `Usermaven does not accept this API Key and Server Token (${status}). Copy both again from Workspace Settings > Setup > HTTP API. A new token works after about ten seconds. Zapier holds the runs until you reconnect.`,
      outcome: { kind: 'reauth' },
    });
  });

  test.each([401, 403])('%d in the editor, where no run is held', (status) => {
    expect(errorOf({ kind: 'unauthorized', status }, true)).toEqual({
      message: `Usermaven does not accept this API Key and Server Token (${status}). Copy both again from Workspace Settings > Setup > HTTP API. A new token works after about ten seconds. Reconnect, then test again.`,
      outcome: { kind: 'reauth' },
    });
  });

  test('a firewall, which says nothing of the credentials: the connection stays', () => {
    expect(errorOf({ kind: 'blocked', status: 403 })).toEqual({
      message:
        'A firewall in front of Usermaven blocked the request (403). This does not mean that your credentials are wrong. Try again later. If it happens again, contact Usermaven support.',
      outcome: { kind: 'fail', code: 'Blocked', status: 403 },
    });
  });

  test('a redirect', () => {
    expect(errorOf({ kind: 'redirected', status: 307 })).toEqual({
      message:
        'Rows 1 to 3: Usermaven responded with a redirect (307), which is not followed because it would take the credentials along. Contact Usermaven support.',
      outcome: { kind: 'fail', code: 'Redirected', status: 307 },
    });
  });

  test('too large', () => {
    expect(errorOf({ kind: 'too_large', status: 413 })).toEqual({
      message: 'Rows 1 to 3: too large for Usermaven (413). Shorten or remove attributes.',
      outcome: { kind: 'fail', code: 'TooLarge', status: 413 },
    });
  });

  test.each([
    [400, 'Check the mapped fields.'],
    [422, 'Check the mapped fields.'],
    [404, 'Contact Usermaven support.'],
    [405, 'Contact Usermaven support.'],
  ])('refused with %d, without a reason', (status, advice) => {
    expect(errorOf({ kind: 'refused', status })).toEqual({
      message: `Rows 1 to 3: refused by Usermaven (${status}). ${advice}`,
      outcome: { kind: 'fail', code: 'Refused', status },
    });
  });

  test.each([
    ['user.id is missing', 'user.id is missing.'],
    ['No.', 'No.'],
    ['No!', 'No!'],
    ['Why?', 'Why?'],
    ['cut…', 'cut…'],
    ['No s3cret here', 'No *** here.'],
    ['No. s3cret', 'No. ***.'],
    ['x'.repeat(201), `${'x'.repeat(200)}…`],
    [`${'x'.repeat(196)}s3cret`, `${'x'.repeat(196)}***.`],
  ])('a reason ends with a full stop, and has no secret and at most 200 characters: %s', (reason, said) => {
    expect(errorOf({ kind: 'refused', status: 400, reason }).message).toBe(
      `Rows 1 to 3: refused by Usermaven (400), which says: ${said} Check the mapped fields.`,
    );
  });
});

describe('how far the run got', () => {
  test('comes first, in words that suit what Zapier does', () => {
    const response: FailedResponse = { kind: 'too_large', status: 413 };
    const progress = jest.fn(() => '2 of 4 events were accepted.');
    const { message, outcome } = toStepError(response, {
      subject: 'Row 3',
      redact,
      isBuilding: false,
      progress,
    });
    expect(message).toBe(
      '2 of 4 events were accepted. Row 3: too large for Usermaven (413). Shorten or remove attributes.',
    );
    expect(progress.mock.calls).toEqual([[outcome]]);
  });
});

describe("the server's reason in a message", () => {
  const TOKEN = 's3cret-t0ken-of-many-characters';
  const masking = redactor(['UMabcdefgh', TOKEN, `UMabcdefgh.${TOKEN}`]);
  const shown = (reason: string): string => {
    const response: FailedResponse = { kind: 'refused', status: 400, reason };
    const { message } = toStepError(response, { subject: 'The event', redact: masking, isBuilding: false });
    return /which says: (.*) Check the mapped fields\.$/.exec(message)?.[1] ?? message;
  };

  test('is cut after 200 characters, between characters', () => {
    expect(shown(`${'x'.repeat(199)}.`)).toBe(`${'x'.repeat(199)}.`);
    expect(shown('x'.repeat(201))).toBe(`${'x'.repeat(200)}…`);
    expect(shown(`${'x'.repeat(199)}😀`)).toBe(`${'x'.repeat(199)}…`);
  });

  test.each([
    ['a part of a secret', `The token ends with ${TOKEN.slice(-8)}.`],
    ['a part of a secret beside a whole one', `${TOKEN} and ${TOKEN.slice(3, 11)}`],
    ['a part of a secret in base64', Buffer.from(`${TOKEN} `).toString('base64').slice(2, 14)],
    ['nothing but a secret', TOKEN],
  ])('is left out when it holds %s', (_, reason) => {
    expect(shown(reason)).toBe('The event: refused by Usermaven (400). Check the mapped fields.');
  });

  test('may share seven characters with a secret', () => {
    expect(shown(`like ${TOKEN.slice(0, 7)}`)).toBe(`like ${TOKEN.slice(0, 7)}.`);
  });

  test('holds no part of a secret, wherever the cut is', () => {
    for (let before = 140; before <= 210; before += 1) {
      expect(shown(`${'x'.repeat(before)} UMabcdefgh.${TOKEN}`)).not.toMatch(/UMab|s3cr/);
    }
  });
});
