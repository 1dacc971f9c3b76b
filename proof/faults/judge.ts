import { unclear } from './messages.ts';
import type { Case, Outcome } from './run-case.ts';

/** What every case is held to. */
export const TARGETS = {
  /** No run takes longer, seconds. Zapier stops a step after 30. */
  mostSeconds: 25,
} as const;

/** What a case falls short of, a sentence each; empty when it falls short of nothing. */
export const missesOf = ({ scenario, spell, workload }: Case, outcome: Outcome): string[] => {
  const { runs, lost, doubled, secrets, strayed } = outcome;
  const [first] = runs;
  const ends = scenario.ends(spell, workload.size);
  const delivered = runs.some((run) => run.end === 'accepted');
  return [
    ...(first && ends.includes(first.end)
      ? []
      : [`The first run ends as ${first?.end}, not as ${ends.join(' or ')}: ${first?.message}`]),
    ...(delivered ? [] : [`No replay went through: ${runs.at(-1)?.message}`]),
    ...(lost > 0 ? [`${lost} lost`] : []),
    ...(doubled > 0 && scenario.limit === undefined ? [`${doubled} doubled`] : []),
    ...(secrets > 0 ? [`${secrets} secrets found`] : []),
    ...(strayed > 0 ? [`${strayed} requests went to another host`] : []),
    ...runs.flatMap(({ seconds, message, delay, end: ended }) => [
      ...(seconds > TARGETS.mostSeconds ? [`A run took ${seconds.toFixed(1)} s`] : []),
      ...(message === null
        ? []
        : unclear(message).map((why) => `The message is not clear, ${why}: ${message}`)),
      ...(ended === 'later' && !isDelay(delay) ? [`Zapier is told to wait ${delay} s`] : []),
    ]),
    ...(scenario.says === undefined || first?.message == null || saysOneOf(first.message, scenario.says)
      ? []
      : [`The message says something else: ${first.message}`]),
    ...(scenario.delay === undefined || first?.delay === undefined || isIn(first.delay, scenario.delay)
      ? []
      : [`Zapier is told to wait ${first.delay} s, not ${scenario.delay.join(' to ')} s`]),
  ];
};

const saysOneOf = (message: string, wanted: readonly string[]): boolean =>
  wanted.some((words) => message.includes(words));

const isIn = (value: number, [least, most]: readonly [number, number]): boolean =>
  value >= least && value <= most;

/** What Zapier takes for a delay. */
const isDelay = (delay: number | undefined): boolean => delay !== undefined && isIn(delay, [1, 3_600]);
