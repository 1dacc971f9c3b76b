import {
  type AppDescription,
  type ConnectRequest,
  type ConnectResponse,
  type FormField,
  type FormRequest,
  type HookRequest,
  type HookResponse,
  type MakeRequest,
  type MakeResponse,
  PATHS,
  type RunRequest,
  type RunResponse,
  type SandboxRequest,
  type SandboxState,
  type Timeline,
} from '../api.ts';

/** The values of a connection, as the visitor filled them in. */
export type AuthData = Readonly<Record<string, string>>;

/** A request that failed. The message is for the visitor. */
class ApiError extends Error {
  /** The HTTP status; null if there was no response. */
  readonly status: number | null;

  constructor(message: string, status: number | null) {
    super(message);
    this.status = status;
  }
}

const UNREACHABLE = 'The playground does not respond. Start it again with npm start, then reload this page.';
const MAX_REASON_LENGTH = 300;

const request = async <Result>(path: string, body?: object): Promise<Result> => {
  const response = await fetch(
    path,
    body && {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    },
  ).catch(() => {
    throw new ApiError(UNREACHABLE, null);
  });
  if (!response.ok) {
    const reason = (await response.text()).slice(0, MAX_REASON_LENGTH);
    throw new ApiError(
      `The playground rejected the request (${response.status}). ${reason}`,
      response.status,
    );
  }
  const result: Result = await response.json();
  return result;
};

const NOT_FOUND = 404;

const nullIfNotFound = (error: unknown): null => {
  if (error instanceof ApiError && error.status === NOT_FOUND) return null;
  throw error;
};

/** Everything the page can ask its server. All functions reject with {@link ApiError}. */
export const api = {
  describe: () => request<AppDescription>(PATHS.app),
  connect: (body: ConnectRequest) => request<ConnectResponse>(PATHS.connect, body),
  form: (body: FormRequest) => request<readonly FormField[]>(PATHS.form, body),
  run: (body: RunRequest) => request<RunResponse>(PATHS.run, body),
  hook: (body: HookRequest) => request<HookResponse>(PATHS.hook, body),
  sandbox: (body: SandboxRequest) => request<SandboxState>(PATHS.sandbox, body),
  /** Null: there is no such person any more. */
  timeline: (person: string) =>
    request<Timeline>(`${PATHS.timeline}?person=${encodeURIComponent(person)}`).catch(nullIfNotFound),
  /** Null: there is nothing to compare. */
  make: (body: MakeRequest) => request<MakeResponse | null>(PATHS.make, body),
} as const;

/** The message for the visitor, whatever was thrown. */
export const errorMessage = (error: unknown): string =>
  error instanceof ApiError ? error.message : UNREACHABLE;

/**
 * Follows the state of the local Usermaven. Returns a function that stops it.
 * @param onState is called with every state from now on.
 * @param onLink is called with whether the stream is open; the browser reconnects automatically.
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
