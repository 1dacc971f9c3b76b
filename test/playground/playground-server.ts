import { request } from 'node:http';
import { afterAll, beforeAll } from '@jest/globals';
import type {
  AppDescription,
  RunRequest,
  RunResponse,
  SandboxRequest,
  SandboxState,
} from '../../playground/api.ts';
import { PATHS } from '../../playground/api.ts';
import { type Playground, startPlayground } from '../../playground/server/playground.ts';

/** A response, with its body parsed if it is JSON. */
export interface ServerResponse<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  readonly body: Body;
}

/** How a request differs from a GET without a body. */
interface SendOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body. */
  readonly text?: string;
}

/** Sends a request with any headers, even `Host`, which fetch does not allow. */
export const send = <Body>(url: string, options: SendOptions = {}): Promise<ServerResponse<Body>> =>
  new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, text } = options;
    const sent = request(url, { method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (body += part));
      response.on('end', () => {
        const isJson = response.headers['content-type']?.startsWith('application/json');
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: body,
          body: (isJson ? JSON.parse(body) : undefined) as Body,
        });
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });

/**
 * A playground for the tests of one file, and the requests that they make. Usermaven is empty; the description is that of
 * before, with the example.
 */
export const servedPlayground = () => {
  let running: Playground;
  let description: AppDescription;
  beforeAll(async () => {
    running = await startPlayground({ port: 0, built: true });
    description = (await get<AppDescription>(PATHS.app)).body;
    await post(PATHS.sandbox, { clear: true });
  });
  afterAll(() => running?.stop());

  const get = <Body>(path: string, headers = {}) => send<Body>(running.url + path, { headers });
  const post = <Body>(path: string, body: object) =>
    send<Body>(running.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      text: JSON.stringify(body),
    });
  const authData = (changes: Readonly<Record<string, string>> = {}) => ({
    ...description.sandboxConnection,
    ...changes,
  });
  return {
    url: () => running.url,
    description: () => description,
    authData,
    get,
    post,
    /** Runs an action, by default with valid credentials. */
    run: async (request: Omit<RunRequest, 'authData'> & Partial<RunRequest>): Promise<RunResponse> =>
      (await post<RunResponse>(PATHS.run, { authData: authData(), ...request })).body,
    /** Sets the behavior, or deletes everything. */
    sandbox: async (request: SandboxRequest): Promise<SandboxState> =>
      (await post<SandboxState>(PATHS.sandbox, request)).body,
    state: async (): Promise<SandboxState> => (await get<SandboxState>(PATHS.sandbox)).body,
  };
};
