import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLE } from '../../tools/bundle.ts';
import { type BuiltApp, bundle } from './apps.ts';
import { startServer, startWorker } from './processes.ts';
import { BATCH } from './workload.ts';

/** The part of a `.cpuprofile` of V8 that is read. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** The node that ran, and microseconds since the sample before. */
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const WARM_UPS = 3;
const BATCHES = 10;

/** Where the time of a batch goes: milliseconds of the processor for one batch by source file, package or part of Node. */
export const profileBatch = async (app: BuiltApp): Promise<Map<string, number>> => {
  const file = join(app.folder, BUNDLE.outfile);
  // Not minified, so that it says from which file each part is.
  await bundle('index.ts', file, { minify: false, minifySyntax: false });
  const folder = mkdtempSync(join(tmpdir(), 'usermaven-profile-'));
  const server = await startServer();
  try {
    const flags = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=200'];
    const worker = await startWorker(app.folder, server.url, { flags });
    await worker.run(BATCH, WARM_UPS + BATCHES);
    await worker.stop();
    const [name = ''] = readdirSync(folder);
    const profile: CpuProfile = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    return timesOf(profile, readFileSync(file, 'utf8').split('\n'));
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const timesOf = (
  { nodes, samples, timeDeltas }: CpuProfile,
  lines: readonly string[],
): Map<string, number> => {
  const sourceOf = ({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string => {
    // esbuild puts the name of each source file before its code.
    if (url.endsWith(BUNDLE.outfile))
      return (
        lines
          .slice(0, lineNumber + 1)
          .findLast((line) => /^\/\/ \S+\.[tj]s$/.test(line))
          ?.slice(3) ?? url
      );
    return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? (url || functionName);
  };
  const sources = new Map(nodes.map(({ id, callFrame }) => [id, sourceOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const source = sources.get(id) ?? '';
    const milliseconds = (timeDeltas[index] ?? 0) / 1_000 / (WARM_UPS + BATCHES);
    if (source !== '(idle)') times.set(source, (times.get(source) ?? 0) + milliseconds);
  }
  return new Map([...times].sort(([, one], [, other]) => other - one));
};
