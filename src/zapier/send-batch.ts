import type { Bundle, ZObject } from 'zapier-platform-core';
import { type BatchOutput, SEND_BATCH } from '../actions/send-batch.ts';
import { buildBatch } from '../events/batch.ts';
import { type PreparedBatch, prepareBatch, rejectedInWords } from '../events/prepare.ts';
import { withoutSecrets } from '../lib/redact.ts';
import { isInRanges, rowsInWords, toRanges } from '../lib/row-ranges.ts';
import { withCommas } from '../lib/text.ts';
import { hashedId, randomId } from '../usermaven/ids.ts';
import { senderOf } from './client.ts';
import { Failure, guarded } from './errors.ts';
import { memoryOf, type Unfinished } from './replay-store.ts';
import { type ChunksSent, sendChunks } from './send-chunks.ts';
import { clockOf, credentialsOf, secretsOf } from './step.ts';
import { failureOf } from './step-errors.ts';

/** Seconds after which a batch that only ran out of time goes on. */
const GO_ON_SECONDS = 5;

/**
 * The perform function of Send Batch. Every row is decided before the first byte leaves. A run that got only part of
 * the way fails with how far it got; its replay skips what was accepted and re-uses the ids of the rest.
 */
export const sendBatch = (z: ZObject, bundle: Bundle): Promise<BatchOutput> =>
  guarded(z, bundle, async () => {
    const credentials = credentialsOf(bundle);
    const sender = senderOf(z, bundle, credentials);
    const plan = { apiKey: credentials.apiKey, reserved: SEND_BATCH.reserved };
    const batch = buildBatch(bundle.inputData, plan, clockOf(bundle));
    const memory = memoryOf(z, bundle, SEND_BATCH.key, credentials, SEND_BATCH.fields);
    const earlier = await memory.recall();
    const run: Unfinished = earlier ?? { seed: randomId(), accepted: [] };
    const prepared = prepareBatch(batch, run.seed);
    if (batch.onInvalid === 'stop') stopAtRejected(prepared);
    const rest = prepared.good.filter(({ row }) => !isInRanges(row, run.accepted));
    // Before the first byte: a run that is killed half-way leaves no chance to remember its ids.
    if (prepared.usesSeed && !earlier && rest.length > 0) await memory.remember(run);
    const sent = await sendChunks({ ...sender, unlogged: true }, rest);
    if (sent.stopped || sent.outOfTime) {
      const left = new Set(rest.map(({ row }) => row)).difference(new Set(sent.accepted));
      const accepted = prepared.good.map(({ row }) => row).filter((row) => !left.has(row));
      await memory.remember({ seed: run.seed, accepted: toRanges(accepted) });
      throw failureOfBatch(sent, accepted, prepared.good.length);
    }
    if (earlier || prepared.usesSeed) await memory.forget();
    return outputOf(withoutSecretsIn(prepared, secretsOf(bundle)), sent);
  });

const stopAtRejected = ({ good, rejected }: PreparedBatch): void => {
  if (rejected.length === 0) return;
  const all = good.length + rejected.length;
  throw new Failure(
    `${withCommas(rejected.length)} of ${withCommas(all)} events cannot be sent, so none was sent.\n${rejectedInWords(rejected)}`,
    { kind: 'error', code: 'InvalidEvents' },
  );
};

const failureOfBatch = ({ stopped }: ChunksSent, accepted: readonly number[], all: number): Failure => {
  const [some, every] = [withCommas(accepted.length), withCommas(all)];
  const far =
    accepted.length === 0 ? '' : `${some} of ${every} events were accepted and will not be sent again.`;
  if (stopped) {
    return failureOf(stopped.answer, rowsInWords(stopped.rows), ({ kind }) => {
      if (far === '' || kind !== 'error') return far;
      // Nothing goes on by itself: the user has to change something, and a changed batch is another one with other ids.
      const rows = rowsInWords(accepted).replace(/^R/, 'r');
      return `${some} of ${every} events were accepted. A replay of this run as it is sends only the others. If you change the batch, leave out ${rows}, or they may count twice.`;
    });
  }
  return new Failure(
    `${far} There was no time for the rest. Zapier goes on by itself in a few seconds.`.trim(),
    {
      kind: 'later',
      delay: GO_ON_SECONDS,
    },
  );
};

/** The reasons may quote what the user mapped, and that may hold a secret. */
const withoutSecretsIn = ({ rejected, ...rest }: PreparedBatch, forms: readonly string[]): PreparedBatch => ({
  ...rest,
  rejected: rejected.map((item) => ({
    ...item,
    event_name: item.event_name === null ? null : withoutSecrets(item.event_name, forms),
    reason: withoutSecrets(item.reason, forms),
  })),
});

const outputOf = ({ good, rejected }: PreparedBatch, { requests }: ChunksSent): BatchOutput => {
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
