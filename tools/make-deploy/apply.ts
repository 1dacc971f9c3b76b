import { setTimeout as sleep } from 'node:timers/promises';
import type { AppAddress, MakeApi, RemoteComponent } from './api.ts';
import { DEPLOY_TIMING, type DeployTiming } from './client.ts';
import type { Component } from './folder.ts';
import type { Origin } from './origin.ts';
import { metadataOf, type NameOf, type Step } from './plan.ts';
import { DeployProblem, NoAnswer } from './problem.ts';
import { keyOf, type Remote } from './remote.ts';

/** What steps are carried out with. */
export interface Site {
  readonly api: MakeApi;
  readonly remote: Remote;
  readonly icon: { readonly png: Uint8Array<ArrayBuffer>; readonly hash: string };
  /** Keeps what Make is known to have, as soon as it is known. */
  readonly remember: (origin: Origin) => void;
  readonly timing?: DeployTiming;
}

/**
 * Makes something once. When no answer comes, nobody knows whether it was made: `find` looks for it before it is tried
 * again, so that there is never a second one. Throws {@link DeployProblem} when the tries are used up.
 */
export const makeOnce = async <T>(
  make: () => Promise<T>,
  find: () => Promise<T | undefined>,
  { tries, backoffMs }: DeployTiming,
): Promise<T> => {
  for (let count = 1; ; count += 1) {
    try {
      return await make();
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      await sleep(backoffMs * 2 ** (count - 1));
      const found = await find();
      if (found !== undefined) return found;
      if (count === tries) throw error;
    }
  }
};

/**
 * Returns what carries out one step after the other. It knows the names of what it made, and remembers them at once, so
 * that a run that stops half-way can be gone on with.
 */
export const stepRunner = (first: Origin, site: Site): ((step: Step) => Promise<void>) => {
  const { api, remote, icon, timing = DEPLOY_TIMING } = site;
  const at: AppAddress = { app: first.app, version: first.version };
  const names = new Map([...remote.components].map(([key, { name }]) => [key, name]));
  const nameOf: NameOf = (kind, id) => (id === null ? null : names.get(keyOf({ kind, id })));
  const nameIn = (component: Component): string => {
    const name = names.get(keyOf(component));
    if (name === undefined) throw new DeployProblem(`Make has no ${keyOf(component)} yet.`);
    return name;
  };
  let origin = first;
  const learn = (changes: Partial<Origin>): void => {
    origin = { ...origin, ...changes };
    site.remember(origin);
  };

  const create = async (component: Component): Promise<void> => {
    const { kind, id, label } = component;
    const before = new Set((await api.list(kind, at)).map(({ name }) => name));
    const isNew = (other: RemoteComponent) =>
      !before.has(other.name) && (kind === 'module' ? other.name === id : other.label === label);
    const find = async () => (await api.list(kind, at)).find(isNew)?.name;
    const name = await makeOnce(
      async () => (await api.create(component, metadataOf(component, nameOf), at)) ?? (await find()),
      find,
      timing,
    );
    if (name === undefined)
      throw new DeployProblem(`Make does not say what it calls the new ${keyOf(component)}.`);
    names.set(keyOf(component), name);
    if (kind === 'connection') learn({ connections: { ...origin.connections, [id]: name } });
    if (kind === 'webhook') learn({ webhooks: { ...origin.webhooks, [id]: name } });
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
        return learn({ icon: icon.hash });
      case 'publish':
        return api.publish(nameIn(step.component), at);
    }
  };
};
