import type { BatchAction, BatchOutput } from '../actions/action.ts';
import { describeRejected, type PreparedBatch, prepareBatch } from '../events/prepare.ts';
import type { Redact } from '../lib/redact.ts';
import { describeRows, rowsOf, toRanges } from '../lib/row-ranges.ts';
import { formatCount } from '../lib/text.ts';
import { hashedId } from '../usermaven/ids.ts';
import { StepError, valueOrHalt } from './errors.ts';
import { toStepError } from './response-errors.ts';
import { type Stop, sendChunks } from './send-chunks.ts';
import { type Perform, step } from './step.ts';
import { TIMING } from './timing.ts';

/**
 * The perform function of an action that sends many events. Every row is decided before the first byte leaves. A run that got
 * only part of the way fails with how far it got; its replay skips what was accepted and uses the same ids for the rest.
 */
export const sendBatch = (action: BatchAction): Perform<BatchOutput> =>
  step(action, async ({ input, credentials, clock, client, replay, redact }) => {
    const makeSeed = async () => (await replay.load()).seed;
    const prepared = await prepareBatch(input, { apiKey: credentials.apiKey, clock, makeSeed, redact });
    const batch = valueOrHalt(prepared, redact);
    if (batch.onInvalid === 'stop') stopAtRejected(batch);
    const run = await replay.load();
    const earlier = rowsOf(run.accepted);
    const rest = batch.good.filter(({ row }) => !earlier.has(row));
    // Before the first byte: a run that is killed half-way has no chance to keep the seed of its ids.
    if (batch.usesSeed && !run.isReplay && rest.length > 0) await replay.save();
    const { accepted, requests, stop } = await sendChunks(client, rest);
    if (stop) {
      const all = batch.good.map(({ row }) => row).filter((row) => earlier.has(row) || accepted.has(row));
      await replay.save(toRanges(all));
      throw stopError(stop, { accepted: all, total: batch.good.length, redact });
    }
    await replay.clear();
    return toOutput(batch, requests);
  });

const stopAtRejected = ({ good, rejected }: PreparedBatch): void => {
  if (rejected.length === 0) return;
  const total = good.length + rejected.length;
  throw new StepError(
    `${formatCount(rejected.length)} of ${formatCount(total)} events cannot be sent, so nothing was sent.\n${describeRejected(rejected)}`,
    { kind: 'fail', code: 'InvalidEvents' },
  );
};

const stopError = (
  stop: Stop,
  { accepted, total, redact }: { accepted: readonly number[]; total: number; redact: Redact },
): StepError => {
  const count = `${formatCount(accepted.length)} of ${formatCount(total)} events were accepted`;
  const progress = accepted.length === 0 ? '' : `${count} and will not be sent again.`;
  if (stop.kind === 'out_of_time') {
    return new StepError(
      `${progress} Time ran out before all events were sent. Zapier will continue automatically in a few seconds.`.trim(),
      { kind: 'retry', delay: TIMING.continueSeconds },
    );
  }
  return toStepError(stop.response, {
    subject: describeRows(stop.rows),
    redact,
    progress: ({ kind }) => {
      if (progress === '' || kind !== 'fail') return progress;
      // Zapier does not run it again: the user has to change something, and a changed batch is another one with other ids.
      const rows = describeRows(accepted).replace(/^R/, 'r');
      return `${count}. Replaying this run unchanged sends only the others. If you change the batch, leave out ${rows}, or they may be counted twice.`;
    },
  });
};

const toOutput = ({ good, rejected }: PreparedBatch, requests: number): BatchOutput => {
  const ids = good.map(({ id }) => id);
  return {
    id: hashedId(ids.join('\n')),
    events_received: good.length + rejected.length,
    events_accepted: good.length,
    events_rejected: rejected.length,
    requests_made: requests,
    rejected: [...rejected],
    event_ids: ids,
  };
};
