import { makeFiles } from '../../../src/make/files.ts';
import { EVENTS_HOST } from '../../../src/usermaven/endpoint.ts';
import { type MakeFolderModule, readMakeApp } from '../make-folder.ts';
import { type Ending, run } from './communication.ts';
import type { MappedForm } from './form.ts';
import type { Reading } from './readings.ts';
import { type Collection, isCollection, type Value } from './values.ts';
import { type Delivery, deliver } from './webhook.ts';

/** The app as the generator writes it now. That make/ is the same is another test's matter. */
export const APP = readMakeApp(makeFiles());

const only = <T>(components: readonly T[]): T => {
  const [first, ...more] = components;
  if (first === undefined || more.length > 0) throw new Error('There is not exactly one.');
  return first;
};

const collection = (value: Value): Collection => {
  if (!isCollection(value)) throw new Error('A communication has to be one request object.');
  return value;
};

/** A module by its id. */
export const moduleOf = (id: string): MakeFolderModule =>
  only(APP.modules.filter((module) => module.id === id));

/** What a run needs beside the form. */
export interface Where {
  /** The stand-in for Usermaven, such as a sandbox's address. */
  readonly host: string;
  /** What the user typed into the connection. */
  readonly connection: Collection;
  readonly reading?: Reading;
}

const surroundings = ({ host, reading }: Pick<Where, 'host' | 'reading'>) => ({
  host: { of: EVENTS_HOST, is: host },
  ...(reading ? { reading } : {}),
});

/** Runs a module of the app. */
export const runModule = (id: string, mapped: MappedForm, where: Where): Promise<Ending> => {
  const { communication, staticParams, mappableParams, moduleType } = moduleOf(id);
  return run(
    {
      communication: collection(communication),
      base: collection(APP.base),
      form: [...staticParams, ...mappableParams],
      mapped,
      connection: where.connection,
      isAction: moduleType === 'action',
    },
    surroundings(where),
  );
};

/** Makes a connection: fills in its form and runs its test. */
export const connect = (mapped: MappedForm, where: Pick<Where, 'host' | 'reading'>): Promise<Ending> => {
  const { communication, params } = only(APP.connections);
  return run({ communication: collection(communication), form: params, mapped }, surroundings(where));
};

/** Delivers a request to the address of the Userpilot webhook, and returns what the trigger puts out. */
export const deliverToUserpilot = (mapped: MappedForm, delivery: Delivery, reading?: Reading): Value => {
  const { communication, params } = only(APP.webhooks);
  const trigger = only(APP.modules.filter(({ moduleType }) => moduleType === 'instant_trigger'));
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
};
