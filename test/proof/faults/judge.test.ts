import { describe, expect, test } from '@jest/globals';
import { CREDENTIALS, JOINED, RENEWED_TOKEN } from '../../../proof/faults/credentials.ts';
import { missesOf } from '../../../proof/faults/judge.ts';
import { unclear } from '../../../proof/faults/messages.ts';
import type { Case, Outcome, Run } from '../../../proof/faults/run-case.ts';
import { SCENARIOS, type Scenario } from '../../../proof/faults/scenarios.ts';
import { secretsIn } from '../../../proof/faults/secrets.ts';
import { workload } from '../../../proof/faults/workloads.ts';

/** A fault run that finds nothing says something only if it would have found it. */

const scenarioOf = (name: string): Scenario => {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (!scenario) throw new Error(`There is no scenario ${name}.`);
  return scenario;
};

const CASE: Case = {
  scenario: scenarioOf('HTTP 503'),
  spell: 'lasting',
  workload: workload(1, 'bare'),
};

const LATER: Run = {
  end: 'later',
  message:
    'Usermaven has a problem at the moment (503). Zapier runs this step again by itself in about 60 seconds.',
  delay: 60,
  seconds: 1.5,
};
const ACCEPTED: Run = { end: 'accepted', message: null, seconds: 0.1 };

const GOOD: Outcome = {
  runs: [LATER, ACCEPTED],
  requests: 4,
  stored: 1,
  lost: 0,
  doubled: 0,
  secrets: 0,
  strayed: 0,
};

const missesWith = (change: Partial<Outcome>, of: Partial<Case> = {}) =>
  missesOf({ ...CASE, ...of }, { ...GOOD, ...change });

describe('a case falls short of nothing', () => {
  test('when all is as it should be', () => {
    expect(missesWith({})).toEqual([]);
  });

  test('when copies are a known limit', () => {
    const scenario = scenarioOf('Store down, reset after storing');
    const message = LATER.message?.replace(
      /^.*?\(503\)/,
      'Usermaven cannot be reached or does not answer in time',
    );
    const runs = [{ ...LATER, message: message ?? null }, ACCEPTED];
    expect(missesWith({ runs, doubled: 1 }, { scenario })).toEqual([]);
  });
});

describe('a case falls short', () => {
  test.each<[string, Partial<Outcome>, string]>([
    ['an event is lost', { lost: 1 }, '1 lost'],
    ['an event is there twice', { doubled: 2 }, '2 doubled'],
    ['a secret is found', { secrets: 1 }, '1 secrets found'],
    ['a request goes to another host', { strayed: 1 }, '1 requests went to another host'],
    ['no replay goes through', { runs: [LATER, LATER] }, 'No replay went through'],
    ['a run takes too long', { runs: [{ ...LATER, seconds: 25.1 }, ACCEPTED] }, 'A run took 25.1 s'],
    ['a replay takes too long', { runs: [LATER, { ...ACCEPTED, seconds: 30 }] }, 'A run took 30.0 s'],
    [
      'it ends as another class',
      { runs: [{ ...LATER, end: 'error' }, ACCEPTED] },
      'ends as error, not as later',
    ],
    ['it ends as no class of Zapier', { runs: [{ ...LATER, end: 'unknown' }, ACCEPTED] }, 'ends as unknown'],
    ['it goes well where it cannot', { runs: [ACCEPTED] }, 'ends as accepted, not as later'],
    [
      'the message is about something else',
      { runs: [{ ...LATER, message: 'Try later.' }, ACCEPTED] },
      'says something else',
    ],
    [
      'the message is for machines',
      { runs: [{ ...LATER, message: `${LATER.message} ECONNRESET.` }, ACCEPTED] },
      'not clear',
    ],
    ['Zapier is not told when', { runs: [{ ...LATER, delay: Number.NaN }, ACCEPTED] }, 'told to wait NaN s'],
    [
      'Zapier is told a wrong time',
      { runs: [{ ...LATER, delay: 5 }, ACCEPTED] },
      'told to wait 5 s, not 45 to 75 s',
    ],
  ])('when %s', (_what, change, says) => {
    expect(missesWith(change).join()).toContain(says);
  });
});

describe('a message is not clear', () => {
  test.each([
    'request to https://events.usermaven.com failed.',
    'Connect ECONNREFUSED 127.0.0.1.',
    'The value is undefined.',
    'Got [object Object].',
    'Error: x\n    at post (index.js:1:2).',
    'The socket hang up.',
    '<html><body>Bad Gateway</body></html>.',
    'no capital.',
    'No full stop',
    '',
    `${'Very long. '.repeat(60)}`.trim(),
  ])('%j', (message) => {
    expect(unclear(message)).not.toEqual([]);
  });

  test('unless it is one', () => {
    expect(unclear(LATER.message ?? '')).toEqual([]);
  });
});

describe('a secret is found', () => {
  const encoded = encodeURIComponent(JOINED);

  test.each<[string, unknown]>([
    ['in an error', { message: `failed at /event?token=${encoded}` }],
    ['in a list of logs', [{ data: { request_params: `token=${encoded.toLowerCase()}` } }]],
    ['in what was printed', `GET /?${new URLSearchParams({ token: JOINED })}`],
    ['in JSON within JSON', JSON.stringify(JSON.stringify({ token: CREDENTIALS.serverToken }))],
    ['in base64', Buffer.from(CREDENTIALS.apiKey).toString('base64')],
    ['that came later', { hint: RENEWED_TOKEN }],
    ['of Userpilot', [CREDENTIALS.userpilotSecret]],
  ])('%s', (_where, evidence) => {
    expect(secretsIn(['nothing here', evidence])).toBeGreaterThan(0);
  });

  test('nowhere, where none is', () => {
    expect(secretsIn([GOOD, 'Rows 1 to 100', { id: 'evt_1' }])).toBe(0);
  });
});
