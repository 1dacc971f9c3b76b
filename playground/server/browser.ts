import { spawn } from 'node:child_process';

/** What opens an address, by platform. */
const OPENERS: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};
const ELSEWHERE = ['xdg-open'] as const;

/** Opens an address in the browser. Where that does not work nothing happens: the address has been printed. */
export const openBrowser = (url: string): void => {
  const [command, ...args] = OPENERS[process.platform] ?? ELSEWHERE;
  const child = spawn(command, [...args, url], { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined);
  child.unref();
};

/** Whether somebody is there to look at a browser. */
export const somebodyLooks = (): boolean => process.stdout.isTTY === true && !process.env.CI;
