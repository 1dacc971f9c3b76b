import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inspectBuild } from '../../tools/artefact.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const REASONS = { missing: 'There is no build yet', stale: 'The sources have changed since the last build' };

/**
 * Builds the app as Zapier gets it, unless the build that there is comes from these very sources.
 * @param say told what happens, a line at a time.
 * @param signal ends a build half-way; the promise then rejects with its reason.
 * @throws Error with all that the build printed when it fails.
 */
export const ensureBuilt = async (say: (line: string) => void, signal: AbortSignal): Promise<void> => {
  const { kind } = await inspectBuild();
  if (kind === 'current') return;
  say(`${REASONS[kind]}: building the app as Zapier gets it …`);
  const started = Date.now();
  await runBuild(signal);
  say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
};

const runBuild = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    // A group of its own, since the build starts processes too and all of them have to end with it.
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
    // It has just ended by itself.
  }
};
