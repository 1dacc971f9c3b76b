import { setTimeout as sleep } from 'node:timers/promises';
import type { AppAddress, MakeApi, RemoteComponent } from './api.ts';
import { DEPLOY_TIMING, type DeployTiming } from './client.ts';
import { DeployError, NoResponse } from './errors.ts';
import type { Component } from './folder.ts';
import type { Origin } from './origin.ts';
import { metadataOf, type NameOf, type Step } from './plan.ts';
import { keyOf, type Remote } from './remote.ts';

/** What steps are carried out with. */
export interface StepContext {
  readonly api: MakeApi;
  readonly remote: Remote;
  readonly icon: { readonly png: Uint8Array<ArrayBuffer>; readonly hash: string };
  /** Saves what Make is known to have, as soon as it is known. */
  readonly save: (origin: Origin) => void;
  readonly timing?: DeployTiming;
}

/**
 * Creates something once. Without a response it is not known whether it was created: `find` looks for it before the next
 * try, so that there is never a second one. Throws {@link DeployError} when the tries are used up.
 */
export const createOnce = async <T>(
  create: () => Promise<T>,
  find: () => Promise<T | undefined>,
  { tries, backoffMs }: DeployTiming,
): Promise<T> => {
  for (let count = 1; ; count += 1) {
    try {
      return await create();
    } catch (error) {
      if (!(error instanceof NoResponse)) throw error;
      await sleep(backoffMs * 2 ** (count - 1));
      const found = await find();
      if (found !== undefined) return found;
      if (count === tries) throw error;
    }
  }
};

/**
 * A function that carries out one step after the other. It saves the names of what it created at once, so that a run that
 * stops half-way can be continued.
 */
export const stepRunner = (first: Origin, context: StepContext): ((step: Step) => Promise<void>) => {
  const { api, remote, icon, timing = DEPLOY_TIMING } = context;
  const at: AppAddress = { app: first.app, version: first.version };
  const names = new Map([...remote.components].map(([key, { name }]) => [key, name]));
  const nameOf: NameOf = (kind, id) => (id === null ? null : names.get(keyOf({ kind, id })));
  const nameIn = (component: Component): string => {
    const name = names.get(keyOf(component));
    if (name === undefined) throw new DeployError(`Make has no ${keyOf(component)} yet.`);
    return name;
  };
  let origin = first;
  const save = (changes: Partial<Origin>): void => {
    origin = { ...origin, ...changes };
    context.save(origin);
  };

  const create = async (component: Component): Promise<void> => {
    const { kind, id, label } = component;
    const before = new Set((await api.list(kind, at)).map(({ name }) => name));
    const isNew = (other: RemoteComponent) =>
      !before.has(other.name) && (kind === 'module' ? other.name === id : other.label === label);
    const find = async () => (await api.list(kind, at)).find(isNew)?.name;
    const name = await createOnce(
      async () => (await api.create(component, metadataOf(component, nameOf), at)) ?? (await find()),
      find,
      timing,
    );
    if (name === undefined)
      throw new DeployError(`Make does not say what it calls the new ${keyOf(component)}.`);
    names.set(keyOf(component), name);
    if (kind === 'connection') save({ connections: { ...origin.connections, [id]: name } });
    if (kind === 'webhook') save({ webhooks: { ...origin.webhooks, [id]: name } });
  };

  return async (step) => {
    switch (step.do) {
      case 'update_app':
        return api.patchApp(at, step.changes);
      case 'create':
        return create(step.component);
      case 'update': {
        const { component, keys } = step;
        const wanted = Object.entries(metadataOf(component, nameOf)).filter(([key]) => keys.includes(key));
        return api.patch(component.kind, nameIn(component), Object.fromEntries(wanted), at);
      }
      case 'write': {
        const { component, section } = step;
        const of = component && { kind: component.kind, name: nameIn(component) };
        return api.writeSection(of, section, at);
      }
      case 'icon':
        await api.writeIcon(icon.png, at);
        return save({ icon: icon.hash });
      case 'publish':
        return api.publish(nameIn(step.component), at);
    }
  };
};
