import type { Sandbox, SandboxRequest, StoredEvent } from '../../sandbox/usermaven/server.ts';
import type { LogLine, Platform } from '../../sandbox/zapier/platform.ts';
import type { MadeRequest } from '../api.ts';
import { parseJson } from '../json.ts';
import type { Mask } from './mask.ts';

/** Runs tasks one after the other, in order of arrival. Returns what the task returns, or throws what it throws. */
export type Queue = <Result>(task: () => Promise<Result>) => Promise<Result>;

/** Creates an empty queue. A task that fails does not stop the ones behind it. */
export const createQueue = (): Queue => {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  };
};

/** What came of a step's events in Usermaven. */
export interface RecordedEvents {
  /** What was stored, in order. */
  readonly stored: readonly StoredEvent[];
  /** How many events were accepted and then thrown away. */
  readonly dropped: number;
  /** How many of these because they had been stored before. */
  readonly duplicates: number;
}

/** What a step did while it ran. Nothing in it is masked. */
interface Recording<Result> extends RecordedEvents {
  readonly outcome:
    | { readonly ok: true; readonly value: Result }
    | { readonly ok: false; readonly error: unknown };
  readonly requests: readonly SandboxRequest[];
  readonly logs: readonly LogLine[];
  readonly milliseconds: number;
}

/**
 * Runs a step and records its requests to Usermaven, what came of them there, and its logs. Only one step may run at a
 * time: everything that happens in the meantime is attributed to it.
 */
export const record = async <Result>(
  { sandbox, platform }: { readonly sandbox: Sandbox; readonly platform: Platform },
  step: () => Promise<Result>,
): Promise<Recording<Result>> => {
  const requests: SandboxRequest[] = [];
  const stored: StoredEvent[] = [];
  let dropped = 0;
  const duplicatesBefore = sandbox.store.duplicates;
  const stopRequests = sandbox.watch((change) => {
    if (change.kind === 'arrived') requests.push(change.request);
  });
  const stopEvents = sandbox.store.subscribe((change) => {
    if (change.kind === 'stored') stored.push(change.event);
    if (change.kind === 'dropped') dropped += 1;
  });
  platform.logs.length = 0;
  const started = performance.now();
  const outcome = await step().then(
    (value) => ({ ok: true as const, value }),
    (error: unknown) => ({ ok: false as const, error }),
  );
  stopRequests();
  stopEvents();
  return {
    outcome,
    requests,
    stored,
    dropped,
    duplicates: sandbox.store.duplicates - duplicatesBefore,
    logs: [...platform.logs],
    milliseconds: Math.round(performance.now() - started),
  };
};

/** How many events of a batch are shown. */
export const EVENTS_SHOWN = 3;

/** A request as the page shows it, secrets masked. */
export const madeRequest = (request: SandboxRequest, mask: Mask): MadeRequest => {
  const { method, url, headers, body, bodyBytes, events, status, response, milliseconds, time } = request;
  const parsed = parseJson(body) ?? null;
  return {
    method,
    url: mask.text(url),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, mask.text(value)])),
    body: mask.json(Array.isArray(parsed) ? parsed.slice(0, EVENTS_SHOWN) : parsed),
    bytes: bodyBytes,
    events,
    status,
    response: mask.text(response),
    milliseconds: milliseconds ?? Date.now() - time,
  };
};

/** What the app itself logged. Zapier's own log of an error is left out: it repeats the error, with a stack trace. */
export const loggedLines = (logs: readonly LogLine[], mask: Mask): string[] =>
  logs.filter(({ data }) => data.log_type !== 'error').map(({ message }) => mask.text(message.trim()));
