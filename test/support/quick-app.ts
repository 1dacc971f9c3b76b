import { afterAll, afterEach, jest } from '@jest/globals';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/usermaven/server.ts';
import type { StepBundle } from '../../sandbox/zapier/lambda.ts';
import type { Action } from '../../src/actions/action.ts';
import { TIMING, type Timing } from '../../src/zapier/timing.ts';
import { performOf } from './action-inputs.ts';
import { type Ending, type RunStep, stepsOf } from './steps.ts';

/** How often a sandbox does something wrong: until it is told to recover. */
export const ALWAYS = Number.POSITIVE_INFINITY;

/** Milliseconds that no test waits: what waits for them does not end. */
export const NEVER = 600_000;

/** An app that sends to a sandbox. Between two tests, everything is as at the start. */
export interface QuickApp {
  readonly sandbox: Sandbox;
  /** The app's times: each is read when it is needed, so that a test may change them at any moment. */
  readonly timing: { -readonly [K in keyof Timing]: Timing[K] };
  readonly run: RunStep;
  /** What the app keeps in `z.cache`. */
  readonly cache: Record<string, unknown>;
  /** A connection to the sandbox. */
  readonly authData: Readonly<Record<'api_key' | 'server_token', string>>;
  /** Runs an action over that connection, if `bundle` names no other. */
  act(
    action: Action,
    inputData: StepBundle['inputData'],
    bundle?: StepBundle,
    event?: object,
  ): Promise<Ending>;
}

/**
 * The app of index.ts with short waits between tries, so that a test of what is tried again ends soon. All other times are the
 * app's, so that no busy machine cuts off what should arrive; a test of what never arrives makes one short. A test file that
 * needs more of src/zapier imports it by `await import` afterwards: a static import would load the app's own times.
 */
export const quickApp = async (options: SandboxOptions = {}): Promise<QuickApp> => {
  const times: Timing = { ...TIMING, backoffMs: 10 };
  const timing = { ...times };
  jest.unstable_mockModule('../../src/zapier/timing.ts', () => ({ TIMING: timing }));
  const { default: app } = await import('../../index.ts');
  const { run, cache } = stepsOf(app);
  const sandbox = await startSandbox(options);
  const authData = { api_key: sandbox.apiKey, server_token: sandbox.serverToken };
  const reset = () => {
    sandbox.clear();
    sandbox.renew(authData.server_token);
    Object.assign(timing, times);
    for (const key of Object.keys(cache)) delete cache[key];
    process.env.USERMAVEN_EVENTS_URL = sandbox.url;
    jest.restoreAllMocks();
  };
  reset();
  afterEach(reset);
  afterAll(() => sandbox.stop());
  const act: QuickApp['act'] = (action, inputData = {}, bundle = {}, event = {}) =>
    run(performOf(action), { authData, inputData, ...bundle }, event);
  return { sandbox, timing, run, cache, authData, act };
};
