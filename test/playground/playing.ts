import { request } from 'node:http';
import { afterAll, beforeAll, jest } from '@jest/globals';
import type {
  AppDescription,
  RunResponse,
  RunRequest,
  SandboxRequest,
  SandboxState,
} from '../../playground/api.ts';
import { PATHS } from '../../playground/api.ts';
import { type Playground, startPlayground } from '../../playground/server/playground.ts';

/** An answer as it came, with its body parsed where it is JSON. */
export interface Answered<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  readonly body: Body;
}

/** What is not as the page would send it. */
export interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is. */
  readonly text?: string;
}

/** Sends a request with any header, `Host` too, which fetch does not allow. */
export const send = <Body>(url: string, sending: Sending = {}): Promise<Answered<Body>> =>
  new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, text } = sending;
    const asked = request(url, { method, headers, agent: false }, (response) => {
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (answer += part));
      response.on('end', () => {
        const isJson = response.headers['content-type']?.startsWith('application/json');
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: answer,
          body: (isJson ? JSON.parse(answer) : undefined) as Body,
        });
      });
    });
    asked.on('error', reject);
    asked.end(text);
  });

/** A playground for the tests of one file, and what they ask of it. */
export const playground = () => {
  jest.setTimeout(30_000);
  let running: Playground;
  let description: AppDescription;
  beforeAll(async () => {
    running = await startPlayground({ port: 0, built: true });
    description = (await get<AppDescription>(PATHS.app)).body;
  }, 60_000);
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
    /** Runs an action, with the right credentials unless told otherwise. */
    run: async (request: Omit<RunRequest, 'authData'> & Partial<RunRequest>): Promise<RunResponse> =>
      (await post<RunResponse>(PATHS.run, { authData: authData(), ...request })).body,
    /** Sets the behavior or clears. */
    sandbox: async (request: SandboxRequest): Promise<SandboxState> =>
      (await post<SandboxState>(PATHS.sandbox, request)).body,
    state: async (): Promise<SandboxState> => (await get<SandboxState>(PATHS.sandbox)).body,
  };
};
