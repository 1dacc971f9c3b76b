import { type Lambda, startLambda } from '../../sandbox/zapier/lambda.ts';
import { type Platform, startPlatform } from '../../sandbox/zapier/platform.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { CREDENTIALS } from './credentials.ts';
import type { Server } from './server.ts';

/** What one case at a time runs on: a site of the server, a stand-in for Zapier, and processes of the app. */
export interface Lane {
  readonly site: number;
  readonly platform: Platform;
  /** A process of the app, started when it is first asked for. It sends to the site. */
  readonly lambda: (name?: 'first' | 'second') => Promise<Lambda>;
  /** A process of the app that sends elsewhere. Whoever asks for it stops it. */
  readonly lambdaTo: (address: string) => Promise<Lambda>;
  /** Kills a process of the app in the middle of what it does. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Opens a lane for the app in `folder`, an unpacked build. */
export const openLane = async (server: Server, folder: string): Promise<Lane> => {
  const { site, url } = await server.open(CREDENTIALS.apiKey, CREDENTIALS.serverToken);
  const platform = await startPlatform();
  const lambdas = new Map<string, Promise<Lambda>>();
  const lambdaTo = async (address: string) => {
    const lambda = await startLambda({ folder, platform, environment: { [HOST_VARIABLE]: address } });
    // The first call of a process is slower than the others. This one sends nothing.
    await lambda.invoke('creates.send_batch.operation.inputFields', {});
    return lambda;
  };
  return {
    site,
    platform,
    lambdaTo,
    lambda: (name = 'first') => {
      const running = lambdas.get(name) ?? lambdaTo(url);
      lambdas.set(name, running);
      return running;
    },
    kill: async () => {
      const running = await lambdas.get('first');
      lambdas.delete('first');
      running?.kill();
    },
    stop: async () => {
      for (const running of lambdas.values()) await (await running).stop();
      await platform.stop();
    },
  };
};
