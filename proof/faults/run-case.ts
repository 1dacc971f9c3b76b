import { setTimeout as sleep } from 'node:timers/promises';
import { type Sandbox, type StoredEvent, startSandbox } from '../../sandbox/usermaven/server.ts';
import {
  type Lambda,
  type StepBundle,
  StepError,
  shownMessage,
  startLambda,
} from '../../sandbox/zapier/lambda.ts';
import { type Platform, startPlatform } from '../../sandbox/zapier/platform.ts';
import { isObject } from '../../src/lib/json.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import type { Case, End } from './scenarios.ts';
import { CREDENTIALS, RENEWED_TOKEN, secretsIn } from './secrets.ts';
import { compare, type Workload } from './workloads.ts';

/** One run of the step. */
export interface Run {
  readonly end: End;
  /** What Zapier shows; null when the run was accepted or killed. */
  readonly message: string | null;
  /** How long Zapier is told to wait, seconds. */
  readonly delay?: number;
  /** Of the 30 that Zapier allows. */
  readonly seconds: number;
}

/** What happened in a case. */
export interface CaseOutcome {
  /** The first run and its replays. */
  readonly runs: readonly Run[];
  readonly requests: number;
  readonly stored: number;
  readonly lost: number;
  /** Events stored more often than they should be by a server that drops a second event with the same ID, as documented. */
  readonly duplicated: number;
  /** The same by a server that does not read event IDs, as the source of Usermaven's collector does not. */
  readonly copies: number;
  /** In how many places of logs, errors, outputs and the store a part of a secret is. */
  readonly secrets: number;
  /** Requests that went to another host. */
  readonly misrouted: number;
}

/** Runs one case at a time, on servers and processes of its own. */
export interface Worker {
  readonly run: (one: Case) => Promise<CaseOutcome>;
  readonly stop: () => Promise<void>;
}

const MAX_REPLAYS = 6;

/** The first requests of a batch succeed, so that there is something to duplicate. */
const FIRST_TO_FAIL = 3;

/** How long a response takes where something has to happen before it: milliseconds. */
const SLOW_MS = { batchToKill: 25, eventToKill: 250, replaysToOverlap: 1_500 };

const POLL_MS = 2;

/** How much later a run that was killed is replayed: Zapier kills a run after 30 seconds, and replays it minutes later. */
const KILLED_TO_REPLAY_MS = 60_000;

