import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from '@jest/globals';
import { type Bundle, createAppTester, version as platformVersion, type ZObject } from 'zapier-platform-core';
import app from '../../index.ts';
import { readEvents } from '../../sandbox/usermaven/read-events.ts';
import type { Action } from '../../src/actions/action.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import { isObject, type JsonObject } from '../../src/lib/json.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { processorMs } from '../../test/support/growth.ts';

/** What Zapier's `z` is in a run, taken from Zapier itself. */
const realZ = await new Promise<ZObject>((resolve) => {
  const tester = createAppTester({ version: '1.0.0', platformVersion });
  void tester(async (z) => {
    resolve(z);
    return {};
  });
});

/** Every function of the app that Zapier gives input to: of the actions by their keys, and of trigger and connection. */
const OPERATIONS = {
  ...Object.fromEntries(Object.entries(app.creates).map(([key, { operation }]) => [key, operation.perform])),
  userpilot_event: app.triggers.userpilot_event?.operation.perform,
  userpilot_samples: app.triggers.userpilot_event?.operation.performList,
  connection_test: app.authentication?.test,
} as Readonly<Record<string, (z: ZObject, bundle: Bundle) => Promise<unknown>>>;

/** An event that every action takes, as its input or as a row. */
export const EVENT = { event_name: 'Deal Won', user_id: 'usr_1' };

/** An input that an action sends: the event as a row, or the event with what else the action requires. */
export const goodInput = ({ kind, fields }: Action): JsonObject => {
  if (kind === 'batch') return { events: [EVENT] };
  const examples = fieldsOf(fields).filter(({ key, required }) => required === true && !(key in EVENT));
  return { ...EVENT, ...Object.fromEntries(examples.map(({ key, placeholder = '' }) => [key, placeholder])) };
};

/** The key of the first action of a kind. */
export const keyOf = (kind: Action['kind']): string => {
  const action = ACTIONS.find((candidate) => candidate.kind === kind);
  if (!action) throw new Error(`No action is of the kind ${kind}.`);
  return action.key;
};

/** What an operation is given. */
export interface Call {
  readonly inputData?: unknown;
  readonly authData?: Readonly<Record<string, unknown>>;
  readonly timezone?: unknown;
  /** Whether it is a test in the editor, where details that cannot be read are refused too. */
  readonly isLoadingSample?: boolean;
  readonly rawRequest?: unknown;
  readonly cleanedRequest?: unknown;
}

/** How an operation ended. */
export interface Ending {
  readonly results: unknown;
  /** The name of the class, and the words for the user. */
  readonly failure: { readonly name: string; readonly message: string } | undefined;
  /** The bodies of its requests. */
  readonly sent: readonly string[];
  /** What the call took, milliseconds of the processor. */
  readonly milliseconds: number;
}

/** The credentials of every call. */
export const AUTH = { workspace_name: 'Acme', api_key: 'UMabcdefgh', server_token: 'server.token' };

/** What may come out of the app: Zapier's classes, by which it acts. */
const CLASSES = new Set(['HaltedError', 'ExpiredAuthError', 'ThrottledError', 'AppError']);

/** Nobody reads more of a message, and Zapier shows less. */
const MOST_CHARACTERS = 200_000;

/** What an output may have at most, whatever came in: Zapier takes some megabytes, and editors show less. */
const MOST_OUTPUT_BYTES = 1_000_000;

/** The only reason to stop without telling anybody: the identifiers are blank this time. */
const NOBODY = /: (all )?blank\. Fill (it )?in/;

/** How many members every object, list, text and function has. One more, and somebody changed the language. */
const membersOfEverything = (): number =>
  [Object, Array, String, Function]
    .map(({ prototype }) => Reflect.ownKeys(prototype).length)
    .reduce((sum, length) => sum + length);
const MEMBERS_OF_EVERYTHING = membersOfEverything();

/** Freezes a value and everything in it, however deep, so that whoever changes it is caught. */
const freeze = (value: unknown): void => {
  const left = [value];
  for (let next = left.pop(); left.length > 0 || next !== undefined; next = left.pop()) {
    if (typeof next !== 'object' || next === null || Object.isFrozen(next)) continue;
    Object.freeze(next);
    for (const member of Object.values(next)) left.push(member);
  }
};

