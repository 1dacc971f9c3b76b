import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadRecipes } from '../../recipes/recipe.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import type { StepBundle } from '../../sandbox/zapier/lambda.ts';
import { runRecipe } from '../../sandbox/zapier/run-recipe.ts';
import type { Action } from '../../src/actions/action.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { FIELDS, type FieldUse, fieldsOf } from '../../src/fields/index.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { TYPE_CHOICES } from '../../src/userpilot/event-types.ts';
import { disagreements, isIsoDate, missingInLive, typesByPath } from '../support/agreement.ts';
import { type CompiledOperation, OPERATIONS, textsIn } from '../support/definition.ts';
import { appInProcess } from '../support/in-process.ts';
import { delivery, signedDelivery } from '../support/userpilot-delivery.ts';
import { SEED_BODIES } from '../userpilot/seed-payloads.ts';

/**
 * What the editor shows before the first run has to be what runs return: samples, live output of every operation and the
 * declared outputs are compared path by path, types included.
 */

const SECRET = 'userpilot secret';

/** Objects of the trigger that hold whatever properties the customer chose in Userpilot beside the declared ones. */
const OPEN = ['user', 'company'];

const CHOSEN_PROPERTIES = {
  user: { user_id: 'usr_1', email: 'jane@example.com', plan: 'premium', seats: 3, tags: ['a'], lead: null },
  company: { id: 'acme-42', plan: { name: 'premium' } },
};

/** Deliveries that Userpilot's page does not show but that come through. */
const ODD_BODIES = [
  { type: 'surveys.completed', data: {} },
  { type: 'flows.seen', timestamp: 1679578625, data: { action: 'seen', id: 1, ...CHOSEN_PROPERTIES } },
  {
    type: 'nps.feedback',
    timestamp: '1679578619.5',
    data: { score: 9.5, feedback: 7, user: { user_id: 1 } },
  },
  { type: 'forms.submitted', timestamp: 1e300, app_token: 5, data: { id: 1.5, hostname: '', user: [] } },
].map((body) => JSON.stringify(body));

/** The placeholders of some fields, as what a user fills in: an example of each that has one. */
const examples = (uses: readonly FieldUse[]): JsonObject =>
  Object.fromEntries(
    fieldsOf(uses).flatMap(({ key, placeholder }) => (placeholder === undefined ? [] : [[key, placeholder]])),
  );

/** Inputs of an action beside its recipes: every field, the least that goes, and rows that are rejected. */
const inputsFor = (action: Action): JsonObject[] => {
  if (action.kind === 'event') {
    const required = action.fields.filter((use) => fieldsOf([use]).some((field) => field.required === true));
    const least = action.needs.filter((key) => fieldsOf(action.fields).some((field) => field.key === key));
    return [examples(action.fields), ...least.map((key) => examples([...required, key]))];
  }
  const row = examples(FIELDS.events.columns);
  const { event_id: _id, event_name: _name, ...nameless } = row;
  return [
    { events: [examples(['event_name', 'email'])] },
    { invalid_events: 'skip', events: [row, examples(['event_name']), nameless] },
  ];
};

let sandbox: Sandbox;
/** What every operation returned, by its name. */
const live = new Map<string, unknown[]>();
/** What the trigger's `performList` gave, by the type that was chosen. */
const polled = new Map<string, unknown[]>();

const { invoke } = appInProcess();

const connection = (secret = ''): Pick<StepBundle, 'authData'> => ({
  authData: {
    workspace_name: 'Acme',
    api_key: sandbox.apiKey,
    server_token: sandbox.serverToken,
    userpilot_secret: secret,
  },
});

const asList = (results: unknown): unknown[] => {
  if (!Array.isArray(results)) throw new Error('A trigger returned no list.');
  return results;
};

const trigger = async (method: string, bundle: StepBundle): Promise<unknown[]> =>
  asList(await invoke(`triggers.userpilot_event.operation.${method}`, bundle));

beforeAll(async () => {
  sandbox = await startSandbox();
  process.env[HOST_VARIABLE] = sandbox.url;

  const received: unknown[] = [];
  for (const body of [...SEED_BODIES, ...ODD_BODIES]) {
    received.push(...(await trigger('perform', { ...connection(), ...delivery(body) })));
    received.push(...(await trigger('perform', { ...connection(SECRET), ...signedDelivery(body, SECRET) })));
  }
  live.set('userpilot_event', received);

  for (const action of ACTIONS) {
    const outputs: unknown[] = [];
    for (const inputData of inputsFor(action)) {
      outputs.push(await invoke(`creates.${action.key}.operation.perform`, { ...connection(), inputData }));
    }
    live.set(action.key, outputs);
  }
  for (const recipe of loadRecipes()) {
    const { outcome } = await runRecipe({ invoke }, recipe, connection());
    if ('error' in outcome) throw outcome.error;
    live.get(recipe.action)?.push(outcome.output);
  }
  for (const { value } of TYPE_CHOICES) {
    polled.set(value, await trigger('performList', { ...connection(), inputData: { event_types: [value] } }));
  }
});
afterAll(async () => {
  delete process.env[HOST_VARIABLE];
  await sandbox.stop();
});

