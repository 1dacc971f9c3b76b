import { describe, expect, test } from '@jest/globals';
import { textsIn } from '../../sandbox/make/folder.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import { isJsonObject, isObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import { IDENTIFY } from '../../src/usermaven/event.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { EVENTS_HOST, EVENTS_PATH, USER_AGENTS } from '../../src/usermaven/request.ts';
import { TRACKING } from '../support/actions.ts';
import { APP as app } from '../support/make/app.ts';
import { functionsCalled, isMasked, pathsOf } from './rules.ts';

const object = (value: Json | undefined): JsonObject => {
  if (!isJsonObject(value)) throw new Error(`Not an object: ${JSON.stringify(value)}`);
  return value;
};
const base = object(app.base);
const [connection] = app.connections.map(({ communication }) => object(communication));
const [webhook] = app.webhooks.map(({ communication }) => object(communication));
const requests = app.modules
  .filter(({ moduleType }) => moduleType !== 'instant_trigger')
  .map(({ id, moduleType, communication }) => ({ id, moduleType, request: object(communication) }));
const actions = ACTIONS.map((action) => {
  const { request } = requests.find(({ id }) => id === action.make.id) ?? {};
  return { action, label: action.make.label, request: object(request) };
});
const [universal] = requests.filter(({ moduleType }) => moduleType === 'universal');

/** What may run in a scenario: functions that Make documents, all of them built in. */
const BUILT_IN = new Set(
  (
    'contains createJSON decodeURL first formatDate get if ifempty length lower parseDate parseNumber replace sha256 slice ' +
    'split startcase switch toCollection toString trim upper'
  ).split(' '),
);

describe('expressions', () => {
  test('call only functions that are built into Make, never ones of our own', () => {
    const called = functionsCalled([
      app.base,
      ...[...app.connections, ...app.webhooks, ...app.modules].map(({ communication }) => communication),
    ]);
    expect(called.length).toBeGreaterThan(10);
    expect(called.filter((name) => !BUILT_IN.has(name))).toEqual([]);
  });

  test('open and close their braces, and are never empty', () => {
    const texts = textsIn([
      app.base,
      ...[...app.connections, ...app.webhooks, ...app.modules].map(({ communication }) => communication),
    ]);
    const count = (text: string, part: string) => text.split(part).length - 1;
    expect(texts.filter((text) => count(text, '{{') !== count(text, '}}'))).toEqual([]);
    expect(texts.filter((text) => /\{\{\s*\}\}/.test(text))).toEqual([]);
  });

  // Make's own list of bad practices: a blank parameter never arrives, and its key drops out by itself.
  test('pass parameters plainly: none is trimmed, measured or replaced by nothing for being blank', () => {
    const texts = textsIn(app.modules.map(({ communication }) => communication));
    const wrapped =
      /ifempty\((?:trim\()?parameters\.[\w.[\]]+\)?, undefined\)|\b(?:trim|length)\(parameters\.(?!events\))/;
    expect(texts.filter((text) => wrapped.test(text))).toEqual([]);
    const { communication = null } = app.modules.find(({ id }) => id === TRACKING.make.id) ?? {};
    const { body } = object(communication);
    const plain = fieldsOf(TRACKING.fields).filter(
      ({ type, path = '.' }) => type === 'text' && !path.includes('.'),
    );
    expect(plain.length).toBeGreaterThan(4);
    for (const { key, path = '' } of plain) expect(object(body)[path]).toBe(`{{parameters.${key}}}`);
  });
});

describe('requests', () => {
  test('start from the address of the Events API and follow no redirect of any method, which would take the token along', () => {
    const none = { followRedirects: false, followAllRedirects: false };
    expect(base).toMatchObject({ baseUrl: EVENTS_HOST, ...none });
    expect(connection).toMatchObject(none);
  });

  test.each(actions)(
    '$label posts to the declared path and passes on the status, which is all that the API responds with',
    ({ request }) => {
      expect(request).toMatchObject({
        url: EVENTS_PATH,
        method: 'POST',
        response: { output: { status: '{{ifempty(body.status, body)}}' } },
      });
    },
  );

  test.each([...requests.map(({ id, request }) => [id, request] as const), ['base', base] as const])(
    '%s: headers and query are objects, which as text would replace those of the base',
    (_id, request) => {
      for (const part of [request.headers, request.qs])
        expect(part === undefined || isObject(part)).toBe(true);
    },
  );

  test.each(actions)(
    '$label: an event has the API key and the constants of every event',
    ({ action, request }) => {
      const events = action.kind === 'event' ? [request.body] : object(request.temp).events;
      expect(events).toHaveLength(action.kind === 'event' ? 1 : LIMITS.eventsPerRequest);
      for (const event of events as Json[]) {
        expect(event).toMatchObject({ api_key: '{{connection.key}}', ids: {}, src: 'http' });
      }
    },
  );

  test.each(actions.filter(({ action }) => action.kind === 'batch'))(
    '$label: the body is JSON as text with its type, each row written out with its own number',
    ({ request }) => {
      expect(request).toMatchObject({
        headers: { 'content-type': 'application/json' },
        type: 'text',
        body: '{{createJSON(slice(temp.events, 0, length(parameters.events)))}}',
      });
      const rows = (object(request.temp).events as Json[]).map((row) => JSON.stringify(row));
      const [first = ''] = rows;
      expect(rows).toEqual(rows.map((_row, at) => first.replaceAll('events[1]', `events[${at + 1}]`)));
    },
  );

  test.each(actions.filter(({ action }) => action.kind === 'event'))(
    '$label: the type of an event is the one of the action, or the name that the user gives it',
    ({ action, request }) => {
      const { event_type } = object(request.body);
      const named = action.kind === 'event' ? action.eventType : undefined;
      if (named !== undefined) expect(event_type).toBe(named);
      else expect(event_type).toMatch(/^\{\{.*\bparameters\.event_name\b.*\}\}$/);
    },
  );
});

