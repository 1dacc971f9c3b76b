import type { HttpBindings } from '@hono/node-server';
import type { RunningMakeApp } from '../../sandbox/make/run-app.ts';
import type { Sandbox } from '../../sandbox/usermaven/server.ts';
import type { Platform } from '../../sandbox/zapier/platform.ts';
import type { AppDescription, Example, SandboxState } from '../api.ts';
import type { BehaviorControl } from './behavior.ts';
import type { CompiledApp } from './compiled.ts';
import type { Connector } from './connector.ts';
import type { Mask } from './mask.ts';
import type { Queue } from './recording.ts';

/** What a step of the app runs with. */
export interface StepParts {
  readonly app: CompiledApp;
  readonly connector: Connector;
  readonly platform: Platform;
  readonly sandbox: Sandbox;
  /** Steps of the app run one at a time, so that each request can be attributed to its step. */
  readonly oneAtATime: Queue;
  /** Masks the sandbox's own credentials. */
  readonly sandboxMask: Mask;
  readonly makeApp: RunningMakeApp;
}

/** What the routes work with. */
export interface Parts extends StepParts {
  readonly description: Omit<AppDescription, 'example'>;
  /** The example as long as it is in the local Usermaven. */
  readonly example: () => Example | null;
  readonly behavior: BehaviorControl;
  readonly state: () => SandboxState;
}

/** What Hono knows of a request. */
export interface Environment {
  Bindings: HttpBindings;
}
