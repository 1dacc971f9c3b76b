import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { loadRecipes } from '../../../recipes/recipe.ts';
import { BLUEPRINT, type Blueprint } from '../../../sandbox/make/blueprint.ts';
import { runningMakeApp } from '../../../sandbox/make/run-app.ts';
import { runScenario } from '../../../sandbox/make/run-scenario.ts';
import { type Collection, UnknownToMake } from '../../../sandbox/make/values.ts';
import { type Sandbox, startSandbox } from '../../../sandbox/usermaven/server.ts';
import { blueprintOf } from '../../../tools/blueprints/blueprint.ts';
import { BATCH, TRACKING } from '../../support/actions.ts';
import { APP } from '../../support/make/app.ts';
import { takeFrom } from '../../support/make/parity.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.clear());
afterAll(() => sandbox.stop());

const [BLUEPRINT_OF_A_RECIPE] = loadRecipes().map((recipe) => blueprintOf(recipe));

type Step = Partial<Blueprint['flow'][number]> & { module: string };

/** A scenario of these modules, after a webhook. */
const scenario = (...steps: Step[]): Blueprint => {
  const [first] = BLUEPRINT_OF_A_RECIPE?.flow ?? [];
  const flow = steps.map((step, at) => ({ ...first, mapper: {}, parameters: {}, ...step, id: at + 2 }));
  return BLUEPRINT.parse({ ...BLUEPRINT_OF_A_RECIPE, flow: [first, ...flow] });
};

const run = (blueprint: Blueprint, ...bundles: Collection[]) =>
  runScenario(blueprint, bundles, {
    app: runningMakeApp(APP),
    host: sandbox.url,
    connection: { key: sandbox.apiKey, token: sandbox.serverToken },
  });

const TRACK = `app#usermaven-1:${TRACKING.make.id}`;
const SEND = `app#usermaven-1:${BATCH.make.id}`;
const EVENT = { event_name: '{{1.name}}', user_id: 'usr_1' };
const ROW = { event_name: '{{2.name}}', user_id: '{{1.user}}' };

test('every bundle of the first module runs the rest by itself', async () => {
  const endings = await run(scenario({ module: TRACK, mapper: EVENT }), { name: 'A' }, { name: 'B' });
  expect(endings.map(({ kind }) => kind)).toEqual(['done', 'done']);
  expect(takeFrom(sandbox).map(({ events }) => events[0]?.event_type)).toEqual(['A', 'B']);
});

test('what a module returns can be mapped, and one that fails ends its run', async () => {
  const chained = scenario(
    { module: TRACK, mapper: EVENT },
    { module: TRACK, mapper: { ...EVENT, event_name: 'Was {{2.status}}' } },
  );
  await run(chained, { name: 'A' });
  expect(takeFrom(sandbox).map(({ events }) => events[0]?.event_type)).toEqual(['A', 'Was ok']);
  const endings = await run(chained, { name: '$refused' });
  expect(endings.map(({ kind }) => kind)).toEqual(['refused']);
});

test('an aggregator makes one array of what one run of its source gave', async () => {
  const gathered = scenario(
    { module: 'builtin:BasicFeeder', mapper: { array: '{{1.list}}' } },
    { module: 'builtin:BasicAggregator', parameters: { feeder: 2, target: '4.events' }, mapper: ROW },
    { module: SEND, mapper: { events: '{{3.array}}' } },
  );
  await run(
    gathered,
    { user: 'u1', list: [{ name: 'A' }, { name: 'B' }] },
    { user: 'u2', list: [{ name: 'C' }] },
  );
  expect(
    takeFrom(sandbox).map(({ events }) => events.map(({ event_type, user }) => [event_type, user])),
  ).toEqual([
    [
      ['A', { id: 'u1' }],
      ['B', { id: 'u1' }],
    ],
    [['C', { id: 'u2' }]],
  ]);
});

test.each<[what: string, steps: Step[]]>([
  ['an unknown module', [{ module: 'http:ActionSendData' }]],
  ['an aggregator without a source', [{ module: 'builtin:BasicAggregator', parameters: { feeder: 9 } }]],
  ['an iterator without an array', [{ module: 'builtin:BasicFeeder', mapper: { array: '{{1.name}}' } }]],
  [
    'what can no longer be read after an aggregator',
    [
      { module: 'builtin:BasicFeeder', mapper: { array: '{{1.list}}' } },
      { module: 'builtin:BasicAggregator', parameters: { feeder: 2 }, mapper: {} },
      { module: TRACK, mapper: { ...EVENT, event_name: '{{2.name}}' } },
    ],
  ],
])('%s is an error', async (_what, steps) => {
  await expect(run(scenario(...steps), { name: 'A', number: 5, list: [{ name: 'B' }] })).rejects.toThrow(
    UnknownToMake,
  );
});
