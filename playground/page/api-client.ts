import {
  type AppDescription,
  type ConnectAnswer,
  type ConnectRequest,
  type FormField,
  type FormRequest,
  type HookAnswer,
  type HookRequest,
  type MakeAnswer,
  type MakeRequest,
  PATHS,
  type RunAnswer,
  type RunRequest,
  type SandboxRequest,
  type SandboxState,
  type Timeline,
} from '../api.ts';

/** The stored values of a connection, as the visitor filled them in. */
export type AuthData = Readonly<Record<string, string>>;

/** The server did not answer as agreed. The message is for the visitor. */
export class ServerProblem extends Error {
  /** The HTTP status; null when there was no answer. */
  readonly status: number | null;

  constructor(message: string, status: number | null) {
    super(message);
    this.status = status;
  }
}

const GONE = 'The playground does not answer. Start it again with npm start, then reload this page.';
const LONGEST_REASON = 300;

const ask = async <Answer>(path: string, body?: object): Promise<Answer> => {
  const response = await fetch(
    path,
    body && {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    },
  ).catch(() => {
    throw new ServerProblem(GONE, null);
  });
  if (!response.ok) {
    const reason = (await response.text()).slice(0, LONGEST_REASON);
    throw new ServerProblem(`The playground cannot do this (${response.status}). ${reason}`, response.status);
  }
  const answer: Answer = await response.json();
  return answer;
};

const NOT_FOUND = 404;

const orNull = (problem: unknown): null => {
  if (problem instanceof ServerProblem && problem.status === NOT_FOUND) return null;
  throw problem;
};

/** Everything the page asks of its server. All reject with {@link ServerProblem}. */
export const api = {
  describe: () => ask<AppDescription>(PATHS.app),
  connect: (request: ConnectRequest) => ask<ConnectAnswer>(PATHS.connect, request),
  form: (request: FormRequest) => ask<readonly FormField[]>(PATHS.form, request),
  run: (request: RunRequest) => ask<RunAnswer>(PATHS.run, request),
  hook: (request: HookRequest) => ask<HookAnswer>(PATHS.hook, request),
  sandbox: (request: SandboxRequest) => ask<SandboxState>(PATHS.sandbox, request),
  /** Null: nobody has this handle any more. */
  timeline: (person: string) =>
    ask<Timeline>(`${PATHS.timeline}?person=${encodeURIComponent(person)}`).catch(orNull),
  /** Null: the Make app has no such module, or there is none. */
  make: (request: MakeRequest) => ask<MakeAnswer | null>(PATHS.make, request).catch(orNull),
} as const;

/** Words for the visitor, whatever went wrong. */
export const problemText = (problem: unknown): string =>
  problem instanceof ServerProblem ? problem.message : GONE;

/**
 * Follows the local Usermaven. Returns what ends it.
 * @param onState every state from now on.
 * @param onLink whether the stream is open; the browser keeps trying by itself.
 */
export const follow = (
  onState: (state: SandboxState) => void,
  onLink: (open: boolean) => void,
): (() => void) => {
  const source = new EventSource(PATHS.live);
  source.onmessage = ({ data }: MessageEvent<string>) => {
    const state: SandboxState = JSON.parse(data);
    onState(state);
  };
  source.onopen = () => onLink(true);
  source.onerror = () => onLink(false);
  return () => source.close();
};
