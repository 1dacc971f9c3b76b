import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from '@jest/globals';
import { type Bundle, createAppTester, version as platformVersion, type ZObject } from 'zapier-platform-core';
import app from '../../index.ts';
import { isObject } from '../../src/lib/json.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';

// Node's own, with which Zapier runs the app. Jest's 100 would be half of what a batch with thousands of bad rows costs.
Error.stackTraceLimit = 10;

/** What Zapier's `z` is in a run, taken from Zapier itself. */
const realZ = await new Promise<ZObject>((resolve) => {
  const tester = createAppTester({ version: '1.0.0', platformVersion });
  void tester(async (z) => {
    resolve(z);
    return {};
  });
});

/** Every function of the app that Zapier gives input to. */
export const OPERATIONS = {
  track_event: app.creates.track_event?.operation.perform,
  identify_user: app.creates.identify_user?.operation.perform,
  send_batch: app.creates.send_batch?.operation.perform,
  userpilot_event: app.triggers.userpilot_event?.operation.perform,
  userpilot_samples: app.triggers.userpilot_event?.operation.performList,
  connection_test: app.authentication?.test,
} as Readonly<Record<string, (z: ZObject, bundle: Bundle) => Promise<unknown>>>;

/** What an operation is given. */
export interface Call {
  readonly inputData?: unknown;
  readonly authData?: Readonly<Record<string, unknown>>;
  readonly timezone?: unknown;
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
}

/** The credentials of every call. */
export const AUTH = { workspace_name: 'Acme', api_key: 'UMabcdefgh', server_token: 'server.token' };

/** What may come out of the app: Zapier's classes, by which it acts. */
const CLASSES = new Set(['HaltedError', 'ExpiredAuthError', 'ThrottledError', 'AppError']);

/** No call takes longer, milliseconds of the processor. */
const MOST_MS = 1_000;

/** Nobody reads more of a message, and Zapier shows less. */
const MOST_CHARACTERS = 200_000;

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
const call = async (name: string, { inputData, authData = AUTH, timezone = 'UTC', ...rest }: Call) => {
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
  const bundle = { inputData, authData: { ...authData }, meta: { timezone }, ...rest } as unknown as Bundle;
  const before = process.cpuUsage();
  let results: unknown;
  let error: unknown;
  try {
    results = await OPERATIONS[name]?.(z as unknown as ZObject, bundle);
  } catch (thrown) {
    error = thrown;
  }
  const { user, system } = process.cpuUsage(before);
  return { results, error, sent, milliseconds: (user + system) / 1_000 };
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
 * out, never for something unforeseen; results can be written as JSON; it is quick; what is sent keeps the limits and is
 * an event; neither the input nor anything of the language is changed.
 */
export const play = async (name: string, given: Call): Promise<Ending> => {
  freeze(given.inputData);
  const first = await call(name, given);
  const { results, error, sent } = first;
  const failure = described(error);
  if (failure) {
    expect(CLASSES).toContain(failure.name);
    expect(failure.message).not.toContain('Something unexpected');
    expect(failure.message.length).toBeGreaterThan(0);
    expect(failure.message.length).toBeLessThanOrEqual(MOST_CHARACTERS);
  } else {
    expect(JSON.parse(JSON.stringify(results))).toBeDefined();
  }
  for (const body of sent) expectEvents(body);
  // A machine that is busy with something else: once more.
  if (first.milliseconds > MOST_MS) {
    expect((await call(name, given)).milliseconds).toBeLessThanOrEqual(MOST_MS);
  }
  expect(membersOfEverything()).toBe(MEMBERS_OF_EVERYTHING);
  return { results, failure, sent };
};

/** Fails unless a body is what Usermaven takes: within its limits, and each event with what it needs. */
const expectEvents = (body: string): void => {
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(LIMITS.bytesPerRequest);
  const parsed: unknown = JSON.parse(body);
  const events = Array.isArray(parsed) ? parsed : [parsed];
  expect(events.length).toBeLessThanOrEqual(LIMITS.eventsPerRequest);
  for (const event of events) {
    expect(event).toMatchObject({
      api_key: AUTH.api_key,
      event_type: expect.any(String),
      event_id: expect.any(String),
      ids: {},
      src: 'http',
      user: expect.any(Object),
    });
    const { id, anonymous_id } = event.user;
    expect([id, anonymous_id].some((value) => typeof value === 'string' && value.trim() !== '')).toBe(true);
    for (const value of [id, anonymous_id]) expect(['string', 'undefined']).toContain(typeof value);
    const time = event._timestamp;
    expect(time === undefined || Number.isSafeInteger(time)).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThanOrEqual(LIMITS.bytesPerEvent);
  }
};
