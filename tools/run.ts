import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Throws an Error when a command that takes no arguments got some. */
export const checkNoArguments = (command: string, args: readonly string[] = process.argv.slice(2)): void => {
  if (args.length > 0) throw new Error(`${command} takes no arguments, but got ${args.join(' ')}.`);
};

/** Where npm puts the commands of this project's packages, its own Node among them. */
export const BIN = join(ROOT, 'node_modules', '.bin');

/**
 * Runs a command of this project's packages and returns what it prints.
 * @param options the folder to run in (default: the project) and variables beside those of this process.
 * @throws Error with everything that the command printed when it fails.
 */
export const run = (
  command: string,
  args: readonly string[],
  { cwd = ROOT, env = {} }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(join(BIN, command), args, {
      cwd,
      env: { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}`, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (part: Buffer) => (output += part.toString()));
    child.stderr.on('data', (part: Buffer) => (output += part.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${command} ${args.join(' ')} failed:\n${output}`)),
    );
  });
