import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inspectBuild } from '../../tools/artefact.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const REASONS = { missing: 'There is no build yet', stale: 'The sources have changed since the last build' };

/**
 * Builds the app as it is uploaded to Zapier, unless there is a build of the current sources.
 * @param say is called with progress, one line at a time.
 * @param signal cancels the build; the promise then rejects with its reason.
 * @throws Error with the output of the build if it fails.
 */
export const ensureBuilt = async (say: (line: string) => void, signal: AbortSignal): Promise<void> => {
  const { kind } = await inspectBuild();
  if (kind === 'current') return;
  say(`${REASONS[kind]}: building the app for Zapier …`);
  const started = Date.now();
  await runBuild(signal);
  say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
};

const runBuild = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    // A process group of its own, so that the processes that the build starts end with it.
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'tools/build.ts'], {
      cwd: ROOT,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => (output += part.toString()));
    const end = (): void => {
      if (child.pid !== undefined) endGroup(child.pid);
      reject(signal.reason);
    };
    signal.addEventListener('abort', end, { once: true });
    child.on('error', reject);
    child.on('close', (code) => {
      signal.removeEventListener('abort', end);
      if (code === 0) resolve();
      else reject(new Error(`The app cannot be built:\n${output.trim()}`));
    });
  });

const endGroup = (pid: number): void => {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid);
  } catch {
    // It has already ended.
  }
};