/** What an action cannot fill and shows as null: the outputs that say what a field said, where it does not take the field. */
const blankIn = (name: string, sample: JsonObject): string[] =>
  ACTIONS.filter(({ key }) => key === name).flatMap(({ fields }) => {
    const taken = new Set(fieldsOf(fields).map(({ key }) => key));
    return Object.keys(sample).filter((key) => sample[key] === null && !taken.has(key));
  });

const liveOf = (name: string): unknown[] => live.get(name) ?? [];

test('every operation ran, on everything that there is to run it with', () => {
  expect(OPERATIONS.map(({ name }) => name)).toEqual([...live.keys()]);
  expect(liveOf('userpilot_event')).toHaveLength(2 * (SEED_BODIES.length + ODD_BODIES.length));
  for (const action of ACTIONS) {
    const inputs = inputsFor(action);
    expect(inputs.length).toBeGreaterThan(1);
    expect(liveOf(action.key).length).toBeGreaterThan(inputs.length);
  }
});

describe.each(OPERATIONS)('the sample of $name', ({ name, operation }: CompiledOperation) => {
  const { sample, outputFields } = operation;

  test('D010 has an id', () => {
    expect(sample.id).toEqual(expect.stringMatching(/\S/));
  });

  test('D012 is there and says more than the id', () => {
    const told = Object.values(sample).filter((value) => value !== null);
    expect(told.length).toBeGreaterThan(2);
  });

  test('D023 has its dates in ISO 8601 with a zone', () => {
    const dates = textsIn(sample).filter(([, text]) =>
      /^\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]{2} \d{4}/.test(text),
    );
    expect(dates.filter(([, text]) => !isIsoDate(text))).toEqual([]);
  });

  test('D024 is as the outputs declare, nothing missing and nothing more', () => {
    expect(disagreements(outputFields, sample)).toEqual([]);
  });

  test('T004 shows no path that a run lacks, nor another type', () => {
    for (const output of liveOf(name)) expect(missingInLive(sample, output)).toEqual([]);
  });

  test('T004 shows every path that every run has, and some run has each that can have a value with one', () => {
    const shown = new Set(typesByPath(sample).map(([path]) => path));
    const open = OPEN.map((key) => `${key}.`);
    const all = liveOf(name).flatMap((output) => typesByPath(output));
    const unseen = all.filter(
      ([path]) => !shown.has(path) && !open.some((prefix) => path.startsWith(prefix)),
    );
    expect(unseen).toEqual([]);
    const filled = new Set(all.filter(([, type]) => type !== 'null').map(([path]) => path));
    expect([...shown].filter((path) => !filled.has(path))).toEqual(blankIn(name, sample));
  });
});

describe.each(OPERATIONS)('the live output of $name', ({ name, kind, operation }: CompiledOperation) => {
  test('T003/T005 is as the outputs declare, dates in ISO 8601', () => {
    const open = kind === 'triggers' ? OPEN : [];
    for (const output of liveOf(name)) {
      expect(disagreements(operation.outputFields, output, open)).toEqual([]);
    }
  });

  test('is an object of its own with an id of its own', () => {
    const ids = new Set(liveOf(name).map((output) => JSON.stringify(Object(output).id)));
    expect(ids.has('null')).toBe(false);
    // The trigger got every delivery twice, and ids come from the body.
    expect(ids.size).toBe(liveOf(name).length / (kind === 'triggers' ? 2 : 1));
  });
});

describe('the polled samples of the trigger', () => {
  const [userpilot] = OPERATIONS;

  test('Z001 are as the outputs declare', () => {
    expect(polled.size).toBe(TYPE_CHOICES.length);
    for (const [type, samples] of polled) {
      expect([type, samples.length]).toEqual([type, 1]);
      expect(disagreements(userpilot?.operation.outputFields ?? [], samples[0])).toEqual([]);
    }
  });

  test('T006 show no path that a delivery of their type lacks', () => {
    const compared = liveOf('userpilot_event').flatMap((output) => {
      const type = String(Object(output).type);
      return (polled.get(type) ?? []).map((sample) => [type, missingInLive(sample, output)]);
    });
    expect(compared.length).toBeGreaterThan(SEED_BODIES.length);
    expect(compared.filter(([, missing]) => missing?.length !== 0)).toEqual([]);
  });
});
