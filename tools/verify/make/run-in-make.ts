import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionDetail, Hook, Make } from '@makehq/sdk';
import { APP_PREFIX, type Blueprint } from '../../../sandbox/make/blueprint.ts';
import { VerifyError } from '../errors.ts';
import type { VerifyContext } from '../service.ts';
import { answerOf, type Failure, failureOf, type MakeTiming } from './client.ts';
import type { MadeInMake } from './made.ts';
import type { MarkedRecipe } from './marked-recipe.ts';
import { hookAddress } from './settings.ts';

/** How far a recipe came in Make. */
export type Stage = 'import' | 'start' | 'webhook' | 'run';

/** How a recipe went: nothing when it ran well, else where and why it did not. */
export type InMake = { readonly ok: true } | ({ readonly ok: false; readonly stage: Stage } & Failure);

/** What a run is carried out with. */
export interface InMakeTools {
  readonly make: Make;
  readonly made: MadeInMake;
  readonly connectionId: number;
  readonly timing: MakeTiming;
  readonly context: Pick<VerifyContext, 'signal' | 'clean' | 'hide' | 'journal'>;
}

/** The scenario with what the editor asks a person for: the webhook of the first module, and the connection of ours. */
const withAccount = (blueprint: Blueprint, hook: number, connection: number): Blueprint => ({
  ...blueprint,
  flow: blueprint.flow.map((node, at) => ({
    ...node,
    parameters: {
      ...node.parameters,
      ...(at === 0 ? { hook } : {}),
      ...(node.module.startsWith(APP_PREFIX) ? { __IMTCONN__: connection } : {}),
    },
  })),
});

/** Imports the scenario of a recipe, switches it on, sends the sample to its webhook, and reads what came of the run. */
export const runInMake = async (marked: MarkedRecipe, tools: InMakeTools): Promise<InMake> => {
  const { make, made, connectionId, context } = tools;
  const { blueprint, recipe, expected } = marked;
  let stage: Stage = 'import';
  let came: ((outcome: string) => void) | undefined;
  try {
    const hook = await made.hook(blueprint.name);
    context.hide(hook.udid, hook.url);
    const scenario = await made.scenario(withAccount(blueprint, hook.id, connectionId));
    stage = 'start';
    await made.activate(scenario);
    stage = 'webhook';
    const address = await addressOf(hook, make);
    came = context.journal.sending(`${recipe.title}, through Make`, expected.length);
    await deliver(address, marked, tools);
    stage = 'run';
    const detail = await resultOf(scenario.id, tools);
    came(`the run ended with ${detail.status}`);
    return detail.status === 'SUCCESS'
      ? { ok: true }
      : { ok: false, stage, ...problemIn(detail, context.clean) };
  } catch (error) {
    const failure = failureOf(error, context.clean);
    came?.(failure.said);
    return { ok: false, stage, ...failure };
  }
};

const addressOf = async ({ id, url }: Pick<Hook, 'id' | 'url'>, make: Make): Promise<string> => {
  const address = hookAddress(url ?? (await make.hooks.ping(id)).address);
  if (address === undefined) throw new VerifyError('Make gives no https address for the webhook.');
  return address;
};

const deliver = async (
  address: string,
  { sample }: MarkedRecipe,
  { timing, context }: InMakeTools,
): Promise<void> => {
  if (context.signal.aborted) throw new VerifyError('It was interrupted.');
  const response = await answerOf(
    address,
    {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(sample),
      redirect: 'manual',
    },
    timing.requestMs,
  );
  const said = await response.text().catch(() => '');
  if (!response.ok) throw new VerifyError(`The webhook answers ${response.status}: ${context.clean(said)}`);
};

/** The result of the only run of a scenario, once it is over. */
const resultOf = async (
  scenarioId: number,
  { make, timing, context: { signal } }: InMakeTools,
): Promise<ExecutionDetail> => {
  const end = Date.now() + timing.runMs;
  for (;;) {
    const executions = await make.executions.list(scenarioId);
    // A log may have other entries than runs, and those have no status.
    const ended = executions.find(({ status }) => status === 1 || status === 2 || status === 3);
    if (ended) {
      const detail = await make.executions.getDetail(scenarioId, ended.id);
      if (detail.status !== 'RUNNING') return detail;
    }
    if (Date.now() >= end)
      throw new VerifyError(`No run of the scenario ended within ${timing.runMs / 1000} seconds.`);
    await sleep(timing.pollMs, undefined, { signal }).catch(() => {
      throw new VerifyError('It was interrupted.');
    });
  }
};

const problemIn = ({ status, error }: ExecutionDetail, clean: (text: string) => string): Failure => {
  const module = error?.causeModule?.name;
  const where = module === undefined ? '' : ` in ${clean(module)}`;
  const why = error === undefined ? 'without a reason' : clean(`${error.name}: ${error.message}`);
  // Usermaven may be busy, which says nothing of the scenario.
  const isPassing = /ConnectionError|RateLimitError/.test(error?.name ?? '');
  return { said: `The run ended with ${status}${where}, ${why}.`, refused: !isPassing };
};
