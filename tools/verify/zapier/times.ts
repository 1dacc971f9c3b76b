import { TRACK_EVENT } from '../../../src/actions/track-event.ts';
import { isObject } from '../../../src/lib/json.ts';
import type { Finding, Verdict } from '../finding.ts';
import type { Answer } from '../prompts.ts';
import type { VerifyContext } from '../service.ts';
import { type RunStep, type StepResult, verdictOn } from './steps.ts';

const WITH_MILLISECONDS = '2026-01-31T09:30:00.123Z';
const WITHOUT_ZONE = '2026-01-31 09:30:00';

/** How many events {@link checkTimes} sends. */
export const TIME_EVENTS = 2;

/** What a person says of the time of the account. */
const ANSWERS: Readonly<Record<Answer, readonly [Verdict, string]>> = {
  yes: ['confirmed', 'which is the time of the account'],
  no: ['refuted', 'which is not the time of the account'],
  'cannot tell': ['unclear', 'which may be the time of the account'],
  skip: ['skipped', 'which nobody compared with the time of the account'],
};

/** What becomes of times on their way to the step: one with milliseconds, and one that takes the zone of the account. */
export async function* checkTimes(
  runStep: RunStep,
  { mark, prompts, clean }: Pick<VerifyContext, 'mark' | 'prompts' | 'clean'>,
): AsyncGenerator<Finding> {
  const send = async (occurred_at: string): Promise<SeenTime> => {
    const input = { event_name: `Verify ${mark}`, user_id: `${mark}-zapier`, occurred_at };
    return seenTime(await runStep(`an event at ${occurred_at}`, TRACK_EVENT.key, input, 1), clean);
  };

  const exact = await send(WITH_MILLISECONDS);
  const isKept = exact.time === Date.parse(WITH_MILLISECONDS);
  yield {
    row: 'zapier-dates',
    verdict: isKept ? 'confirmed' : exact.otherwise,
    observed: `${WITH_MILLISECONDS} ${exact.said}.`,
  };

  const zoned = await send(WITHOUT_ZONE);
  const row = 'account-time-zone';
  const observed = `${WITHOUT_ZONE} without a zone ${zoned.said}`;
  if (zoned.time === undefined) {
    yield { row, verdict: zoned.otherwise, observed: `${observed}.` };
    return;
  }
  const text = `\n${observed}. Is that ${WITHOUT_ZONE} in the time zone of your Zapier account?`;
  const [verdict, so] = ANSWERS[await prompts.ask({ id: row, text })];
  yield { row, verdict, observed: `${observed}, ${so}.` };
}

/** The time in an output. */
interface SeenTime {
  /** As the rest of a sentence that begins with what was sent. */
  readonly said: string;
  /** UTC milliseconds; undefined if there is none. */
  readonly time: number | undefined;
  /** The verdict if that is not the time that was expected. */
  readonly otherwise: Verdict;
}

const seenTime = (result: StepResult, clean: VerifyContext['clean']): SeenTime => {
  if ('failure' in result) {
    return { said: `failed: ${result.failure}`, time: undefined, otherwise: verdictOn(result) };
  }
  const value = isObject(result.output) ? result.output.occurred_at : undefined;
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  const said = `became ${clean(String(value))}`;
  return { said, time: Number.isNaN(time) ? undefined : time, otherwise: 'refuted' };
};
