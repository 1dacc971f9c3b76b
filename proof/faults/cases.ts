import type { Case } from './run-case.ts';
import { SCENARIOS, type Scenario, SPELLS, type Spell } from './scenarios.ts';
import { IDENTITIES, type Identity, type Workload, workload } from './workloads.ts';

/** Which part of all cases is run. */
export interface Selection {
  /** Numbers of events. */
  readonly sizes: readonly number[];
  readonly scenarios?: readonly Scenario[];
  readonly identities?: readonly Identity[];
  readonly spells?: readonly Spell[];
}

/** How many events a step is given in a full fault run. */
export const FULL_SIZES = [1, 1_000, 10_000];

/** Every scenario on every workload that it takes, in the order of the scenarios. */
export const casesOf = ({
  sizes,
  scenarios = SCENARIOS,
  identities: some = IDENTITIES,
  spells = SPELLS,
}: Selection): Case[] => {
  const workloads = sizes.flatMap((size) => some.map((identity) => workload(size, identity)));
  const takes = (
    { identities = IDENTITIES, sizes: which }: Scenario,
    { identity, size }: Workload,
  ): boolean => identities.includes(identity) && (which === undefined || (which === 'one') === (size === 1));
  return scenarios.flatMap((scenario) =>
    workloads
      .filter((one) => takes(scenario, one))
      .flatMap((one) =>
        spells
          .filter((spell) => (scenario.spells ?? SPELLS).includes(spell))
          .map((spell): Case => ({ scenario, spell, workload: one })),
      ),
  );
};
