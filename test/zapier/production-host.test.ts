import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { performOf } from '../support/action-inputs.ts';
import { BATCH, TRACKING } from '../support/actions.ts';
import { quickApp } from '../support/quick-app.ts';

/** What leaves for Usermaven itself when nobody points the app elsewhere, over https. */

const AUTH = { api_key: 'UMabcdefgh', server_token: 'a/b+c&d=e%f g' };
const EVENT = { event_name: 'Deal Won', user_id: 'usr_1' };

const { run, act, timing } = await quickApp();

let received: unknown[] = [];
afterEach(() => {
  nock.cleanAll();
  received = [];
});
// Its patch of node:http would outlive this file's modules.
afterAll(() => nock.restore());

const usermaven = () =>
  nock('https://events.usermaven.com')
    .matchHeader('content-type', 'application/json')
    .post(
      '/api/v1/s2s/event?token=UMabcdefgh.a%2Fb%2Bc%26d%3De%25f%20g',
      (body: unknown) => received.push(body) > 0,
    );

describe('without an address in the environment', () => {
  test.each([undefined, '', '  '])(
    '(%p) events go to Usermaven, the token encoded in the query',
    async (address) => {
      if (address === undefined) delete process.env.USERMAVEN_EVENTS_URL;
      else process.env.USERMAVEN_EVENTS_URL = address;
      usermaven().times(3).reply(200, { status: 'ok' });
      const steps: [string, object][] = [
        ['authentication.test', {}],
        [performOf(TRACKING), EVENT],
        [performOf(BATCH), { events: [EVENT, EVENT] }],
      ];
      for (const [method, inputData] of steps)
        expect((await run(method, { authData: AUTH, inputData: { ...inputData } })).failure).toBeUndefined();
      const event = { api_key: 'UMabcdefgh', event_type: 'Deal Won', user: { id: 'usr_1' } };
      expect(received).toMatchObject([[], event, [event, event]]);
    },
  );

  test.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'CERT_HAS_EXPIRED'])(
    '%s is tried again, then left to Zapier',
    async (code) => {
      delete process.env.USERMAVEN_EVENTS_URL;
      usermaven()
        .times(timing.tries)
        .replyWithError(Object.assign(new Error(`${code} events.usermaven.com`), { code }));
      const { failure } = await act(TRACKING, EVENT, { authData: AUTH });
      expect(failure).toMatchObject({
        name: 'ThrottledError',
        message: expect.stringMatching(/^Usermaven could not be reached or did not respond in time\./),
      });
      expect(received).toHaveLength(timing.tries);
      expect(nock.isDone()).toBe(true);
    },
  );
});
