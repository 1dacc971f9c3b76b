import { describe, expect, test } from '@jest/globals';
import { formsOf, type Parameter, readMakeApp, within, withNested } from '../../sandbox/make/folder.ts';
import { BATCH_FIELDS } from '../../src/fields/batch.ts';
import { CONNECTION_FIELDS } from '../../src/fields/connection.ts';
import { helpOn, isSent } from '../../src/fields/field.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import type { Json } from '../../src/lib/json.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { TYPE_CHOICES } from '../../src/userpilot/event-types.ts';
import { BATCH_ACTIONS, EVENT_ACTIONS } from '../support/actions.ts';
import { hasRequiredFirst, isGoodHelp, isSentenceCase, membersRead, sharedNames } from './rules.ts';

const app = readMakeApp();
const forms = formsOf(app);
const module = (id: string) => {
  const found = app.modules.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`There is no module ${id}.`);
  return found;
};

/** Every parameter that fails, as `module ID mappableParams: email`. */
const failing = (fails: (parameter: Parameter) => boolean): string[] =>
  forms.flatMap(({ place, parameters }) =>
    withNested(parameters)
      .filter(fails)
      .map(({ name, type }) => `${place}: ${name ?? type}`),
  );

/** What asks a user for something, a banner does not. */
const asks = ({ type }: Parameter): boolean => type !== 'banner';

const namesOf = (parameters: readonly Parameter[]): string[] =>
  parameters.flatMap(({ name }) => name ?? []).sort();

describe('every parameter', () => {
  test('has a name of letters, digits and underscores, unless it is a banner or the spec of an array', () => {
    const unnamed = failing((parameter) => asks(parameter) && !/^[a-z_]\w*$/.test(parameter.name ?? ''));
    expect(unnamed.filter((place) => !place.endsWith(': collection'))).toEqual([]);
    expect(failing((parameter) => !asks(parameter) && parameter.name !== undefined)).toEqual([]);
  });

  test.each(forms.map(({ place, parameters }) => [place, parameters] as const))(
    'of %s has a name of its own, in nested specs too',
    (_place, parameters) => {
      expect(sharedNames(parameters)).toEqual([]);
    },
  );

  test('has a label in sentence case', () => {
    expect(failing((parameter) => asks(parameter) && !isSentenceCase(parameter.label ?? ''))).toEqual([]);
  });

  test('has choices and buttons in sentence case', () => {
    const bad = failing(({ options = [], labels }) =>
      [...options.map(({ label }) => label), ...(labels ? [labels.add] : [])].some(
        (label) => !isSentenceCase(label),
      ),
    );
    expect(bad).toEqual([]);
  });

  test('has help that ends with a period and is no longer than a glance, but for obvious columns', () => {
    expect(failing(({ help }) => help !== undefined && !isGoodHelp(help))).toEqual([]);
    const without = forms.flatMap(({ parameters }) =>
      parameters.filter((parameter) => asks(parameter) && parameter.help === undefined),
    );
    expect(without).toEqual([]);
  });

  test.each(forms.map(({ place, parameters }) => [place, parameters] as const))(
    'of %s that is required comes first',
    (_place, parameters) => {
      expect(hasRequiredFirst(parameters)).toBe(true);
      for (const parameter of withNested(parameters)) expect(hasRequiredFirst(within(parameter))).toBe(true);
    },
  );

  test('is never required and advanced at once', () => {
    expect(failing(({ required, advanced }) => required === true && advanced === true)).toEqual([]);
  });

  test('that takes a secret is a password that can be edited, and no other is', () => {
    const secrets = failing(({ type, editable }) => type === 'password' && editable === true);
    expect(secrets).toEqual([
      'connection usermaven: api_key',
      'connection usermaven: server_token',
      'webhook userpilot: userpilot_secret',
    ]);
    expect(failing(({ type, editable }) => (type === 'password') !== (editable === true))).toEqual([]);
    const named = ({ name = '' }: Parameter) => /_key$|token|secret|passw/.test(name);
    expect(failing((parameter) => named(parameter) && parameter.type !== 'password')).toEqual([]);
  });

  test('takes real arrays and collections, never JSON as text', () => {
    expect(failing(({ type }) => type === 'json')).toEqual([]);
    expect(failing(({ name, label }) => /json/i.test(`${name} ${label}`))).toEqual([]);
  });

  test('speaks of Make and of what it takes: no Zap, no step, no unix seconds', () => {
    expect(failing(({ help = '' }) => /zap|\bstep\b|in seconds/i.test(help))).toEqual([]);
  });
});

