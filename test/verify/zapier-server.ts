import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { asTyped, type FormField } from '../../sandbox/zapier/input-types.ts';
import { type Lambda, StepError, shownMessage } from '../../sandbox/zapier/lambda.ts';
import { isObject, type JsonObject } from '../../src/lib/json.ts';

/** What somebody's Zapier account has of an app. */
export interface ZapierAccount {
  readonly appId: number;
  readonly deployKey: string;
  /** The version that was pushed. */
  readonly version: string;
  /** IANA name. */
  readonly timezone: string;
  readonly connections: readonly {
    readonly id: number;
    readonly title: string;
    readonly authData: Readonly<Record<string, string>>;
  }[];
}

/** A response of its own: instead of running a step, or to change its output. */
export type ZapierFault = (step: {
  readonly action: string;
  readonly params: JsonObject;
}) =>
  | { readonly status: number; readonly errors: readonly string[] }
  | { readonly output: (output: JsonObject) => unknown }
  | 'silence'
  | undefined;

/** A running server. */
export interface ZapierServer {
  /** What ZAPIER_BASE_ENDPOINT is set to. */
  readonly url: string;
  /** Steps that were run, in order. */
  readonly steps: readonly {
    readonly action: string;
    readonly params: JsonObject;
    readonly connection: number;
  }[];
  readonly fail: (fault: ZapierFault) => void;
  readonly stop: () => Promise<void>;
}

/** What Zapier's API responds. */
interface Reply {
  readonly status?: number;
  readonly body: object;
}

const refused = (status: number, ...errors: string[]): Reply => ({ status, body: { errors } });

/** The endpoints under which the CLI finds Zapier (zapier-platform-cli 19.1.0, constants.js). */
const ROOT = '/api/platform/cli';

/**
 * Starts a stand-in for the part of Zapier's API that `zapier-platform invoke --remote` uses (zapier-platform-cli 19.1.0,
 * invoke/remote.js and utils/api.js): the app, its connections and its log, the form of an action, and steps, which it runs with the app of
 * a Lambda as Zapier would, after typing the inputs. A result is there at the second time of asking.
 */
export const startZapierServer = async (
  { appId, deployKey, version, timezone, connections }: ZapierAccount,
  lambda: Pick<Lambda, 'invoke' | 'platform'>,
): Promise<ZapierServer> => {
  const steps: { action: string; params: JsonObject; connection: number }[] = [];
  const results = new Map<string, { body: object; asked: number }>();
  let fault: ZapierFault = () => undefined;

  const formOf = async (action: string, authData: Readonly<Record<string, string>>, inputData: JsonObject) =>
    (await lambda.invoke(`creates.${action}.operation.inputFields`, { authData, inputData })) as FormField[];

  const invoke = async (action: string, params: JsonObject, connection: number): Promise<object> => {
    const authData = connections.find(({ id }) => id === connection)?.authData ?? {};
    const inputData = asTyped(params, await formOf(action, authData, params));
    try {
      const output = await lambda.invoke(`creates.${action}.operation.perform`, {
        authData,
        inputData,
        meta: { timezone },
      });
      const change = fault({ action, params });
      const changed =
        isObject(change) && 'output' in change && isObject(output)
          ? change.output(output as JsonObject)
          : output;
      return { success: true, status: 'success', results: [changed] };
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      return { success: true, status: 'error', errors: [shownMessage(error)] };
    }
  };

  const respond = async (method: string, path: string, body: unknown): Promise<Reply | 'silence'> => {
    if (method === 'GET' && path === `/apps/${appId}`) return { body: { id: appId, title: 'Usermaven' } };
    if (method === 'GET' && path === `/apps/${appId}/authentications`) {
      return { body: { objects: connections.map(({ id, title }) => ({ id, title, app_version: version })) } };
    }
    if (method === 'GET' && path === `/apps/${appId}/logs`) {
      return { body: { objects: lambda.platform.logs.map(({ message, data }) => ({ message, ...data })) } };
    }
    const ofVersion = `/apps/${appId}/versions/${version}`;
    if (!path.startsWith(ofVersion)) return refused(404, 'Not found.');
    const [, endpoint, invocation = ''] = path.slice(ofVersion.length).split('/');
    if (method === 'GET' && endpoint === 'invoke') {
      const result = results.get(invocation);
      if (result === undefined) return refused(404, 'Not found.');
      result.asked += 1;
      return { body: result.asked > 1 ? result.body : { success: false } };
    }
    const { action_type, action_key, authentication_id, params } = body as Record<string, unknown>;
    const action = String(action_key);
    if (action_type !== 'write' || !isObject(params)) return refused(400, 'Not a step.');
    const inputs = params as JsonObject;
    const connection = connections.find(({ id }) => id === authentication_id);
    if (connection === undefined) return refused(403, 'You do not have access to this authentication.');
    if (endpoint === 'needs') {
      const form = await formOf(action, connection.authData, inputs);
      const needOf = ({ key, label, type = 'unicode' }: FormField, parent_key?: string) => ({
        key,
        label,
        type,
        parent_key,
      });
      const needs = form.flatMap((field) => [
        needOf(field),
        ...(field.children ?? []).map((child) => needOf(child, field.key)),
      ]);
      return { body: { success: true, needs } };
    }
    const step = { action, params: inputs };
    const wrong = fault(step);
    if (wrong === 'silence') return wrong;
    if (wrong !== undefined && 'status' in wrong) return refused(wrong.status, ...wrong.errors);
    steps.push({ ...step, connection: connection.id });
    const id = `run-${steps.length}`;
    results.set(id, { body: await invoke(action, inputs, connection.id), asked: 0 });
    return { body: { success: true, invocation_id: id } };
  };

  const server: Server = createServer(async (request, response) => {
    const path = (request.url ?? '').slice(ROOT.length).split('?')[0] ?? '';
    const body = request.method === 'POST' ? await json(request) : undefined;
    const reply: Reply | 'silence' =
      request.headers['x-deploy-key'] === deployKey
        ? await respond(request.method ?? '', path, body)
        : // A server may repeat what it was sent.
          refused(401, `The key ${request.headers['x-deploy-key']} is not valid.`);
    if (reply === 'silence') return;
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    steps,
    fail: (next) => {
      fault = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
