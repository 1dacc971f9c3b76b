import { describe, expect, test } from '@jest/globals';
import { missesOf, unclear } from '../../../proof/faults/check.ts';
import { asMarkdown, asText } from '../../../proof/faults/results.ts';
import type { CaseOutcome, Run } from '../../../proof/faults/run-case.ts';
import type { CaseResult } from '../../../proof/faults/run-cases.ts';
import { type Case, casesOf, SCENARIOS, type Scenario } from '../../../proof/faults/scenarios.ts';
import { CREDENTIALS, JOINED_TOKEN, RENEWED_TOKEN, secretsIn } from '../../../proof/faults/secrets.ts';
import { compare, IDENTITIES, type Identity, workload } from '../../../proof/faults/workloads.ts';
import { resultsIn } from '../../../proof/results-page.ts';
import { readText } from '../../docs/guides.ts';

/** That the fault run finds nothing is evidence only if it would have found it. */

const scenarioWith = (isWanted: (scenario: Scenario) => boolean | undefined): Scenario => {
  const scenario = SCENARIOS.find(isWanted);
  if (!scenario) throw new Error('There is no such scenario.');
  return scenario;
};

const named = (name: string) => scenarioWith((scenario) => scenario.name === name);

const CASE: Case = {
  scenario: named('HTTP 503'),
  duration: 'lasting',
  workload: workload(1, 'none'),
};

const THROTTLED: Run = {
  end: 'ThrottledError',
  message:
    'Usermaven is having problems at the moment (503). Zapier will retry this step automatically in about 60 seconds.',
  delay: 60,
  seconds: 1.5,
};
const ACCEPTED: Run = { end: 'accepted', message: null, seconds: 0.1 };

const GOOD: CaseOutcome = {
  runs: [THROTTLED, ACCEPTED],
  requests: 4,
  stored: 1,
  lost: 0,
  duplicated: 0,
  copies: 0,
  secrets: 0,
  misrouted: 0,
};

const missesWith = (change: Partial<CaseOutcome>, changed: Partial<Case> = {}) =>
  missesOf({ ...CASE, ...changed }, { ...GOOD, ...change });

describe('a case misses no target', () => {
  test('when all is as it should be', () => {
    expect(missesWith({})).toEqual([]);
  });

  test('when duplicates are a known limit', () => {
    const scenario = named('Store down, reset after storing');
    const message = THROTTLED.message?.replace(
      /^.*?\(503\)/,
      'Usermaven could not be reached or did not respond in time',
    );
    const runs = [{ ...THROTTLED, message: message ?? null }, ACCEPTED];
    expect(missesWith({ runs, duplicated: 1 }, { scenario })).toEqual([]);
  });
});

describe('a case where events may be stored twice if IDs are not read', () => {
  const scenario = named('HTTP 503, half of the request stored');

  test('misses no target by it', () => {
    expect(missesWith({ copies: 1 }, { scenario })).toEqual([]);
  });

  test('misses one if they are stored twice all the same', () => {
    expect(missesWith({ copies: 1, duplicated: 1 }, { scenario })).toEqual(['1 duplicated']);
  });
});

