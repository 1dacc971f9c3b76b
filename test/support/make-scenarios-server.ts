import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { BLUEPRINT, type Blueprint, customModuleOf } from '../../sandbox/make/blueprint.ts';
import { runningMakeApp } from '../../sandbox/make/run-app.ts';
import { runScenario } from '../../sandbox/make/run-scenario.ts';
import type { Collection } from '../../sandbox/make/values.ts';
import { isObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import { APP } from './make/app.ts';

/** Something that goes wrong with a request. */
export interface ScenarioFault {
  /** A part of `METHOD /path`. */
  readonly at: string;
  /** What is answered instead; without it the socket is cut. */
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** True when the request is carried out all the same. */
  readonly carriedOut?: boolean;
  /** Called when the request has come, before anything is answered; the answer waits for it. */
  readonly meanwhile?: () => Promise<void> | void;
}

interface Stored {
  readonly id: number;
  readonly name: string;
  readonly [key: string]: unknown;
}

/** A running stand-in for the part of Make's API that scenarios are made with. */
export interface ScenariosServer {
  readonly url: string;
  readonly key: string;
  readonly team: number;
  /** Names of everything that is there, by kind. */
  readonly there: () => Record<'connections' | 'hooks' | 'scenarios', string[]>;
  /** `METHOD /path` of each request to the API. */
  readonly requests: string[];
  readonly fail: (fault: ScenarioFault, times?: number) => void;
  /** How the next runs end, whatever they would do: the error that Make shows. */
  readonly failRuns: (error: { readonly name: string; readonly message: string }) => void;
  readonly stop: () => Promise<void>;
}

/** The app that is deployed, and the type of its connections. */
export const DEPLOYED = { app: 'usermaven-a1b2c3', version: 1, connection: 'usermaven-conn-1' } as const;

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Starts a stand-in for Make's API for connections, webhooks, scenarios and runs, with its addresses and bodies as in
 * @makehq/sdk 1.6.10, and for the webhooks themselves: a call runs the scenario in the local stand-in of Make, against `usermaven`.
 * Our reading of what it refuses: what is in use cannot be deleted, nor a scenario that is switched on.
 */
export const startScenariosServer = async (usermaven: string): Promise<ScenariosServer> => {
  const key = randomUUID();
  const team = 12_345;
  const app = runningMakeApp(APP);
  let lastId = 100;
  const newId = () => (lastId += 1);
  const connections = new Map<number, Stored & { readonly data: Collection }>();
  const hooks = new Map<number, Stored & { readonly udid: string }>();
  const scenarios = new Map<
    number,
    Stored & { readonly blueprint: Blueprint; active: boolean; logs: JsonObject[] }
  >();
  const faults: { readonly fault: ScenarioFault; left: number }[] = [];
  const requests: string[] = [];
  let runError: { readonly name: string; readonly message: string } | undefined;
  let url = '';

  const uses = (id: number, member: '__IMTCONN__' | 'hook'): boolean =>
    [...scenarios.values()].some(({ blueprint }) =>
      blueprint.flow.some(({ parameters }) => parameters[member] === id),
    );

  const createConnection = async (body: JsonObject): Promise<Json> => {
    const { accountName, accountType, ...typed } = body;
    if (accountType !== DEPLOYED.connection)
      throw new Refusal(400, `There is no account type ${accountType}.`);
    const id = newId();
    // Make tests a new connection, and the form takes no other parameters than its own.
    const data = await app.connectionOf(typed, { host: usermaven }).catch((error: Error) => {
      throw new Refusal(400, error.message);
    });
    connections.set(id, { id, name: String(accountName), data });
    return { connection: { id, name: String(accountName) } };
  };

  const createHook = (body: JsonObject): Json => {
    if (body.typeName !== 'gateway-webhook' || body.teamId !== team) throw new Refusal(400, 'Not a webhook.');
    const id = newId();
    const udid = randomUUID().replaceAll('-', '');
    hooks.set(id, { id, name: String(body.name), udid });
    return { hook: { id, name: String(body.name), udid, url: `${url}/hook/${udid}` } };
  };

  const createScenario = (body: JsonObject): Json => {
    const read = BLUEPRINT.safeParse(JSON.parse(String(body.blueprint)));
    if (!read.success) throw new Refusal(400, `Not a blueprint: ${read.error.message}`);
    const blueprint = read.data;
    for (const node of blueprint.flow) {
      const custom = customModuleOf(node);
      const isThere = APP.modules.some(({ id }) => id === custom?.module);
      if (custom && (custom.app !== DEPLOYED.app || node.version !== DEPLOYED.version || !isThere))
        throw new Refusal(400, `Module not found: ${node.module}.`);
      if (custom && !connections.has(Number(node.parameters.__IMTCONN__)))
        throw new Refusal(400, `Module ${node.id} has no connection.`);
    }
    if (!hooks.has(Number(blueprint.flow[0]?.parameters.hook)))
      throw new Refusal(400, 'The webhook is missing.');
    const scheduling: unknown = JSON.parse(String(body.scheduling));
    if (!isObject(scheduling) || scheduling.type !== 'immediately') throw new Refusal(400, 'Not at once.');
    const id = newId();
    scenarios.set(id, { id, name: blueprint.name, blueprint, active: false, logs: [] });
    return { scenario: { id, name: blueprint.name } };
  };

  const scenarioOf = (id: string) => {
    const scenario = scenarios.get(Number(id));
    if (!scenario) throw new Refusal(404, 'Scenario not found.');
    return scenario;
  };

  const remove = (kind: 'connections' | 'hooks' | 'scenarios', id: number): Json => {
    const stored = { connections, hooks, scenarios }[kind];
    if (!stored.has(id)) throw new Refusal(404, 'Not found.');
    const isUsed = kind === 'connections' ? uses(id, '__IMTCONN__') : kind === 'hooks' && uses(id, 'hook');
    if (isUsed || scenarios.get(id)?.active) throw new Refusal(409, 'It is in use.');
    stored.delete(id);
    return { deleted: id };
  };

  /** Runs the scenario of a webhook, as Make does once it is called. */
  const runHook = async (udid: string, body: string): Promise<{ status: number; text: string }> => {
    const hook = [...hooks.values()].find((one) => one.udid === udid);
    const scenario = [...scenarios.values()].find(
      ({ blueprint }) => blueprint.flow[0]?.parameters.hook === hook?.id,
    );
    if (!hook || !scenario?.active)
      return { status: 410, text: 'There is no scenario listening for this webhook.' };
    const used = scenario.blueprint.flow.find((node) => customModuleOf(node))?.parameters.__IMTCONN__;
    const connection = connections.get(Number(used))?.data ?? {};
    const endings = runError
      ? []
      : await runScenario(scenario.blueprint, [JSON.parse(body)], {
          app,
          host: usermaven,
          connection,
        });
    const failed = endings.find(({ kind }) => kind !== 'done');
    const error =
      runError ??
      (failed?.kind === 'failed'
        ? { name: failed.type, message: failed.message }
        : failed && { name: 'BundleValidationError', message: 'Validation failed.' });
    const id = randomUUID().replaceAll('-', '');
    scenario.logs.unshift({ id, status: error ? 3 : 1, ...(error ? { error } : {}) });
    return { status: 200, text: 'Accepted' };
  };

  const api = async (method: string, path: string, body: JsonObject): Promise<Json> => {
    const [, kind = '', id = '', action = '', run = ''] = path.split('/');
    const route = `${method} ${kind}${id === '' ? '' : '/:id'}${action === '' ? '' : `/${action}`}`;
    switch (route) {
      case 'POST connections':
        return createConnection(body);
      case 'POST connections/:id/test':
        return { verified: connections.has(Number(id)) };
      case 'POST hooks':
        return createHook(body);
      case 'POST scenarios':
        return createScenario(body);
      case 'POST scenarios/:id/start':
        scenarioOf(id).active = true;
        return { scenario: { id: Number(id), isActive: true } };
      case 'POST scenarios/:id/stop':
        scenarioOf(id).active = false;
        return { scenario: { id: Number(id), isActive: false } };
      case 'GET scenarios/:id/logs':
        // An entry that is no run stands beside the runs.
        return { scenarioLogs: [{ id: 'edit', type: 'modify' }, ...scenarioOf(id).logs] };
      case 'GET scenarios/:id/executions': {
        const found = scenarioOf(id).logs.find((entry) => entry.id === run);
        if (!found) throw new Refusal(404, 'Execution not found.');
        return found.error === undefined ? { status: 'SUCCESS' } : { status: 'ERROR', error: found.error };
      }
      case 'GET connections':
        return { connections: [...connections.values()].map(({ id: one, name }) => ({ id: one, name })) };
      case 'GET hooks':
        return { hooks: [...hooks.values()].map(({ id: one, name }) => ({ id: one, name })) };
      case 'GET scenarios':
        return { scenarios: [...scenarios.values()].map(({ id: one, name }) => ({ id: one, name })) };
      case 'DELETE connections/:id':
        return remove('connections', Number(id));
      case 'DELETE hooks/:id':
        return remove('hooks', Number(id));
      case 'DELETE scenarios/:id':
        return remove('scenarios', Number(id));
      default:
        throw new Refusal(404, `No route for ${route}.`);
    }
  };

  const handle = async ({ method = '', url: target = '', headers }: IncomingMessage, body: string) => {
    const { pathname } = new URL(target, url);
    if (pathname.startsWith('/hook/')) return runHook(pathname.slice('/hook/'.length), body);
    const refused = (status: number, message: string) => ({
      status,
      text: JSON.stringify({ message: 'Access denied.', detail: message, code: 'SC' }),
    });
    // Both repeat what they were given, so that whoever prints them has to clean it.
    if (headers.authorization !== `Token ${key}`)
      return refused(401, `${headers.authorization} is not valid.`);
    try {
      const parsed: unknown = body === '' ? {} : JSON.parse(body);
      return {
        status: 200,
        text: JSON.stringify(await api(method, pathname.replace('/api/v2', ''), parsed as JsonObject)),
      };
    } catch (error) {
      if (error instanceof Refusal) return refused(error.status, error.message);
      throw error;
    }
  };

  const listen = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await text(incoming);
    const request = `${incoming.method} ${(incoming.url ?? '').replace('/api/v2', '').replace(/\?.*$/, '')}`;
    requests.push(request);
    const entry = faults.find(({ fault, left }) => left > 0 && request.includes(fault.at));
    if (entry) entry.left -= 1;
    const fault = entry?.fault;
    await fault?.meanwhile?.();
    const isAnswered = !fault || fault.carriedOut || fault.meanwhile;
    const answer = isAnswered ? await handle(incoming, body) : { status: 0, text: '' };
    if (fault && fault.status === undefined && !fault.meanwhile) {
      incoming.socket.destroy();
      return;
    }
    outgoing
      .writeHead(fault?.status ?? answer.status, { 'Content-Type': 'application/json', ...fault?.headers })
      .end(fault?.status === undefined ? answer.text : (fault.body ?? ''));
  };

  const server = createServer((incoming, outgoing) => void listen(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const names = (stored: ReadonlyMap<number, Stored>) => [...stored.values()].map(({ name }) => name);
  return {
    url,
    key,
    team,
    there: () => ({ connections: names(connections), hooks: names(hooks), scenarios: names(scenarios) }),
    requests,
    fail: (fault, times = 1) => void faults.push({ fault, left: times }),
    failRuns: (error) => {
      runError = error;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
