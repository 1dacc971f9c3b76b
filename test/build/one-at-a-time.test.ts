import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { oneAtATime } from '../../tools/one-at-a-time.ts';

let folder: string;
let lock: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usermaven-lock-'));
  lock = join(folder, 'lock');
});
afterEach(() => rmSync(lock, { force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The number of a process that has ended. */
const gone = async (): Promise<number> => {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
};

test('those that come later wait, each gets what its work returns, and nothing is left', async () => {
  let atWork = 0;
  const work = async (name: string): Promise<string> => {
    atWork += 1;
    expect(atWork).toBe(1);
    expect(readFileSync(lock, 'utf8')).toBe(String(process.pid));
    await sleep(20);
    atWork -= 1;
    return name;
  };
  const names = ['one', 'two', 'three'];
  expect(await Promise.all(names.map((name) => oneAtATime(lock, () => work(name))))).toEqual(names);
  expect(existsSync(lock)).toBe(false);
});

test('work that fails lets the next one in', async () => {
  await expect(oneAtATime(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await oneAtATime(lock, async () => 'yes')).toBe('yes');
});

test('whoever works in another process is waited for', async () => {
  writeFileSync(lock, String(process.ppid));
  let begun = false;
  const waiting = oneAtATime(lock, async () => {
    begun = true;
  });
  await sleep(300);
  expect(begun).toBe(false);
  rmSync(lock);
  await waiting;
  expect(begun).toBe(true);
});

test('what a killed process has left is taken over', async () => {
  writeFileSync(lock, String(await gone()));
  expect(await oneAtATime(lock, async () => 'mine')).toBe('mine');
});

test.each([
  ['whose number another process got', String(process.ppid)],
  ['before it could write its number', ''],
])('so is what one has left %s', async (_when, content) => {
  writeFileSync(lock, content);
  const longAgo = Date.now() / 1000 - 3_600;
  utimesSync(lock, longAgo, longAgo);
  expect(await oneAtATime(lock, async () => 'mine')).toBe('mine');
});

test('a folder that is not there is an error, not a wait', async () => {
  await expect(oneAtATime(join(folder, 'none', 'lock'), async () => 'mine')).rejects.toThrow('ENOENT');
});
