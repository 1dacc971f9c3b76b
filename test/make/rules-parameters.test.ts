import { describe, expect, test } from '@jest/globals';
import { formsOf, type Parameter, within, withNested } from '../../sandbox/make/folder.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { BATCH_FIELDS } from '../../src/fields/batch.ts';
import { CONNECTION_FIELDS } from '../../src/fields/connection.ts';
import { helpOn, isSent } from '../../src/fields/field.ts';
import { FIELDS, fieldsOf } from '../../src/fields/index.ts';
import type { Json } from '../../src/lib/json.ts';
import { inMakesWords } from '../../src/make/parameters.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { NOBODY } from '../../src/usermaven/nobody.ts';
import { TYPE_CHOICES } from '../../src/userpilot/event-types.ts';
import { BATCH_ACTIONS, EVENT_ACTIONS, TRACKING } from '../support/actions.ts';
import { APP as app } from '../support/make/app.ts';
import { hasRequiredFirst, isGoodHelp, isSentenceCase, membersRead, sharedNames } from './rules.ts';

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

/** The names under which a connection keeps what its test yields. */
const keptBy = (communication: Json): string[] => {
  const { response } = communication as { response: { data: { [key: string]: Json } } };
  return Object.keys(response.data).sort();
};

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

  test('speaks of Make: no Zap, no step', () => {
    expect(failing(({ help = '' }) => /zap|\bstep\b/i.test(help))).toEqual([]);
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

  test('what modules read of the connection is what it keeps, and each credential is read', () => {
    const [kept] = app.connections.map(({ communication }) => keptBy(communication));
    expect(membersRead(CONNECTED, 'connection')).toEqual(kept);
  });

  test('what modules read of the common data is there, and all of it is read', () => {
    expect(membersRead(CONNECTED, 'common')).toEqual(Object.keys(app.common ?? {}).sort());
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
    '$make.label has every input of its action that is sent or read with one that is: what is required, the others in order, advanced ones last',
    ({ make, fields }) => {
      const { mappableParams } = module(make.id);
      // JSON texts are for platforms without real arrays and collections.
      const all = fieldsOf(fields);
      const readWith = all.flatMap((field) => field.readWith ?? []);
      const sent = all.filter(
        (field) => (isSent(field) || readWith.includes(field.key)) && field.type !== 'json_object',
      );
      const placeOf = ({ key, required }: (typeof sent)[number]): number =>
        required ? 0 : mappableParams.find(({ name }) => name === key)?.advanced ? 2 : 1;
      const inOrder = [0, 1, 2].flatMap((place) => sent.filter((field) => placeOf(field) === place));
      expect(mappableParams.map(({ name }) => name)).toEqual(inOrder.map(({ key }) => key));
      for (const [at, { label, help, required, default: usual }] of mappableParams.entries()) {
        const field = inOrder[at];
        sameWords(label, field?.label);
        expect(usual).toBe(field?.default);
        sameWords(help?.replace(/ Refused are names .*$/, ''), field && inMakesWords(helpOn('make', field)));
        expect(required ?? false).toBe(field?.required ?? false);
      }
    },
  );

  test('no help calls a field or an action as Zapier does', () => {
    const otherwise = [
      ...ACTIONS.map(({ zapier }) => zapier.label),
      ...Object.values(FIELDS)
        .map(({ label }) => label)
        .filter((label) => /\s[A-Z][a-z]/.test(label)),
    ];
    expect(otherwise).toEqual(expect.arrayContaining(['Identify User', 'User Agent', 'Event Name']));
    expect(failing(({ help = '' }) => otherwise.some((label) => help.includes(label)))).toEqual([]);
    const helps = forms.flatMap(({ parameters }) => withNested(parameters).map(({ help = '' }) => help));
    expect(helps.filter((help) => help.includes('also add Identify a user with'))).toHaveLength(1);
  });

  test('what the form refuses of a name is in its help', () => {
    const names = forms.flatMap(({ parameters }) =>
      withNested(parameters).filter(({ name }) => name === 'event_name' && name !== undefined),
    );
    const asked = names.filter(({ help }) => help !== undefined);
    expect(asked.length).toBeGreaterThan(2);
    for (const { help } of asked) {
      expect(help).toMatch(
        /Refused are names that start with `\$`, and `user_identify`, `group`, `lead` and `pageview`, which have modules of their own\.$/,
      );
    }
  });

  test.each(EVENT_ACTIONS)(
    '$make.label: campaign, device, and of a page all but the address are advanced, unless the event is about the page',
    ({ make, fields }) => {
      const used = fieldsOf(fields);
      const isAboutPage = used.some(({ path, required }) => path === 'url' && required);
      const rare = ['campaign', 'device', ...(isAboutPage ? [] : ['page'])];
      const groups = new Map<string, string>(used.map(({ key, group }) => [key, group]));
      const groupsOf = (isAdvanced: boolean) =>
        module(make.id)
          .mappableParams.filter(({ advanced = false, required }) => !required && advanced === isAdvanced)
          .map(({ name = '' }) => (name === 'page_url' ? 'address' : (groups.get(name) ?? '')));
      expect(groupsOf(true).filter((group) => !rare.includes(group))).toEqual([]);
      expect(groupsOf(false).filter((group) => rare.includes(group))).toEqual([]);
    },
  );

  test('advanced parameters are at the top level only, after all others', () => {
    const nested = forms.flatMap(({ parameters }) =>
      parameters.flatMap((parameter) => withNested(within(parameter))),
    );
    expect(nested.filter(({ advanced }) => advanced)).toEqual([]);
    for (const { parameters } of forms) {
      const first = parameters.findIndex(({ advanced }) => advanced);
      if (first >= 0) expect(parameters.slice(first).every(({ advanced }) => advanced)).toBe(true);
    }
  });

  test.each(EVENT_ACTIONS.filter(({ needs }) => needs.length > 1))(
    '$make.label asks who right after what is required and the event name, each with its hint',
    ({ make, needs, fields }) => {
      const optional = fieldsOf(fields).flatMap(({ key, required }) =>
        !required && needs.some((need) => need === key) ? [key] : [],
      );
      const first = module(make.id)
        .mappableParams.filter(({ name, required }) => !required && name !== FIELDS.event_name.key)
        .slice(0, optional.length);
      expect(first.map(({ name }) => name)).toEqual(optional);
      for (const { help } of first)
        expect(help).toMatch(/\bFill in at least one of User ID[ ,].* Email\b.*?\. /);
    },
  );

  test('a date is asked for wherever a time is, in rows too', () => {
    const times = forms.flatMap(({ parameters }) =>
      withNested(parameters).filter(({ name = '' }) => /_at$/.test(name)),
    );
    expect(times.length).toBeGreaterThan(3);
    expect(times.filter(({ type }) => type !== 'date')).toEqual([]);
  });

  test('the connection asks for what is declared, but for the Userpilot secret, which the webhook asks for', () => {
    const [connection] = app.connections;
    const [webhook] = app.webhooks;
    const asked = [...(connection?.params ?? []), ...(webhook?.params.filter(asks) ?? [])];
    // Make asks for the name of a connection by itself, and a connection may ask for nothing but credentials.
    expect(connection?.params.map(({ name }) => name)).toEqual(['api_key', 'server_token']);
    expect(webhook?.params.map(({ name, type }) => name ?? type)).toEqual([
      'banner',
      'event_types',
      'userpilot_secret',
    ]);
    for (const { key, label, required } of CONNECTION_FIELDS) {
      if (key === 'workspace_name') continue;
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
    'a row of $make.label has the columns of the declaration, as the forms of single events have them',
    ({ make }) => {
      const [events] = module(make.id).mappableParams;
      const columns = events ? within(events) : [];
      expect(columns.map(({ name }) => name)).toEqual(BATCH_FIELDS.events.columns);
      const { mappableParams } = module(TRACKING.make.id);
      for (const column of columns) {
        const name = column.name === 'attributes' ? 'event_attributes' : column.name;
        const single = mappableParams.find((parameter) => parameter.name === name);
        expect({ ...column, name, validate: null }).toEqual({ ...single, validate: null });
      }
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
      const takes = (typed: string) => new RegExp(String(name?.validate?.pattern), 'u').test(typed);
      const words = NOBODY.flatMap((word) => [word, word.toUpperCase()]);
      const refused = [...Object.keys(reserved), '$pageview', ...words];
      expect(refused.filter((typed) => takes(typed) || takes(` ${typed} `))).toEqual([]);
      expect(
        ['Signed Up', 'group_joined', 'user_identify_2', 'Cost in $', 'Nullified', '0', 'Null'].map(takes),
      ).toEqual([true, true, true, true, true, true, false]);
    },
  );
});
