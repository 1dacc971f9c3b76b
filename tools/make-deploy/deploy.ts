import { createHash } from 'node:crypto';
import { makeApi } from './api.ts';
import { stepRunner } from './apply.ts';
import { createClient, type DeployTiming } from './client.ts';
import { DeployError } from './errors.ts';
import { createApp, findApp } from './find-app.ts';
import type { LocalApp } from './folder.ts';
import { LISTING } from './folder.ts';
import { type Origin, readOrigins, saveOrigin } from './origin.ts';
import { describeStep, planSteps } from './plan.ts';
import { NOTHING, type Remote, readRemote } from './remote.ts';
import type { Settings } from './settings.ts';

/** What is deployed, where, and how. */
export interface Deployment {
  readonly settings: Settings;
  readonly local: LocalApp;
  /** A PNG of 512 x 512 pixels. */
  readonly icon: Uint8Array<ArrayBuffer>;
  /** The file that keeps the names that Make gave. */
  readonly originFile: string;
  readonly dryRun: boolean;
  readonly makePublic: boolean;
  /** Shows a line to the person who runs it. */
  readonly print: (line: string) => void;
  readonly timing?: DeployTiming;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/**
 * Deploys the app to Make: reads what Make has, lists and does what is missing or differs, and deletes nothing. Whatever can
 * be refused is refused before the first write. Returns how many steps there were.
 * Throws {@link DeployError} with how far it got; it can be run again at any time, and continues where it stopped.
 */
export const deploy = async (deployment: Deployment): Promise<number> => {
  const { settings, local, originFile, dryRun, print, timing } = deployment;
  const api = makeApi(createClient(settings, print, timing));
  const icon = { png: deployment.icon, hash: createHash('sha256').update(deployment.icon).digest('hex') };
  const save = (origin: Origin): void => saveOrigin(originFile, origin);
  const progress: { done: number; of?: number } = { done: 0 };

  const plan = (remote: Remote, origin: Origin | undefined) =>
    planSteps(local, remote, { icon: icon.hash, origin, makePublic: deployment.makePublic });

  const run = async (): Promise<number> => {
    const found = await findApp(api, settings, readOrigins(originFile));
    if (found === null && dryRun) {
      const steps = plan(NOTHING, undefined);
      print(`There is no app in ${settings.zone} yet. This would be done:`);
      for (const text of [`create the app "${LISTING.label}"`, ...steps.map(describeStep)])
        print(`  ${text}`);
      return steps.length + 1;
    }
    const target = found ?? (await createApp(api, settings, timing));
    const { app, origin } = target;
    if (found === null) {
      progress.done += 1;
      print(`Created the app "${app.label}": ${origin.app}.`);
    }
    if (!dryRun) save(origin);
    print(`Reading ${origin.app}, version ${origin.version}, in ${settings.zone} ...`);
    const remote = await readRemote(api, local, app, origin);
    const steps = plan(remote, origin);
    if (steps.length === 0) {
      print('Make has everything as it is here. Nothing was written.');
      return progress.done;
    }
    if (dryRun) {
      print('This would be done:');
      for (const step of steps) print(`  ${describeStep(step)}`);
      return steps.length;
    }
    progress.of = progress.done + steps.length;
    const wide = String(steps.length).length;
    const runStep = stepRunner(origin, { api, remote, icon, save, ...(timing ? { timing } : {}) });
    for (const [index, step] of steps.entries()) {
      print(`[${String(index + 1).padStart(wide)}/${steps.length}] ${describeStep(step)}`);
      await runStep(step);
      progress.done += 1;
    }
    print(`Done: ${count(steps.length, 'step')}.`);
    return progress.done;
  };

  try {
    return await run();
  } catch (error) {
    if (!(error instanceof DeployError)) throw error;
    const { done, of } = progress;
    const far = of === undefined ? count(done, 'step') : `${done} of ${count(of, 'step')}`;
    throw new DeployError(
      done === 0
        ? `${error.message}\nNothing was written.`
        : `${error.message}\nStopped after ${far}. What is done stays. Run the same command again to continue.`,
    );
  }
};