/** Starts a worker for the app in `folder`, an unpacked build. */
export const startWorker = async (folder: string): Promise<Worker> => {
  const [sandbox, otherHost] = await Promise.all([startSandbox(CREDENTIALS), startSandbox(CREDENTIALS)]);
  const platform = await startPlatform();
  const processes = new Map<string, Promise<Lambda>>();
  const startApp = async (address: string, clockAheadMs = 0): Promise<Lambda> => {
    const environment = { [HOST_VARIABLE]: address };
    const app = await startLambda({ folder, platform, environment, clockAheadMs });
    // The first call of a process is slower than the others. This one sends nothing.
    await app.definition();
    return app;
  };
  const appFor = (name: 'first' | 'second' = 'first'): Promise<Lambda> => {
    const app = processes.get(name) ?? startApp(sandbox.url);
    processes.set(name, app);
    return app;
  };

  const firstRun = async ({ scenario, duration, workload }: Case, step: Step): Promise<Run> => {
    const { fault, above = -1, every = 1, address, killed } = scenario;
    const isBatch = workload.size > 1;
    if (address !== undefined) {
      const app = await startApp(address);
      try {
        return await step(app);
      } finally {
        await app.stop();
      }
    }
    if (killed) {
      sandbox.fail({ kind: 'slow', ms: isBatch ? SLOW_MS.batchToKill : SLOW_MS.eventToKill }, Infinity);
      const half = Math.ceil(workload.size / 200);
      const app = await appFor();
      let isOver = false;
      const run = step(app).finally(() => {
        isOver = true;
      });
      const arrived = () => sandbox.requests.filter(({ bodyBytes }) => bodyBytes > 0).length;
      while (arrived() < half && !isOver) await sleep(POLL_MS);
      app.kill();
      processes.set('first', startApp(sandbox.url, KILLED_TO_REPLAY_MS));
      return run;
    }
    if (fault) {
      const from = isBatch && above < 0 && every === 1 ? FIRST_TO_FAIL : 1;
      sandbox.fail(
        {
          ...fault({ otherHost: otherHost.url, now: Date.now() }),
          match: ({ nth, events }) => nth >= from && nth % every === 0 && events.length > above,
        },
        duration === 'once' ? 1 : Infinity,
      );
    }
    return step(await appFor());
  };

  return {
    run: async (one) => {
      const { scenario, workload } = one;
      reset(sandbox, otherHost, platform);
      platform.setCacheDown(scenario.cache === 'down');
      platform.setCacheSilent(scenario.cache === 'silent');
      const evidence: unknown[] = [];
      const step: Step = async (app) => {
        const before = app.output().length;
        const { run, details } = await runStep(app, workload, sandbox.serverToken);
        evidence.push(details, app.output().slice(before));
        return run;
      };

      const runs: Run[] = [await firstRun(one, step)];
      if (!scenario.continues) sandbox.recover();
      while (runs.at(-1)?.end !== 'accepted' && runs.length <= MAX_REPLAYS) {
        if (runs.at(-1)?.end === 'ExpiredAuthError') sandbox.renew(RENEWED_TOKEN);
        if (scenario.replayedTwice && runs.length === 1) {
          sandbox.fail({ kind: 'slow', ms: SLOW_MS.replaysToOverlap }, 2);
          const apps = [await appFor('first'), await appFor('second')];
          runs.push(...(await Promise.all(apps.map(step))));
        } else runs.push(await step(await appFor()));
      }

      if (scenario.killed) {
        // The next case is not a minute later.
        await (await appFor()).stop();
        processes.delete('first');
      }

      const { events, dropped } = sandbox.store;
      return {
        runs,
        requests: sandbox.requests.length,
        stored: events.length,
        ...compare(workload.expected, countContents(events)),
        // The responses are the same whether IDs are read or not, so what was dropped for its ID is what would be stored too.
        copies: compare(workload.expected, countContents([...events, ...dropped])).duplicated,
        secrets: secretsIn([...evidence, platform.logs, [...platform.cache]]),
        misrouted: otherHost.requests.length,
      };
    },
    stop: async () => {
      for (const app of processes.values()) await (await app).stop();
      await Promise.all([platform.stop(), sandbox.stop(), otherHost.stop()]);
    },
  };
};

type Step = (app: Lambda) => Promise<Run>;

const reset = (sandbox: Sandbox, otherHost: Sandbox, platform: Platform): void => {
  sandbox.clear();
  sandbox.renew(CREDENTIALS.serverToken);
  otherHost.clear();
  platform.cache.clear();
  platform.logs.length = 0;
};

/** How often there is an event of the content with each number. */
const countContents = (events: readonly Pick<StoredEvent, 'raw'>[]): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const { raw } of events) {
    const content = isObject(raw.event_attributes) ? Number(raw.event_attributes.n) : Number.NaN;
    counts.set(content, (counts.get(content) ?? 0) + 1);
  }
  return counts;
};

const runStep = async (
  app: Lambda,
  { method, inputData }: Workload,
  serverToken: string,
): Promise<{ readonly run: Run; readonly details: unknown }> => {
  const bundle: StepBundle = {
    authData: {
      workspace_name: 'Acme',
      api_key: CREDENTIALS.apiKey,
      server_token: serverToken,
      userpilot_secret: CREDENTIALS.userpilotSecret,
    },
    inputData,
    meta: { timezone: 'Europe/Berlin' },
  };
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1_000;
  try {
    const results = await app.invoke(method, bundle);
    return { run: { end: 'accepted', message: null, seconds: seconds() }, details: results };
  } catch (error) {
    if (!(error instanceof StepError))
      return { run: { end: 'killed', message: null, seconds: seconds() }, details: String(error) };
    const run = { end: endOf(error), message: shownMessage(error), seconds: seconds(), ...delayOf(error) };
    return { run, details: error.details };
  }
};

/** Zapier's `z.errors.Error` has the name AppError. */
const endOf = ({ name }: StepError): End => {
  if (name === 'AppError') return 'Error';
  return name === 'ThrottledError' || name === 'ExpiredAuthError' || name === 'HaltedError'
    ? name
    : 'unknown class';
};

const delayOf = ({ name, message }: StepError): { readonly delay?: number } => {
  if (name !== 'ThrottledError') return {};
  const { delay }: { readonly delay?: unknown } = JSON.parse(message);
  return { delay: typeof delay === 'number' ? delay : Number.NaN };
};