describe('secrets', () => {
  const SECRETS = /(?:connection\.(?:key|token)|parameters\.(?:api_key|server_token))/;

  /** Where a request sends a secret: by an expression that reads it, or a variable that holds one. */
  const secretPaths = ({ temp = {}, qs = {}, headers = {}, body = {} }: JsonObject): string[] => {
    const holders = Object.entries(object(temp)).flatMap(([name, value]) =>
      pathsOf(value, (expression) => SECRETS.test(expression), name).length > 0 ? [`temp.${name}`] : [],
    );
    const reads = (expression: string) =>
      SECRETS.test(expression) || holders.some((holder) => expression.includes(holder));
    return pathsOf({ qs, headers, body }, reads, 'request');
  };

  const maskedBy = (request: JsonObject): string[] => {
    const { log } = request;
    return isObject(log) && Array.isArray(log.sanitize) ? log.sanitize.map(String) : [];
  };

  test('in the query of every request are masked in the log', () => {
    expect(secretPaths(base)).toEqual(['request.qs.token']);
    expect(maskedBy(base)).toContain('request.qs.token');
  });

  test('are all that the log hides, and no module hides more: the rest is what people debug with', () => {
    const HIDDEN = ['request.qs.token', 'request.body.api_key'];
    expect(maskedBy(base)).toEqual(HIDDEN);
    expect(maskedBy(connection ?? {})).toEqual(HIDDEN);
    expect(requests.map(({ request }) => maskedBy(request))).toEqual(requests.map(() => []));
  });

  test.each(requests.map(({ id, request }) => [id, request] as const))(
    'in the request of %s are masked in the log; in rows there is the API key, which is public',
    (_id, request) => {
      const open = [...secretPaths(base), ...secretPaths(request)].filter(
        (path) => !isMasked(path, maskedBy(base)),
      );
      expect(open).toEqual(request.temp !== undefined && request.type === 'text' ? ['request.body'] : []);
      expect(JSON.stringify(request)).not.toMatch(/connection\.token|server_token/);
    },
  );

  test('of the connection test are masked in the log', () => {
    const paths = secretPaths(connection ?? {});
    expect(paths).toEqual(['request.qs.token']);
    expect(paths.filter((path) => !isMasked(path, maskedBy(connection ?? {})))).toEqual([]);
  });

  test('are in no header and in no address', () => {
    for (const { url, headers = {} } of [base, connection ?? {}, ...requests.map(({ request }) => request)]) {
      expect(pathsOf([url ?? '', headers], (expression) => SECRETS.test(expression), '')).toEqual([]);
    }
  });

  // The other way round, a token that contains the key would be masked in its middle only.
  test('are masked in what an error repeats, first the token and then the key', () => {
    for (const request of [base, connection ?? {}]) {
      const { message } = object(object(request.response).error);
      expect(message).toMatch(
        /\{\{replace\(replace\(ifempty\(.*, 'none given\.'\), .*token.*, '\*\*\*'\), .*key.*, '\*\*\*'\)\}\}$/,
      );
      const [token = '', key = ''] = String(message).split("'***'");
      expect(token).toMatch(/connection\.token|parameters\.server_token/);
      expect(key).toMatch(/connection\.key|parameters\.api_key/);
      expect(key).not.toMatch(/connection\.token|server_token/);
    }
  });
});

