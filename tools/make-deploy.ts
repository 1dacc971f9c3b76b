import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeFiles } from '../src/make/files.ts';
import { deploy } from './make-deploy/deploy.ts';
import { DeployError } from './make-deploy/errors.ts';
import { filesOf, readApp } from './make-deploy/folder.ts';
import { HELP, readArguments, readSettings } from './make-deploy/settings.ts';

/**
 * `npm run make:deploy`: deploys the app in make/ to Make. Reads the command line and the environment (settings.ts), the
 * app in make/ (folder.ts), and what Make has of it (find-app.ts, remote.ts); plans what differs (plan.ts) and does it
 * (apply.ts), over Make's API (api.ts, client.ts). The names that Make gives are kept in make-origin.json (origin.ts).
 */

const pathTo = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** What is in make/ was reviewed and committed, so that is what is deployed. */
const currentFiles = (): ReadonlyMap<string, string> => {
  const files = filesOf(pathTo('make'));
  const generated = makeFiles();
  if (files.size !== generated.size || [...generated].some(([path, text]) => files.get(path) !== text)) {
    throw new DeployError(
      'make/ is not what the generator writes. Run npm run generate and review what changes.',
    );
  }
  return files;
};

const main = async (): Promise<void> => {
  const { help, dryRun, makePublic } = readArguments(process.argv.slice(2));
  if (help) {
    console.log(HELP);
    return;
  }
  await deploy({
    settings: readSettings(process.env),
    local: readApp(currentFiles()),
    icon: Uint8Array.from(readFileSync(pathTo('assets/icon-make-512.png'))),
    originFile: pathTo('make-origin.json'),
    dryRun,
    makePublic,
    print: (line) => console.log(line),
  });
};

try {
  await main();
} catch (error) {
  console.error(error instanceof DeployError ? error.message : error);
  process.exitCode = 1;
}
