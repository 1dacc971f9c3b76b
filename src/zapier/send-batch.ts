import type { BatchAction, BatchOutput } from '../actions/action.ts';
import { describeRejected, type PreparedBatch, prepareBatch } from '../events/prepare-batch.ts';
import type { Redact } from '../lib/redact.ts';
import { describeRows, rowsOf, toRanges } from '../lib/row-ranges.ts';
import { formatCount, truncate } from '../lib/text.ts';
import { hashedId } from '../usermaven/ids.ts';
import { StepError, valueOrStop } from './errors.ts';
import { toStepError } from './response-errors.ts';
import { type ChunksSent, type Stop, sendChunks } from './send-chunks.ts';
import { type Perform, step } from './step.ts';
import { TIMING } from './timing.ts';

/**
 * The perform function of an action that sends many events. Every row is checked before anything is sent. A run that gets only
 * part of the way fails and says how far it got; its replay skips what was accepted and uses the same ids for the rest.
 */
export const sendBatch = (action: BatchAction): Perform<BatchOutput> =>
  step(action, async ({ input, credentials, clock, isBuilding, client, replay, redact }) => {
    const makeSeed = async () => (await replay.load()).seed;
    const prepared = await prepareBatch(input, { credentials, clock, makeSeed, redact });
    const batch = valueOrStop(prepared, redact);
    if (batch.onInvalid === 'stop') stopAtRejected(batch);
    const earlier = rowsOf((await replay.load()).accepted);
    const rest = batch.good.filter(({ row }) => !earlier.has(row));
    // Before anything is sent: a run that is killed half-way cannot save the seed of its ids.
    if (batch.usesSeed) await replay.begin();
    const sent = await sendChunks(client, rest);
    const { accepted, stop } = sent;
    if (stop) {
      const all = batch.good.map(({ row }) => row).filter((row) => earlier.has(row) || accepted.has(row));
      const error = stopError(stop, { sent, accepted: all, total: batch.good.length, redact, isBuilding });
      await replay.save({
        accepted: toRanges(all),
        isReplayed: error.outcome.kind !== 'fail' && !isBuilding,
      });
      throw error;
    }
    // The output is made first: if that fails, the state is still there for a replay.
    const output = toOutput(batch, sent, (await replay.load()).seed);
    await replay.clear();
    return output;
  });

const stopAtRejected = ({ good, rejected }: PreparedBatch): void => {
  if (rejected.length === 0) return;
  const total = good.length + rejected.length;
  throw new StepError(
    `${formatCount(rejected.length)} of ${formatCount(total)} events cannot be sent, so nothing was sent.\n${describeRejected(rejected)}`,
    { kind: 'fail', code: 'InvalidEvents' },
  );
};

interface Progress {
  readonly sent: ChunksSent;
  /** The rows that this and earlier runs had accepted. */
  readonly accepted: readonly number[];
  readonly total: number;
  readonly redact: Redact;
  readonly isBuilding: boolean;
}

const stopError = (stop: Stop, { sent, accepted, total, redact, isBuilding }: Progress): StepError => {
  const count = `${formatCount(accepted.length)} of ${formatCount(total)} events were accepted`;
  const progress = accepted.length === 0 ? '' : `${count} and will not be sent again.`;
  if (stop.kind === 'out_of_time') {
    // Another run would not get further either.
    if (sent.accepted.size === 0) {
      return new StepError(`${TOO_SLOW} ${leaveOut(accepted)}`.trim(), { kind: 'fail', code: 'TooManyRows' });
    }
    const next = isBuilding
      ? 'In a live run, Zapier continues automatically.'
      : 'Zapier will continue automatically in a few seconds.';
    return new StepError(`${progress} Time ran out before all events were sent. ${next}`.trim(), {
      kind: 'retry',
      delay: TIMING.continueSeconds,
    });
  }
  return toStepError(stop.response, {
    subject: describeRows(stop.rows),
    redact,
    isBuilding,
    progress: ({ kind }) => {
      if (progress === '' || kind !== 'fail') return progress;
      return `${count}. Replaying this run unchanged sends only the rest. ${leaveOut(accepted)}`;
    },
  });
};

const TOO_SLOW =
  'Preparing this batch took all the time that a step has, so this run sent nothing. Send fewer rows in one step.';

/** If Zapier does not run the batch again, the user has to change it, and a changed batch has other ids. */
const leaveOut = (accepted: readonly number[]): string => {
  const rows = describeRows(accepted).replace(/^R/, 'r');
  return accepted.length === 0
    ? ''
    : `If you change the batch, leave out ${rows}, which have already been accepted, or they may be counted twice.`;
};

const toOutput = (
  { good, rejected, notes }: PreparedBatch,
  { accepted, requests }: ChunksSent,
  seed: string,
): BatchOutput => {
  const ids = good.map(({ id }) => id);
  return {
    // If nothing could be sent, there are no event ids.
    id: hashedId(ids.length > 0 ? ids.join('\n') : seed),
    events_received: good.length + rejected.length,
    events_accepted: good.length,
    events_resumed: good.length - accepted.size,
    events_rejected: rejected.length,
    requests_made: requests,
    rejected: listed(rejected),
    event_ids: listed(ids.map((id) => truncate(id, ID_CHARACTERS))),
    notes: listed(notes),
  };
};

/** Zapier takes outputs of some megabytes, but shows and maps far less: each list is limited to what a person can use. */
const LISTED_ITEMS = 1_000;
const LISTED_BYTES = 300_000;
const ID_CHARACTERS = 200;

/** As many of the first items as a list may have. */
const listed = <T>(items: readonly T[]): T[] => {
  let bytes = 0;
  const end = items.slice(0, LISTED_ITEMS).findIndex((item) => {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    return bytes > LISTED_BYTES;
  });
  return items.slice(0, end < 0 ? LISTED_ITEMS : end);
};