describe('errors', () => {
  const directives = [base, connection ?? {}].map(({ response }) => object(object(response).error));

  test.each([
    ['a module', directives[0]],
    ['the connection', directives[1]],
  ])('of %s have the type that makes Make do the right thing', (_what, directive) => {
    const types = Object.entries(directive ?? {}).flatMap(([status, error]) =>
      isObject(error) ? [[status, error.type]] : [],
    );
    // 429 and 5xx are left to Make, which gives them the types that make it try again.
    expect(Object.fromEntries(types)).toEqual({
      400: 'DataError',
      401: 'InvalidAccessTokenError',
      403: expect.stringMatching(/^\{\{if\(.* == 'page', 'RuntimeError', 'InvalidAccessTokenError'\)\}\}$/),
      408: 'ConnectionError',
      413: 'DataError',
    });
    expect(directive).not.toHaveProperty('type');
  });

  test.each([
    ['a module', directives[0]],
    ['the connection', directives[1]],
  ])(
    'of %s start with their status in brackets, in whole sentences, and end with the reason if there is one',
    (_what, directive) => {
      for (const [status, error] of Object.entries(directive ?? {})) {
        if (!isObject(error)) continue;
        const plain = String(error.message)
          .replace(/ Reason: \{\{.*$/, '')
          .replace(/\{\{if\(.* == 'page', '(.*)', '(.*)'\)\}\}$/, '$1 $2');
        expect(plain).toMatch(new RegExp(`^\\[${status}\\] [A-Z].*\\.$`));
      }
      expect(directive?.message).toMatch(/^\[\{\{statusCode\}\}\] [A-Z][^{}]*\. Reason: \{\{.+\}\}$/);
    },
  );

  test('of the connection speak of no module, scenario or field, which are not there yet', () => {
    const messages = textsIn(directives[1] ?? {}).map((text) => text.replace(/\{\{.*?\}\}/g, ''));
    expect(messages.filter((text) => /module|scenario|mapped|fields/i.test(text))).toEqual([]);
  });

  test("no message is longer than 1,024 characters, which is all that Make's schema of a communication takes", () => {
    const lengths = directives.flatMap((directive) => textsIn(directive).map(({ length }) => length));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1_024);
  });
});

describe('the connection', () => {
  test('is tested by a single request to an absolute address', () => {
    expect(app.connections).toHaveLength(1);
    expect(Array.isArray(app.connections[0]?.communication)).toBe(false);
    expect(connection?.url).toBe(`${EVENTS_HOST}${EVENTS_PATH}`);
  });

  test('writes nothing: the test sends a person without id, at a time in 1970', () => {
    expect(connection).toMatchObject({ method: 'POST', type: 'text' });
    expect(JSON.parse(String(connection?.body))).toEqual({ event_type: IDENTIFY, user: {}, timestamp: 1 });
  });

  test('names its sender as every module does, since the base does not reach it', () => {
    expect(base.headers).toEqual({ 'user-agent': USER_AGENTS.make });
    expect(connection?.headers).toEqual({
      'content-type': 'application/json',
      'user-agent': USER_AGENTS.make,
    });
    const others = requests.flatMap(({ request }) => Object.keys(object(request.headers ?? {})));
    expect(others.filter((name) => /user-agent/i.test(name))).toEqual([]);
  });

  test('keeps each credential once, as every module reads it', () => {
    const { data = null } = object(connection?.response);
    expect(Object.keys(object(data))).toEqual(['key', 'token']);
    expect(base.qs).toEqual({ token: '{{connection.key}}.{{connection.token}}' });
  });

  test('is shown by the end of its API key, since no response names the workspace', () => {
    const { metadata } = object(connection?.response);
    expect(metadata).toEqual({ type: 'text', value: expect.stringMatching(/^API key \.\.\.\{\{.*\}\}$/) });
  });
});

describe('the universal module', () => {
  test('sends to a path below the address of the base, whatever is typed', () => {
    expect(universal?.request.url).toBe('/{{parameters.url}}');
  });

  test('spreads headers and query, so that those of the base stay', () => {
    expect(universal?.request.headers).toHaveProperty(
      ['{{...}}'],
      "{{toCollection(parameters.headers, 'key', 'value')}}",
    );
    expect(universal?.request.qs).toEqual({ '{{...}}': "{{toCollection(parameters.qs, 'key', 'value')}}" });
  });

  test('passes on body, headers and status', () => {
    expect(universal?.request.response).toEqual({
      output: { body: '{{body}}', headers: '{{headers}}', statusCode: '{{statusCode}}' },
    });
  });
});

describe('the trigger', () => {
  test('passes on what the webhook makes of a request', () => {
    const trigger = app.modules.find(({ moduleType }) => moduleType === 'instant_trigger');
    expect(trigger?.communication).toEqual({ response: { output: '{{payload}}' } });
  });

  test('the webhook decides by the signature whether an event counts, and answers nobody itself', () => {
    expect(Object.keys(webhook ?? {})).toEqual(['condition', 'output']);
    // Three parts: an event, signed, of a chosen type.
    expect(webhook?.condition).toMatch(
      /^\{\{if\(\(body\.data && [^&]*\) && \(if\(trim\(parameters\.userpilot_secret\), .*sha256.*, true\)\) && \(if\(parameters\.event_types\[1\], .*, true\)\), true, false\)\}\}$/,
    );
  });

  test('the webhook says in a banner how it is set up', () => {
    const [banner] = app.webhooks[0]?.params ?? [];
    expect(banner).toMatchObject({ type: 'banner', theme: 'info', closable: false });
    expect(banner?.text).toMatch(/copy the address.*Userpilot.*Create Webhook.*Status column\.$/s);
  });
});
