import { createAppHandler } from 'zapier-platform-core';
import type { StepBundle } from '../../sandbox/zapier/lambda.ts';
import type { LogLine } from '../../sandbox/zapier/platform.ts';
import { isObject } from '../../src/lib/json.ts';

/** Why a step failed, as Zapier reads it: the class by which it acts, and what its message holds. */
export interface StepFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly status?: number;
  /** Seconds. */
  readonly delay?: number;
}

/** How a step ended, and everything that left the app on the way. */
export interface Ending {
  /** What the step hands on; undefined when it failed. */
  readonly results: unknown;
  readonly failure: StepFailure | undefined;
  /** What was thrown. */
  readonly error: unknown;
  /** What Zapier's log gets, after Zapier's own scrubbing. */
  readonly logs: readonly LogLine[];
  /** What was printed to the console. */
  readonly printed: string;
}

/** Runs a method such as `creates.track_event.operation.perform` as Zapier does. `event` adds to what the handler gets. */
export type RunStep = (method: string, bundle: StepBundle, event?: object) => Promise<Ending>;

/**
 * After 250 runs, Zapier's handler ends a process of more than 450 MB (zapier-platform-core 19.1.0, memory-checker.js), so that a
 * fresh one takes over. This process is the test's, as large as all test files that ran in it before made it.
 */
const { memoryUsage } = process;
process.memoryUsage = Object.assign(() => ({ ...memoryUsage(), rss: 0 }), { rss: () => 0 });

/** An app in this process, called through its handler, with a store of its own behind `z.cache`. One step at a time. */
export const stepsOf = (app: object): { readonly run: RunStep; readonly cache: Record<string, unknown> } => {
  const handle = createAppHandler(app);
  const cache: Record<string, unknown> = {};
  const run: RunStep = async (method, bundle, event = {}) => {
    const logs: LogLine[] = [];
    const printing = capturePrinted();
    let error: unknown;
    let results: unknown;
    try {
      ({ results } = await handle({
        command: 'execute',
        method,
        // The handler writes into its bundle.
        bundle: structuredClone(bundle),
        zcacheTestObj: cache,
        logToStdout: true,
        detailedLogToStdout: true,
        customLogger: (message: string, data: LogLine['data']) => logs.push({ message, data }),
        ...event,
      }));
    } catch (thrown) {
      error = thrown;
    }
    return {
      results,
      error,
      failure: error === undefined ? undefined : asFailure(error),
      logs,
      printed: printing.stop(),
    };
  };
  return { run, cache };
};

/** Some of Zapier's classes wrap their message in JSON, with what else they carry. */
const asFailure = (error: unknown): StepFailure => {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  try {
    const parsed: unknown = JSON.parse(error.message);
    if (isObject(parsed) && typeof parsed.message === 'string')
      return { ...parsed, name: error.name, message: parsed.message };
  } catch {
    // Plain text: no other part.
  }
  return { name: error.name, message: error.message };
};

const METHODS = ['log', 'info', 'debug', 'warn', 'error'] as const;

/**
 * Keeps what is printed to itself until stopped. Zapier prints through the console and nothing else. The streams behind it are
 * left alone: they are also those of jest's own report.
 */
const capturePrinted = (): { readonly stop: () => string } => {
  const { console: outlet } = globalThis;
  const printed: string[] = [];
  const keep = (...parts: unknown[]): void => {
    printed.push(parts.map(String).join(' '));
  };
  const originals = METHODS.map((name) => [name, outlet[name]] as const);
  for (const name of METHODS) outlet[name] = keep;
  return {
    stop: () => {
      for (const [name, method] of originals) outlet[name] = method;
      return printed.join('\n');
    },
  };
};
