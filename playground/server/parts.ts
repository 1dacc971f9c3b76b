import type { HttpBindings } from '@hono/node-server';
import type { RunningMakeApp } from '../../sandbox/make/run-app.ts';
import type { Sandbox } from '../../sandbox/usermaven/server.ts';
import type { Platform } from '../../sandbox/zapier/platform.ts';
import type { AppDescription, SandboxState } from '../api.ts';
import type { BehaviorControl } from './behavior.ts';
import type { CompiledApp } from './compiled.ts';
import type { Connector } from './connector.ts';
import type { Mask } from './mask.ts';
import type { Queue } from './recording.ts';

/** What the routes work with. */
export interface Parts {
  readonly app: CompiledApp;
  readonly description: AppDescription;
  readonly connector: Connector;
  readonly platform: Platform;
  readonly sandbox: Sandbox;
  readonly behavior: BehaviorControl;
  /** Masks the sandbox's own credentials. */
  readonly sandboxMask: Mask;
  readonly state: () => SandboxState;
  readonly makeApp: RunningMakeApp;
  /** Steps of the app run one at a time, so that each request can be attributed to its step. */
  readonly oneAtATime: Queue;
}

/** What Hono knows of a request. */
export interface Environment {
  Bindings: HttpBindings;
}
