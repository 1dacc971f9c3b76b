import {
  type Lambda,
  type LambdaOptions,
  type StepBundle,
  StepError,
  startLambda,
} from '../../sandbox/zapier/lambda.ts';
import type { Json } from '../../src/lib/json.ts';

/** The time after which Zapier ends a step (Zapier's documentation of limits). */
const STEP_MILLISECONDS = 30_000;

/** A step without a result because its process has ended. The message is for the visitor. */
export class StepLost extends Error {
  override readonly name = 'Error';
}

/** The built app in a process of its own, which is restarted when it ends. */
export interface Connector {
  /**
   * Calls a method of the app, such as `creates.KEY.operation.perform`, and returns its result. Throws {@link StepError}
   * if the app throws, {@link StepLost} if the process ends or takes too long; the next call then starts a new process.
   */
  invoke(method: string, bundle: StepBundle): Promise<Json>;
  /** The compiled app. */
  definition(): Promise<unknown>;
  /** Kills the process, whatever it is doing. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Options of {@link startConnector}. The platform is passed in so that `z.cache` outlives a process. */
type ConnectorOptions = Required<Omit<LambdaOptions, 'clockAheadMs'>> & {
  /** The time after which a step is ended; Zapier's limit by default. */
  readonly stepMilliseconds?: number;
};

/** Starts a built app. Rejects if it does not start. */
export const startConnector = async (options: ConnectorOptions): Promise<Connector> => {
  const { stepMilliseconds = STEP_MILLISECONDS, ...lambdaOptions } = options;
  let running: Promise<Lambda> | undefined;

  const start = (): Promise<Lambda> => {
    const starting = startLambda(lambdaOptions);
    const reset = (): void => {
      if (running === starting) running = undefined;
    };
    starting.then(({ ended }) => ended).then(reset, reset);
    return starting;
  };
  const lambda = (): Promise<Lambda> => {
    running ??= start();
    return running;
  };

  await lambda();
  return {
    invoke: async (method, bundle) => {
      const current = await lambda();
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        current.kill();
      }, stepMilliseconds);
      try {
        // The process returns its result as JSON.
        return ((await current.invoke(method, bundle)) ?? null) as Json;
      } catch (error) {
        if (error instanceof StepError) throw error;
        throw new StepLost(late ? tooLate(stepMilliseconds) : ENDED);
      } finally {
        clearTimeout(timer);
      }
    },
    definition: async () => (await lambda()).definition(),
    kill: async () => {
      const current = await running;
      current?.kill();
      await current?.ended;
    },
    stop: async () => {
      // If it could not start, there is nothing to stop.
      await (await running?.catch(() => undefined))?.stop();
    },
  };
};

const ENDED =
  "The app's process ended during this step. Test the step again: the app restarts automatically.";

const tooLate = (milliseconds: number): string =>
  `The step was not finished after ${milliseconds / 1000} seconds, the time after which Zapier ends it.`;
