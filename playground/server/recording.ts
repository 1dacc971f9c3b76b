import type { Sandbox, SandboxRequest } from '../../sandbox/usermaven/server.ts';
import type { LogLine, Platform } from '../../sandbox/zapier/platform.ts';
import type { MadeRequest } from '../api.ts';
import { parseJson } from './json.ts';
import type { Mask } from './mask.ts';

/** What a step did while it ran. Nothing in it is masked. */
export interface Recording<Result> {
  readonly outcome:
    | { readonly ok: true; readonly value: Result }
    | { readonly ok: false; readonly error: unknown };
  readonly requests: readonly SandboxRequest[];
  readonly logs: readonly LogLine[];
  readonly milliseconds: number;
}

/**
 * Runs a step and records what it asks of Usermaven and what it logs. One at a time: whatever is asked or logged
 * meanwhile is taken for the step's.
 */
export const record = async <Result>(
  { sandbox, platform }: { readonly sandbox: Sandbox; readonly platform: Platform },
  step: () => Promise<Result>,
): Promise<Recording<Result>> => {
  const requests: SandboxRequest[] = [];
  const stop = sandbox.watch((change) => {
    if (change.kind === 'arrived') requests.push(change.request);
  });
  platform.logs.length = 0;
  const started = performance.now();
  const outcome = await step().then(
    (value) => ({ ok: true as const, value }),
    (error: unknown) => ({ ok: false as const, error }),
  );
  stop();
  return {
    outcome,
    requests,
    logs: [...platform.logs],
    milliseconds: Math.round(performance.now() - started),
  };
};

/** A body with more events than this is a large batch, of which the first ones stand for all. */
export const EVENTS_SHOWN = 3;

/** A request as the page shows it. */
export const madeRequest = (request: SandboxRequest, mask: Mask): MadeRequest => {
  const { method, url, headers, body, bodyBytes, events, status, response, milliseconds, time } = request;
  const parsed = parseJson(body);
  return {
    method,
    url: mask.text(url),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, mask.text(value)])),
    body: mask.json(Array.isArray(parsed) ? parsed.slice(0, EVENTS_SHOWN) : parsed),
    bytes: bodyBytes,
    events,
    status,
    answer: mask.text(response),
    milliseconds: milliseconds ?? Date.now() - time,
  };
};

/** What the app itself logged. What Zapier logs of an error is left out: it is the error again, with a stack. */
export const loggedLines = (logs: readonly LogLine[], mask: Mask): string[] =>
  logs.filter(({ data }) => data.log_type !== 'error').map(({ message }) => mask.text(message.trim()));
