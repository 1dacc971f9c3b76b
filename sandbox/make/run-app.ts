import { EVENTS_HOST } from '../../src/usermaven/request.ts';
import type { MakeFolder, MakeFolderModule } from './folder.ts';
import { fillForm, type MappedForm } from './form.ts';
import type { Reading } from './readings.ts';
import { type Ending, run } from './run-communication.ts';
import { type Delivery, deliver } from './run-webhook.ts';
import { type Collection, isCollection, type Value } from './values.ts';

const only = <T>(components: readonly T[]): T => {
  const [first, ...more] = components;
  if (first === undefined || more.length > 0) throw new Error('Expected exactly one component.');
  return first;
};

const collection = (value: Value): Collection => {
  if (!isCollection(value)) throw new Error('A communication has to be one request object.');
  return value;
};

/** What a run needs beside the form. */
export interface RunOptions {
  /** The address that stands in for Usermaven, such as a sandbox's. */
  readonly host: string;
  /** What the connection holds: what was typed into it, and what it kept of its test ({@link RunningMakeApp.connectionOf}). */
  readonly connection: Collection;
  readonly reading?: Reading;
}

const surroundings = ({ host, reading }: Pick<RunOptions, 'host' | 'reading'>) => ({
  host: { of: EVENTS_HOST, is: host },
  ...(reading ? { reading } : {}),
});

/** The Make app, ready to run: a stand-in for the part of Make that runs it. */
export interface RunningMakeApp {
  /** A module by its id. */
  moduleOf(id: string): MakeFolderModule;
  /** Runs a module of the app. */
  runModule(id: string, mapped: MappedForm, options: RunOptions): Promise<Ending>;
  /** Makes a connection: fills in its form and runs its test. */
  connect(mapped: MappedForm, options: Pick<RunOptions, 'host' | 'reading'>): Promise<Ending>;
  /** What a connection holds after a good test: what was typed, and what the app keeps of it. Throws an Error when it is not made. */
  connectionOf(mapped: MappedForm, options: Pick<RunOptions, 'host' | 'reading'>): Promise<Collection>;
  /** Delivers a request to the address of the Userpilot webhook, and returns the output of the trigger. */
  deliverToUserpilot(mapped: MappedForm, delivery: Delivery, reading?: Reading): Value;
}

/** An app that can be run, from its files. */
export const runningMakeApp = ({
  base,
  common,
  connections,
  webhooks,
  modules,
}: MakeFolder): RunningMakeApp => {
  const moduleOf = (id: string): MakeFolderModule => only(modules.filter((module) => module.id === id));
  const connect: RunningMakeApp['connect'] = (mapped, options) => {
    const { communication, params } = only(connections);
    return run({ communication: collection(communication), form: params, mapped }, surroundings(options));
  };
  return {
    moduleOf,
    runModule: (id, mapped, options) => {
      const { communication, staticParams, mappableParams, moduleType } = moduleOf(id);
      return run(
        {
          communication: collection(communication),
          base: collection(base),
          common: collection(common),
          form: [...staticParams, ...mappableParams],
          mapped,
          connection: options.connection,
          isAction: moduleType === 'action',
        },
        surroundings(options),
      );
    },
    connect,
    connectionOf: async (mapped, options) => {
      const ending = await connect(mapped, options);
      if (ending.kind !== 'done' || !isCollection(ending.data)) {
        throw new Error(`The connection is not made: ${JSON.stringify(ending)}`);
      }
      const typed = fillForm(only(connections).params, mapped);
      return { ...(typed.ok ? typed.parameters : {}), ...ending.data };
    },
    deliverToUserpilot: (mapped, delivery, reading) => {
      const { communication, params } = only(webhooks);
      const trigger = only(modules.filter(({ moduleType }) => moduleType === 'instant_trigger'));
      return deliver(
        {
          communication: collection(communication),
          form: params,
          mapped,
          trigger: collection(trigger.communication),
        },
        delivery,
        reading,
      );
    },
  };
};