describe('a case misses a target', () => {
  test.each<[string, Partial<CaseOutcome>, string]>([
    ['an event is lost', { lost: 1 }, '1 lost'],
    ['an event is there twice', { duplicated: 2 }, '2 duplicated'],
    [
      'an event would be there twice, were IDs not read, after responses that all said what was stored',
      { copies: 3 },
      '3 sent again although they were known to be accepted',
    ],
    ['a secret is found', { secrets: 1 }, '1 secrets found'],
    ['a request goes to another host', { misrouted: 1 }, '1 requests went to another host'],
    ['no replay succeeds', { runs: [THROTTLED, THROTTLED] }, 'No replay succeeded'],
    ['a run takes too long', { runs: [{ ...THROTTLED, seconds: 25.1 }, ACCEPTED] }, 'A run took 25.1 s'],
    ['a replay takes too long', { runs: [THROTTLED, { ...ACCEPTED, seconds: 30 }] }, 'A run took 30.0 s'],
    [
      'it ends as another class',
      { runs: [{ ...THROTTLED, end: 'Error' }, ACCEPTED] },
      'ends as Error, not as ThrottledError',
    ],
    [
      'it ends as none of Zapier’s classes',
      { runs: [{ ...THROTTLED, end: 'unknown class' }, ACCEPTED] },
      'ends as unknown class',
    ],
    ['it is accepted where it cannot be', { runs: [ACCEPTED] }, 'ends as accepted, not as ThrottledError'],
    [
      'the message is about something else',
      { runs: [{ ...THROTTLED, message: 'Try later.' }, ACCEPTED] },
      'The message is another one',
    ],
    [
      'the message is written for machines',
      { runs: [{ ...THROTTLED, message: `${THROTTLED.message} ECONNRESET.` }, ACCEPTED] },
      'not clear',
    ],
    [
      'Zapier is not told when',
      { runs: [{ ...THROTTLED, delay: Number.NaN }, ACCEPTED] },
      'told to wait NaN s',
    ],
    [
      'Zapier is told a wrong time',
      { runs: [{ ...THROTTLED, delay: 5 }, ACCEPTED] },
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
    expect(unclear(THROTTLED.message ?? '')).toEqual([]);
  });
});

describe('a secret is found', () => {
  const encoded = encodeURIComponent(JOINED_TOKEN);

  test.each<[string, unknown]>([
    ['in an error', { message: `failed at /event?token=${encoded}` }],
    ['in a list of logs', [{ data: { request_params: `token=${encoded.toLowerCase()}` } }]],
    ['in the output of the process', `GET /?${new URLSearchParams({ token: JOINED_TOKEN })}`],
    ['in JSON within JSON', JSON.stringify(JSON.stringify({ token: CREDENTIALS.serverToken }))],
    ['in base64', Buffer.from(CREDENTIALS.apiKey).toString('base64')],
    ['that was renewed later', { hint: RENEWED_TOKEN }],
    ['of Userpilot', [CREDENTIALS.userpilotSecret]],
  ])('%s', (_where, evidence) => {
    expect(secretsIn(['nothing here', evidence])).toBeGreaterThan(0);
  });

  test('but not where there is none', () => {
    expect(secretsIn([GOOD, 'Rows 1 to 100', { id: 'evt_1' }])).toBe(0);
  });
});

describe('a workload', () => {
  test.each(IDENTITIES)('counts events with the same content: %s', (identity) => {
    const { expected, inputData } = workload(100, identity);
    expect([...expected.values()].reduce((sum, times) => sum + times)).toBe(100);
    expect([...expected].filter(([, times]) => times === 2)).toHaveLength(10);
    expect(inputData.events).toHaveLength(100);
  });

  test('has rows that are equal but for an id', () => {
    const rows = (identity: Identity) => workload(10, identity).inputData.events as object[];
    for (const identity of ['none', 'time'] as const) expect(rows(identity)[9]).toEqual(rows(identity)[8]);
    expect(rows('id')[9]).toEqual({ ...rows('id')[8], event_id: 'import-9' });
  });
});

describe('stored against expected', () => {
  const expected = new Map([
    [0, 1],
    [1, 2],
  ]);

  test.each<[string, [number, number][], { lost: number; duplicated: number }]>([
    [
      'the same',
      [
        [0, 1],
        [1, 2],
      ],
      { lost: 0, duplicated: 0 },
    ],
    ['nothing', [], { lost: 3, duplicated: 0 }],
    [
      'one of two equal ones only',
      [
        [0, 1],
        [1, 1],
      ],
      { lost: 1, duplicated: 0 },
    ],
    [
      'one too often',
      [
        [0, 3],
        [1, 2],
      ],
      { lost: 0, duplicated: 2 },
    ],
    [
      'one lost and another duplicated',
      [
        [0, 2],
        [1, 1],
      ],
      { lost: 1, duplicated: 1 },
    ],
    [
      'something that was not sent',
      [
        [0, 1],
        [1, 2],
        [7, 1],
      ],
      { lost: 0, duplicated: 1 },
    ],
    [
      'something without a number',
      [
        [0, 1],
        [1, 2],
        [Number.NaN, 1],
      ],
      { lost: 0, duplicated: 1 },
    ],
  ])('%s', (_what, stored, result) => {
    expect(compare(expected, new Map(stored))).toEqual(result);
  });
});

/** Results of all cases, as if every one had ended like this. */
const results = (misses: readonly string[] = []): CaseResult[] =>
  casesOf().map((one) => ({ ...one, ...GOOD, stored: one.workload.size, misses }));

/** The cells of a scenario's row in a page of results. */
const cellsOf = (page: string, name: string): string[] => {
  const row = page.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? '';
  return row.split('|').map((cell) => cell.trim());
};

describe('docs/reliability.md', () => {
  const page = resultsIn(readText('docs/reliability.md'), 'npm run faults -- --write');

  test.each(SCENARIOS.filter(({ limit }) => limit === undefined))(
    'shows $name, with nothing lost, twice or let out',
    ({ name }) => {
      const [, , , events, stored, lost, twice, , , secrets] = cellsOf(page, name);
      expect(events).toMatch(/^[\d,]+$/);
      expect([stored, lost, twice, secrets]).toEqual([events, '0', '0', '0']);
    },
  );

  test.each(SCENARIOS.filter(({ limit }) => limit === undefined))(
    'says how many of $name are there twice if IDs are not read, and why',
    ({ name, copies: why }) => {
      const twice = cellsOf(page, name)[7];
      if (why === undefined) expect(twice).toBe('0');
      else {
        const [, table = ''] = page.split('### If event IDs are not read');
        expect(cellsOf(table, name).slice(3, 5)).toEqual([twice, why]);
      }
    },
  );

  test.each(SCENARIOS.filter(({ limit }) => limit !== undefined))(
    'shows the limit $name and why',
    (scenario) => {
      expect(cellsOf(page, scenario.name)).toContain(scenario.limit);
    },
  );

  test('says that no case misses a target', () => {
    expect(page).toContain('**0 lost, 0 stored twice, 0 secrets found**');
    expect(page).toContain('Cases that miss a target: 0.');
  });

  test('names no date and no machine', () => {
    expect(page).not.toMatch(/\b20\d\d-\d\d|\b20\d\d\b|GHz|\bGB\b|linux|darwin/i);
  });
});

describe('results', () => {
  test('add up to a row for each scenario', () => {
    const rows = asMarkdown(results());
    for (const { name } of SCENARIOS) expect(cellsOf(rows, name)[4]).toBe(cellsOf(rows, name)[3]);
    expect(cellsOf(rows, 'HTTP 400').slice(1, -1)).toEqual([
      'HTTP 400',
      'ThrottledError',
      '66,006',
      '66,006',
      '0',
      '0',
      '0',
      '2 / 2 / 2',
      '0',
    ]);
  });

  test('end with whether all targets are met, after what is missed', () => {
    expect(asText(results())).toMatch(/✓ All targets met\.$/);
    expect(asText(results(['1 lost']))).toMatch(/✗ \d+ cases miss a target\.$/);
    expect(asText(results(['1 lost']))).toContain('✗ HTTP 400, once, 10,000 by id: 1 lost');
  });
});
