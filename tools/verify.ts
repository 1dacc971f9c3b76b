import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { run } from './run.ts';
import { VerifyError } from './verify/errors.ts';
import { helpOf, readOptions } from './verify/options.ts';
import { terminalPrompts, writeTo } from './verify/prompts.ts';
import { SERVICES } from './verify/services.ts';
import { verify } from './verify/verify.ts';

/**
 * `npm run verify`: checks the rows of proof/assumptions.ts that a command can check against the real services. Each service is an
 * entry of services.ts and yields findings; verify.ts runs it, writes the report and offers to update the rows.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The environment, with `.env` of the folder below it. */
const variables = (): NodeJS.ProcessEnv => ({
  ...(existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}),
  ...process.env,
});

const regenerate = async (): Promise<void> => {
  await run('biome', ['check', '--write', join('proof', 'assumptions.ts')]);
  console.log(await run('node', ['--disable-warning=ExperimentalWarning', 'tools/generate.ts']));
};

const main = async (): Promise<boolean> => {
  const { service, ...options } = readOptions(process.argv.slice(2), SERVICES);
  if (service === undefined) {
    console.log(helpOf(SERVICES));
    return true;
  }
  const interrupt = new AbortController();
  process.once('SIGINT', () => {
    console.log('\nEnding. Press Ctrl-C again to stop at once, without deleting what the run made.');
    interrupt.abort();
  });
  const prompts = terminalPrompts(process.stdin, writeTo(process.stdout));
  try {
    return await verify({
      options: { ...options, service },
      variables: variables(),
      root: ROOT,
      prompts,
      print: (text) => console.log(text),
      regenerate,
      signal: interrupt.signal,
    });
  } finally {
    prompts.close();
  }
};

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof VerifyError ? error.message : error);
  process.exitCode = 1;
}
