import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMakeFolder } from '../../sandbox/make/folder.ts';
import type { DeployTiming } from '../../tools/make-deploy/client.ts';
import { type Deployment, deploy } from '../../tools/make-deploy/deploy.ts';
import { readApp } from '../../tools/make-deploy/folder.ts';
import type { MakeServer, StoredApp } from './make-server.ts';

/** Waits that a test can wait for, and a try that no busy machine cuts off. */
export const QUICK: DeployTiming = { tries: 3, tryMs: 60_000, backoffMs: 2, maxWaitMs: 3_000 };

/** Stands for the icon: what is in it does not matter to whoever sends it. */
export const ICON = Uint8Array.of(137, 80, 78, 71);

/** What came of a deployment. */
export interface Deployed {
  /** How many steps there were; undefined when it failed. */
  readonly steps: number | undefined;
  /** The message of its failure. */
  readonly problem: string;
  /** The lines that were printed. */
  readonly lines: readonly string[];
}

/** A folder to deploy from, with a file for the names that Make gives, and the means to deploy and clean up. */
export const deployments = (server: () => MakeServer) => {
  const folder = mkdtempSync(join(tmpdir(), 'usermaven-make-'));
  const originFile = join(folder, 'make-origin.json');
  const files = readMakeFolder();

  /** Deploys the app in make/, with files changed. Never throws. */
  const run = async (
    changes: Partial<Deployment> & { files?: Readonly<Record<string, string>> } = {},
  ): Promise<Deployed> => {
    const { url, key } = server();
    const { files: changed = {}, ...others } = changes;
    const lines: string[] = [];
    const deployment: Deployment = {
      settings: { zone: 'eu1', url, key },
      local: readApp(new Map([...files, ...Object.entries(changed)])),
      icon: ICON,
      originFile,
      dryRun: false,
      makePublic: false,
      print: (line) => lines.push(line),
      timing: QUICK,
      ...others,
    };
    try {
      return { steps: await deploy(deployment), problem: '', lines };
    } catch (error) {
      return { steps: undefined, problem: error instanceof Error ? error.message : String(error), lines };
    }
  };

  return {
    files,
    originFile,
    run,
    forget: () => rmSync(originFile, { force: true }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

const trimmed = (sections: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries([...sections].map(([name, text]) => [name, text.trimEnd()]));

/** What Make has of an app, without the names that it made itself: the same for every complete deployment. */
export const contentOf = (app: StoredApp | undefined) => {
  if (!app) return undefined;
  const components = (kind: 'connections' | 'webhooks' | 'modules') =>
    [...app[kind].values()].map(
      ({ metadata: { label, description, crud, typeId, public: shown }, sections }) => ({
        label,
        description,
        crud,
        typeId,
        shown,
        sections: trimmed(sections),
      }),
    );
  const uses = [...app.modules.values()].map(({ metadata: { connection, webhook } }) => ({
    connection: connection === null ? null : [...app.connections.keys()].indexOf(String(connection)),
    webhook: webhook === null ? null : [...app.webhooks.keys()].indexOf(String(webhook)),
  }));
  return {
    general: trimmed(app.sections),
    connections: components('connections'),
    webhooks: components('webhooks'),
    modules: components('modules'),
    uses,
    icon: app.icon?.toString('hex'),
  };
};
