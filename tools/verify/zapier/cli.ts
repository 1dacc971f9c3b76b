import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { BIN } from '../../run.ts';
import type { Variables } from '../service.ts';

/** What came of a command. */
export interface CliRun {
  /** Null: it did not end in its time, and was ended. */
  readonly code: number | null;
  readonly stdout: string;
  /** What it says of a failure, on one line, with whatever Zapier's server said in it. */
  readonly failure: string;
}

/** Runs commands in the folder of the app. */
export interface Cli {
  /** A command of the Zapier CLI. */
  readonly zapier: (args: readonly string[]) => Promise<CliRun>;
  /** A file of ours that uses the CLI's own client, so that no deploy key passes through this process. */
  readonly script: (file: string) => Promise<CliRun>;
}

/** Commands that take longer than `timeoutMs` are ended. `root` has the app's package.json, `.zapierapprc` and `dist/`. */
export const createCli = (root: string, variables: Variables, timeoutMs: number): Cli => {
  const env: NodeJS.ProcessEnv = {
    ...variables,
    PATH: `${BIN}${delimiter}${variables.PATH ?? ''}`,
    NO_COLOR: '1',
  };
  const start = (command: string, args: readonly string[]): Promise<CliRun> =>
    new Promise((resolve) => {
      const child = spawn(join(BIN, command), args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
      const output = { stdout: '', stderr: '' };
      child.stdout.on('data', (part: Buffer) => (output.stdout += part.toString()));
      child.stderr.on('data', (part: Buffer) => (output.stderr += part.toString()));
      const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
      const end = (code: number | null, more = ''): void => {
        clearTimeout(timer);
        const failure = failureIn(`${output.stderr}${more}` || output.stdout);
        resolve({ code, stdout: output.stdout, failure });
      };
      child.on('error', () => end(1, `The command ${command} cannot be started.`));
      child.on('close', (code) => end(code));
    });
  return {
    zapier: (args) => start('zapier-platform', args),
    script: (file) => start('node', [file]),
  };
};

/** What of the CLI's output says why: it writes a line for each thing that it begins, breaks lines, and ends with a hint. */
const failureIn = (output: string): string =>
  stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.replace(/^\s*›\s*/, '').trim())
    .filter((line) => line !== '' && !/^- |^Invoking |^re-run this command/.test(line))
    .join(' ')
    .replace(/^Error:\s*/, '');
