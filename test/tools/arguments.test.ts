import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a command that gets a wrong argument prints, and its exit code. */
const rejects = (script: string, arg: string) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, script), arg],
    { cwd: ROOT, encoding: 'utf8' },
  );
  return [status, `${stdout}${stderr}`];
};

test.each([
  ['tools/share.ts', 'npm run share takes no arguments, but got --wrong.'],
  ['tools/make-blueprints.ts', 'npm run make:blueprints takes no arguments, but got --wrong.'],
  ['tools/screenshots.ts', 'npm run screenshots takes no arguments, but got --wrong.'],
  ['proof/faults/faults.ts', 'Unknown option. Use --write, --built or words from the names of scenarios.'],
  [
    'proof/bench/bench.ts',
    'Unknown option. Use --write, --quick, --profile or parts: start, event, hook, batch.',
  ],
])('%s does nothing with an argument that it does not know, and says so', (script, message) => {
  expect(rejects(script, '--wrong')).toEqual([1, `${message}\n`]);
});
