import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Apps } from './apps.ts';
import type { Ready } from './baseline/work.ts';
import { type BenchServer, startServer, startWorker, type Worker } from './processes.ts';
import type { Size } from './size.ts';
import type { Measure } from './worker.ts';

/** What every measure needs. */
export interface Setting {
  readonly apps: Apps;
  readonly size: Size;
  readonly server: BenchServer;
  /** Starts an app, with what is ready for one that posts it: the bodies that ours sends for a call. */
  start(app: keyof Apps, measure: Measure, ready?: Ready): Promise<Worker>;
}

/** Runs what measures in a setting that is cleared away afterwards. */
export const inSetting = async <T>(
  apps: Apps,
  size: Size,
  run: (setting: Setting) => Promise<T>,
): Promise<T> => {
  const server = startServer();
  const folder = mkdtempSync(join(tmpdir(), 'usermaven-ready-'));
  const workers: Worker[] = [];
  let files = 0;
  try {
    const { url } = await server.order();
    return await run({
      apps,
      size,
      server,
      start: async (app, measure, ready = { bodies: [] }) => {
        files += 1;
        const file = join(folder, `${files}.json`);
        writeFileSync(file, JSON.stringify(ready));
        const worker = await startWorker({ folder: apps[app].folder, serverUrl: url, measure, ready: file });
        workers.push(worker);
        return worker;
      },
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
