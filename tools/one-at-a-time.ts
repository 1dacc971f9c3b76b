import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A build takes seconds. Whoever holds a lock for longer than this has been killed, and another process got its number. */
const LONGEST_MS = 120_000;

const isCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, and belongs to somebody else.
    return isCode(error, 'EPERM');
  }
};

/** Whether the lock was left behind by a process that was killed. */
const isLeft = async (lock: string): Promise<boolean> => {
  try {
    const [pid, { mtimeMs }] = await Promise.all([readFile(lock, 'utf8'), stat(lock)]);
    // Between its making and its writing it is blank.
    return Date.now() - mtimeMs > LONGEST_MS || (pid !== '' && !isRunning(Number(pid)));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
};

const take = async (lock: string): Promise<boolean> => {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
    if (await isLeft(lock)) await rm(lock, { force: true });
    return false;
  }
};

/**
 * Does a piece of work that writes files while no other process does the same: those that come later wait. `lock` is the
 * path of a file that is there for as long as somebody works.
 */
export const oneAtATime = async <T>(lock: string, work: () => Promise<T>): Promise<T> => {
  while (!(await take(lock))) await sleep(50);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
};
