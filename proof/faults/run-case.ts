import { type Lambda, type StepBundle, StepError, shownMessage } from '../../sandbox/zapier/lambda.ts';
import { CREDENTIALS, RENEWED_TOKEN } from './credentials.ts';
import type { Lane } from './lane.ts';
import type { End, Scenario, Spell } from './scenarios.ts';
import { secretsIn } from './secrets.ts';
import type { Server } from './server.ts';
import { compare, type Workload } from './workloads.ts';

/** One run of the step. */
export interface Run {
  readonly end: End;
  /** What Zapier shows; null when the run went well or was killed. */
  readonly message: string | null;
  /** What Zapier is told to wait, seconds. */
  readonly delay?: number;
  /** Of the 30 that Zapier gives. */
  readonly seconds: number;
}

/** What is run: a scenario on a workload. */
export interface Case {
  readonly scenario: Scenario;
  readonly spell: Spell;
  readonly workload: Workload;
}

/** What came of a case. */
export interface Outcome {
  /** The first run and its replays. */
  readonly runs: readonly Run[];
  readonly requests: number;
  readonly stored: number;
  readonly lost: number;
  readonly doubled: number;
  /** Places in which something of a secret stands. */
  readonly secrets: number;
  /** Requests that went to another host. */
  readonly strayed: number;
}

/** What the whole fault run shares. */
export interface Ground {
  readonly server: Server;
  /** The server to which redirects lead. */
  readonly elsewhere: { readonly site: number; readonly url: string };
}

const MOST_REPLAYS = 6;

/** The first requests of a batch go well, so that something is there to be doubled. */
const FIRST_TO_FAIL = 3;

/** How long an answer takes where something has to happen before it: milliseconds. */
const SLOWLY_MS = { toBeKilled: 25, toBeKilledAlone: 250, toBeJoined: 1_500 };

const ENDS: Readonly<Record<string, End>> = {
  ThrottledError: 'later',
  ExpiredAuthError: 'expired',
  AppError: 'error',
  HaltedError: 'halted',
};

/** Runs a case on a lane: the step until it fails, then its replays as Zapier does them, until one ends well. */
export const runCase = async (
  { server, elsewhere }: Ground,
  lane: Lane,
  { scenario, spell, workload }: Case,
): Promise<Outcome> => {
  const { site, platform } = lane;
  await server.clear(site, CREDENTIALS.serverToken);
  await server.clear(elsewhere.site, CREDENTIALS.serverToken);
  platform.cache.clear();
  platform.logs.length = 0;
  platform.setCacheDown(scenario.cache === 'down');
  platform.setCacheSilent(scenario.cache === 'silent');

  const evidence: unknown[] = [];
  let serverToken: string = CREDENTIALS.serverToken;
  const step = async (lambda: Lambda, interrupt?: () => Promise<void>): Promise<Run> => {
    const said = lambda.output().length;
    const running = runStep(lambda, workload, serverToken);
    await interrupt?.();
    const { run, details } = await running;
    evidence.push(details, lambda.output().slice(said));
    return run;
  };

  const runs: Run[] = [await firstRun({ server, elsewhere }, lane, { scenario, spell, workload }, step)];
  if (!scenario.stays) await server.recover(site);
  while (runs.at(-1)?.end !== 'accepted' && runs.length <= MOST_REPLAYS) {
    if (runs.at(-1)?.end === 'expired') {
      serverToken = RENEWED_TOKEN;
      await server.renew(site, serverToken);
    }
    if (scenario.replayedTwice && runs.length === 1) {
      await server.fail(site, { fault: { kind: 'slow', ms: SLOWLY_MS.toBeJoined }, times: 2 });
      const [first, second] = [await lane.lambda('first'), await lane.lambda('second')];
      runs.push(...(await Promise.all([step(first), step(second)])));
    } else runs.push(await step(await lane.lambda()));
  }

  const { stored, byContent, requests } = await server.tally(site);
  const strayed = (await server.tally(elsewhere.site)).requests;
  return {
    runs,
    requests,
    stored,
    ...compare(workload.expected, byContent),
    secrets: secretsIn([...evidence, platform.logs, [...platform.cache]]),
    strayed,
  };
};

const firstRun = async (
  { server, elsewhere }: Ground,
  lane: Lane,
  { scenario, spell, workload }: Case,
  step: (lambda: Lambda, interrupt?: () => Promise<void>) => Promise<Run>,
): Promise<Run> => {
  const { fault, above, every, address, killed } = scenario;
  const many = workload.size > 1;
  if (address !== undefined) {
    const lambda = await lane.lambdaTo(address);
    try {
      return await step(lambda);
    } finally {
      await lambda.stop();
    }
  }
  const lambda = await lane.lambda();
  if (killed) {
    await server.fail(lane.site, {
      fault: { kind: 'slow', ms: many ? SLOWLY_MS.toBeKilled : SLOWLY_MS.toBeKilledAlone },
      times: Number.POSITIVE_INFINITY,
    });
    const middle = Math.ceil(workload.size / 200);
    return step(lambda, async () => {
      await server.arrived(lane.site, middle);
      await lane.kill();
    });
  }
  if (fault) {
    await server.fail(lane.site, {
      fault: fault({ elsewhere: elsewhere.url, now: Date.now() }),
      ...(above === undefined && every === undefined ? { from: many ? FIRST_TO_FAIL : 1 } : {}),
      ...(above === undefined ? {} : { above }),
      ...(every === undefined ? {} : { every }),
      times: spell === 'once' ? 1 : Number.POSITIVE_INFINITY,
    });
  }
  return step(lambda);
};

const runStep = async (
  lambda: Lambda,
  { method, inputData }: Workload,
  serverToken: string,
): Promise<{ run: Run; details: unknown }> => {
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
    const results = await lambda.invoke(method, bundle);
    return { run: { end: 'accepted', message: null, seconds: seconds() }, details: results };
  } catch (error) {
    if (!(error instanceof StepError))
      return { run: { end: 'killed', message: null, seconds: seconds() }, details: String(error) };
    const end = ENDS[error.name] ?? 'unknown';
    const delay = delayOf(error);
    const run = { end, message: shownMessage(error), seconds: seconds() };
    return { run: { ...run, ...(delay === undefined ? {} : { delay }) }, details: error.details };
  }
};

const delayOf = ({ name, message }: StepError): number | undefined => {
  if (name !== 'ThrottledError') return undefined;
  const { delay }: { delay?: unknown } = JSON.parse(message);
  return typeof delay === 'number' ? delay : Number.NaN;
};
