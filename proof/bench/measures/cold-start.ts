import { type Figure, inTurns, ratioOf } from '../figures.ts';
import { coldStart } from '../processes.ts';
import type { Setting } from '../setting.ts';

const EMPTY = 'an empty app';

/** What starting our build costs in a process of its own, and how large it is. */
export const coldStartFigures = async ({ apps, size }: Setting): Promise<Figure[]> => {
  const start = (folder: string) => async () => [await coldStart(folder)];
  const turns = await inTurns(size.coldStarts, start(apps.ours.folder), start(apps.empty.folder));
  const zips = [{ ours: [apps.ours.zipBytes], baseline: [apps.empty.zipBytes] }];
  const partOf = (part: 'importMs' | 'processMs') =>
    turns.map(({ ours, baseline }) => ({
      ours: ours.map((start) => start[part]),
      baseline: baseline.map((start) => start[part]),
    }));
  return [
    ratioOf(
      {
        key: 'cold_start',
        what: 'Cold start: import of the build',
        against: EMPTY,
        unit: 'ms',
        target: 1.05,
      },
      partOf('importMs'),
    ),
    ratioOf(
      {
        key: 'cold_process',
        what: 'Cold start: the whole process',
        against: EMPTY,
        unit: 'ms',
        target: 1.05,
      },
      partOf('processMs'),
    ),
    ratioOf(
      { key: 'zip_size', what: 'Size of build.zip', against: EMPTY, unit: 'bytes', target: 1.05 },
      zips,
    ),
  ];
};
