import {
  type Lambda,
  type LambdaOptions,
  type StepBundle,
  StepError,
  startLambda,
} from '../../sandbox/zapier/lambda.ts';

/** What Zapier gives a step before it ends it (Zapier's documentation of limits). */
export const STEP_MILLISECONDS = 30_000;

/** A step that has no result, since its process is gone. The message is for the visitor. */
export class StepLost extends Error {
  override readonly name = 'Error';
}

/** The built app, kept running. */
export interface Connector {
  /**
   * Calls a method of the app, such as `creates.track_event.operation.perform`, and returns its results.
   * Throws {@link StepError} for what the app throws, {@link StepLost} when the process ended or took too long. The
   * next call then gets a new process.
   */
  invoke(method: string, bundle: StepBundle): Promise<unknown>;
  /** The compiled app. */
  definition(): Promise<unknown>;
  /** Kills the process in the middle of what it does. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Options of {@link startConnector}: the platform is given, so that what `z.cache` holds outlives a process. */
export type ConnectorOptions = Required<LambdaOptions> & {
  /** {@link STEP_MILLISECONDS} unless a test is in a hurry. */
  readonly stepMilliseconds?: number;
};

/** Starts a built app. Rejects when it does not start. */
export const startConnector = async (options: ConnectorOptions): Promise<Connector> => {
  const { stepMilliseconds = STEP_MILLISECONDS, ...lambdaOptions } = options;
  let running: Promise<Lambda> | undefined;

  const begin = (): Promise<Lambda> => {
    const starting = startLambda(lambdaOptions);
    const forget = (): void => {
      if (running === starting) running = undefined;
    };
    starting.then(({ ended }) => ended).then(forget, forget);
    return starting;
  };
  const lambda = (): Promise<Lambda> => {
    running ??= begin();
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
        return await current.invoke(method, bundle);
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
      // One that could not start has nothing to stop.
      await (await running?.catch(() => undefined))?.stop();
    },
  };
};

const ENDED =
  "The app's process ended in the middle of this step. Test the step again: the app is started anew.";

const tooLate = (milliseconds: number): string =>
  `The step was not done after ${milliseconds / 1000} seconds, where Zapier ends it.`;