/** Calls an operation with a transport that accepts everything and reaches nothing. */
const call = async (
  name: string,
  { inputData, authData = AUTH, timezone = 'UTC', isLoadingSample = false, ...rest }: Call,
) => {
  const sent: string[] = [];
  const z = {
    ...realZ,
    request: async (_url: string, { body }: { readonly body: string | Readable }) => {
      sent.push(typeof body === 'string' ? body : await text(body));
      return { status: 200, headers: new Headers(), body: Readable.from([Buffer.from('{"status":"ok"}')]) };
    },
    cache: { get: async () => null, set: async () => true, delete: async () => true },
    console: { log: () => {}, error: () => {} },
  };
  // No Zapier in it: what its types ask for beyond this is not looked at.
  const meta = { timezone, isLoadingSample };
  const bundle = { inputData, authData: { ...authData }, meta, ...rest } as unknown as Bundle;
  const operation = OPERATIONS[name];
  if (!operation) throw new Error(`The app has no ${name}.`);
  let results: unknown;
  let error: unknown;
  // The clock stands still, so that a busy machine cannot use up the time that a step has.
  const { now } = Date;
  const start = now();
  Date.now = () => start;
  const milliseconds = await processorMs(async () => {
    try {
      results = await operation(z as unknown as ZObject, bundle);
    } catch (thrown) {
      error = thrown;
    }
  });
  Date.now = now;
  return { results, error, sent, milliseconds };
};

const described = (error: unknown): Ending['failure'] => {
  if (error === undefined) return undefined;
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  let message = error.message;
  try {
    const parsed: unknown = JSON.parse(error.message);
    if (isObject(parsed) && typeof parsed.message === 'string') message = parsed.message;
  } catch {
    // Plain text.
  }
  return { name: error.name, message };
};

/**
 * Calls an operation and checks what holds for every call, whatever it is given: one of Zapier's classes or nothing comes
 * out, never for something unforeseen; results can be written as JSON; what is sent keeps the limits and is
 * an event; neither the input nor anything of the language is changed.
 */
export const play = async (name: string, given: Call): Promise<Ending> => {
  freeze(given.inputData);
  const { results, error, sent, milliseconds } = await call(name, given);
  const failure = described(error);
  if (failure) {
    expect(CLASSES).toContain(failure.name);
    expect(failure.message).not.toContain('Something unexpected');
    expect(failure.message.length).toBeGreaterThan(0);
    expect(failure.message.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    if (failure.name === 'HaltedError') expect(failure.message).toMatch(NOBODY);
  } else {
    const output = JSON.stringify(results);
    expect(JSON.parse(output)).toBeDefined();
    expect(Buffer.byteLength(output)).toBeLessThanOrEqual(MOST_OUTPUT_BYTES);
  }
  for (const body of sent) expectEvents(body);
  expect(membersOfEverything()).toBe(MEMBERS_OF_EVERYTHING);
  return { results, failure, sent, milliseconds };
};

/**
 * Fails unless a body is what Usermaven takes and keeps by its documentation and by its collector: within its limits, and each
 * event with what it needs.
 */
const expectEvents = (body: string): void => {
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(LIMITS.bytesPerRequest);
  const parsed: unknown = JSON.parse(body);
  const events = Array.isArray(parsed) ? parsed : [parsed];
  expect(events.length).toBeLessThanOrEqual(LIMITS.eventsPerRequest);
  expect(events.filter((event) => !isSendable(event))).toEqual([]);
  // The connection test.
  if (events.length === 0) return;
  const [documented, collected] = (['documentation', 'collector'] as const).map((reading) => {
    const read = readEvents(body, { reading, receivedAt: Date.now(), sender: { ip: '', userAgent: '' } });
    expect(read.refused).toBeNull();
    expect(read.events?.map(({ dropped }) => dropped)).toEqual(events.map(() => null));
    return read.events?.map(({ time }) => time && Math.floor(time / 1_000));
  });
  // To the second: the collector reads early times in seconds.
  expect(collected).toEqual(documented);
};

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

const isSendable = (event: unknown): boolean => {
  if (!isObject(event) || !isObject(event.user) || !isObject(event.ids)) return false;
  const { id, anonymous_id } = event.user;
  const { _timestamp: time } = event;
  return (
    event.api_key === AUTH.api_key &&
    event.src === 'http' &&
    [event.event_type, event.event_id].every((value) => typeof value === 'string') &&
    [id, anonymous_id].every((value) => value === undefined || typeof value === 'string') &&
    [id, anonymous_id].some(isText) &&
    Object.keys(event.ids).length === 0 &&
    (time === undefined || Number.isSafeInteger(time)) &&
    Buffer.byteLength(JSON.stringify(event)) <= LIMITS.bytesPerEvent
  );
};
