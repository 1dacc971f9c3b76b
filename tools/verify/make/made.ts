import { setTimeout as sleep } from 'node:timers/promises';
import type { CreateScenarioBody, Hook, Make } from '@makehq/sdk';
import type { Blueprint } from '../../../sandbox/make/blueprint.ts';
import { VerifyError } from '../errors.ts';
import type { VerifyContext } from '../service.ts';
import { isGone, isRefusal, type MakeTiming, NoAnswer } from './client.ts';
import type { MakeTarget } from './settings.ts';

/** Makes things in Make, each of which is deleted at the end of the run. */
export interface MadeInMake {
  readonly connection: (name: string, type: string, data: Readonly<Record<string, string>>) => Promise<Made>;
  /** A custom webhook. */
  readonly hook: (name: string) => Promise<Hook>;
  /** A scenario that starts as soon as its webhook is called, under the name of its blueprint. Not switched on yet. */
  readonly scenario: (blueprint: Blueprint) => Promise<Made>;
  /** Switches a scenario on. */
  readonly activate: (scenario: Made) => Promise<void>;
}

/** Something in Make. */
export interface Made {
  readonly id: number;
}

interface Kind<T> {
  readonly kind: string;
  readonly create: () => Promise<T>;
  /** Those of the team, to find one whose creation got no response. */
  readonly list: () => Promise<readonly { readonly id: number; readonly name: string }[]>;
  readonly remove: (id: number) => Promise<void>;
}

/** How often something is deleted when no response comes. */
const TRIES = 3;

/** The type of a custom webhook (Make's API, "Hooks"). */
const CUSTOM_WEBHOOK = 'gateway-webhook';

/**
 * Makes things in a team. Each is on the list of what to delete before the request is sent, so that one whose response got
 * lost, or that came after an interruption, is found by its name and deleted too. Nothing is made after an interruption.
 */
export const madeInMake = (
  { once, repeatable }: { readonly once: Make; readonly repeatable: Make },
  { team: teamId }: Pick<MakeTarget, 'team'>,
  { atEnd, signal }: Pick<VerifyContext, 'atEnd' | 'signal'>,
  { backoffMs }: MakeTiming,
): MadeInMake => {
  const make = async <T extends Made>(name: string, kind: Kind<T>): Promise<T> => {
    if (signal.aborted) throw new VerifyError('It was interrupted.');
    const pending = kind.create();
    atEnd(`${kind.kind} "${name}"`, async () => {
      const made = await pending.catch((error: unknown) => (isRefusal(error) ? null : undefined));
      if (made === null) return;
      const id = made?.id ?? (await kind.list()).find((other) => other.name === name)?.id;
      if (id !== undefined) await removeSurely(() => kind.remove(id), backoffMs);
    });
    return pending;
  };

  // What is being switched on while the run is interrupted has to be switched off after that, not before.
  const activations = new Map<number, Promise<boolean>>();

  return {
    connection: (name, type, data) =>
      make(name, {
        kind: 'connection',
        create: () => once.connections.create({ name, accountName: type, teamId, data }),
        list: () => repeatable.connections.list(teamId),
        remove: (id) => repeatable.connections.delete(id),
      }),
    hook: (name) =>
      make(name, {
        kind: 'webhook',
        create: () => once.hooks.create({ name, teamId, typeName: CUSTOM_WEBHOOK }),
        list: () => repeatable.hooks.list(teamId),
        remove: (id) => repeatable.hooks.delete(id),
      }),
    scenario: (blueprint) =>
      make(blueprint.name, {
        kind: 'scenario',
        create: () => once.scenarios.create(scenarioBody(teamId, blueprint), { confirmed: true }),
        list: () => repeatable.scenarios.list(teamId),
        remove: async (id) => {
          await activations.get(id)?.catch(() => false);
          // One that runs may not be deletable; whether it can be stopped, its deletion shows.
          await repeatable.scenarios.deactivate(id).catch(() => false);
          await repeatable.scenarios.delete(id);
        },
      }),
    activate: async ({ id }) => {
      if (signal.aborted) throw new VerifyError('It was interrupted.');
      const pending = repeatable.scenarios.activate(id);
      activations.set(id, pending);
      if (!(await pending)) throw new VerifyError('Make did not switch the scenario on.');
    },
  };
};

const scenarioBody = (teamId: number, blueprint: Blueprint): CreateScenarioBody => ({
  teamId,
  scheduling: { type: 'immediately' },
  // As text: the SDK's own type of a blueprint asks for members that no export has.
  blueprint: JSON.stringify(blueprint),
});

/** Deletes until Make says so, or says that there is no such thing any more. */
const removeSurely = async (remove: () => Promise<void>, backoffMs: number): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await remove();
    } catch (error) {
      if (isGone(error)) return;
      if (!(error instanceof NoAnswer) || tries === TRIES) throw error;
      await sleep(backoffMs * 2 ** (tries - 1));
    }
  }
};