describe('what expressions read', () => {
  const CONNECTED: Json[] = [app.base, ...app.modules.map(({ communication }) => communication)];

  test.each(app.modules.map(({ id }) => id))('%s: every parameter is declared, and every one used', (id) => {
    const { communication, staticParams, mappableParams } = module(id);
    expect(membersRead(communication, 'parameters')).toEqual(namesOf([...staticParams, ...mappableParams]));
  });

  test.each([...app.connections, ...app.webhooks].map(({ id }) => id))(
    '%s: every parameter is declared, and every one used',
    (id) => {
      const found = [...app.connections, ...app.webhooks].find((component) => component.id === id);
      expect(membersRead(found?.communication ?? null, 'parameters')).toEqual(
        namesOf(found?.params.filter(asks) ?? []),
      );
    },
  );

  test('what modules read of the connection is what it asks for, and each credential is read', () => {
    const secrets = app.connections.flatMap(({ params }) => params.filter(({ type }) => type === 'password'));
    expect(membersRead(CONNECTED, 'connection')).toEqual(namesOf(secrets));
  });

  test.each(app.modules.map(({ id }) => id))(
    '%s: every variable is set before the request, and used',
    (id) => {
      const { communication } = module(id);
      const { temp = {} } = communication as { temp?: { [key: string]: Json } };
      expect(membersRead(communication, 'temp')).toEqual(Object.keys(temp).sort());
    },
  );

  test('no module has static parameters: they cannot be mapped', () => {
    expect(app.modules.flatMap(({ staticParams }) => staticParams)).toEqual([]);
  });
});

describe('forms come from the declarations', () => {
  const sameWords = (one = '', other = '') => expect(one.toLowerCase()).toBe(other.toLowerCase());

  test.each(EVENT_ACTIONS)(
    '$make.label has every input of its action that is sent or read with one that is, what it requires first and otherwise in order, with its words',
    ({ make, fields }) => {
      const { mappableParams } = module(make.id);
      // JSON texts are for platforms without real arrays and collections.
      const all = fieldsOf(fields);
      const readWith = all.flatMap((field) => field.readWith ?? []);
      const sent = all.filter(
        (field) => (isSent(field) || readWith.includes(field.key)) && field.type !== 'json_object',
      );
      const inOrder = [true, false].flatMap((isFirst) =>
        sent.filter(({ required = false }) => required === isFirst),
      );
      expect(mappableParams.map(({ name }) => name)).toEqual(inOrder.map(({ key }) => key));
      for (const [at, { label, help, required }] of mappableParams.entries()) {
        const field = inOrder[at];
        sameWords(label, field?.label);
        expect(help).toBe(field && helpOn('make', field));
        expect(required ?? false).toBe(field?.required ?? false);
      }
    },
  );

  test('the connection asks for what is declared, but for the Userpilot secret, which the webhook asks for', () => {
    const [connection] = app.connections;
    const [webhook] = app.webhooks;
    const asked = [...(connection?.params ?? []), ...(webhook?.params.filter(asks) ?? [])];
    const fields = CONNECTION_FIELDS.map(({ key }) => key).filter((key) => key !== 'userpilot_secret');
    expect(connection?.params.map(({ name }) => name)).toEqual(fields);
    expect(webhook?.params.map(({ name, type }) => name ?? type)).toEqual([
      'banner',
      'event_types',
      'userpilot_secret',
    ]);
    for (const { key, label, required } of CONNECTION_FIELDS) {
      const parameter = asked.find(({ name }) => name === key);
      sameWords(parameter?.label, label);
      expect(parameter?.required ?? false).toBe(required);
    }
  });

  test('the event types to choose from are those that are declared', () => {
    const options = app.webhooks[0]?.params.find(({ name }) => name === 'event_types')?.options ?? [];
    expect(options.map(({ value }) => value)).toEqual(TYPE_CHOICES.map(({ value }) => value));
    options.forEach(({ label }, at) => {
      sameWords(label, TYPE_CHOICES[at]?.label);
    });
  });

  test.each(BATCH_ACTIONS)(
    'a row of $make.label has every declared column at its path in the event',
    ({ make }) => {
      const [events] = module(make.id).mappableParams;
      const columns = fieldsOf(BATCH_FIELDS.events.columns).map(({ path }) => path ?? '');
      const paths = (events ? within(events) : []).flatMap((parameter) =>
        parameter.spec === undefined
          ? [parameter.name]
          : within(parameter).map(({ name }) => `${parameter.name}.${name}`),
      );
      expect(paths.map((path) => (path === 'usermaven_event' ? 'event_type' : path)).sort()).toEqual(
        [...columns].sort(),
      );
    },
  );

  test.each(BATCH_ACTIONS)('$make.label takes as many events as one request may have', ({ make }) => {
    const [events] = module(make.id).mappableParams;
    expect(events?.validate).toEqual({ minItems: 1, maxItems: LIMITS.eventsPerRequest });
    expect(events?.help).toContain(` ${LIMITS.eventsPerRequest}.`);
  });

  test.each(EVENT_ACTIONS.filter(({ eventType }) => eventType === undefined))(
    'a name that $zapier.label refuses is refused by the form of $make.label',
    ({ make, reserved }) => {
      const name = module(make.id).mappableParams.find((parameter) => parameter.name === 'event_name');
      const takes = (typed: string) => new RegExp(String(name?.validate?.pattern)).test(typed);
      const refused = [...Object.keys(reserved), '$pageview'];
      expect(refused.filter((typed) => takes(typed) || takes(` ${typed} `))).toEqual([]);
      expect(['Signed Up', 'group_joined', 'user_identify_2', 'Cost in $'].filter(takes)).toHaveLength(4);
    },
  );
});
