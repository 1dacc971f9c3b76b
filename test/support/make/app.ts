import { readMakeApp } from '../../../sandbox/make/folder.ts';
import { runningMakeApp } from '../../../sandbox/make/run-app.ts';
import { makeFiles } from '../../../src/make/files.ts';

/** The app as the generator writes it now. That make/ is the same is another test's matter. */
export const APP = readMakeApp(makeFiles());

/** What {@link APP} can do; see `RunningMakeApp`. */
export const { moduleOf, runModule, connect, connectionOf, deliverToUserpilot } = runningMakeApp(APP);
