import type { HttpBindings } from '@hono/node-server';
import type { Sandbox } from '../../sandbox/usermaven/server.ts';
import type { Platform } from '../../sandbox/zapier/platform.ts';
import type { AppDescription, SandboxState } from '../api.ts';
import type { CompiledApp } from './compiled.ts';
import type { Connector } from './connector.ts';
import type { MakeSide } from './make/answer.ts';
import type { Mask } from './mask.ts';
import type { Queue } from './queue.ts';
import type { WeatherSwitch } from './weather.ts';

/** What the routes work on. */
export interface Parts {
  readonly app: CompiledApp;
  readonly description: AppDescription;
  readonly connector: Connector;
  readonly platform: Platform;
  readonly sandbox: Sandbox;
  readonly weather: WeatherSwitch;
  /** Masks the sandbox's own credentials. */
  readonly sandboxMask: Mask;
  readonly state: () => SandboxState;
  readonly makeSide: MakeSide;
  /** Steps of the app run one at a time, so that it is clear which of them made a request. */
  readonly oneAtATime: Queue;
}

/** What Hono knows of a request. */
export interface Environment {
  Bindings: HttpBindings;
}
