import { firstOf, performMethod } from '../actions.ts';

/** What identifies the events: nothing, a time, or an id. Decides what their event IDs are made of. */
export const IDENTITIES = ['none', 'time', 'id'] as const;
export type Identity = (typeof IDENTITIES)[number];

/** What a step is given to send. */
export interface Workload {
  readonly size: number;
  readonly identity: Identity;
  readonly method: string;
  readonly inputData: Readonly<Record<string, unknown>>;
  /** How often the content with each number has to be stored. */
  readonly expected: ReadonlyMap<number, number>;
}

const START = Date.UTC(2026, 0, 31, 9);

/** Every tenth row has the content of the one before it: two real events that look the same. */
const contentOf = (row: number): number => (row % 10 === 9 ? row - 1 : row);

const identityOf = (identity: Identity, row: number): Record<string, string> => {
  if (identity === 'id') return { event_id: `import-${row}` };
  if (identity === 'time') return { occurred_at: new Date(START + contentOf(row) * 1_000).toISOString() };
  return {};
};

const inputOf = (row: number, identity: Identity): Record<string, string> => ({
  event_name: 'Deal Won',
  user_id: `usr_${contentOf(row) % 500}`,
  ...identityOf(identity, row),
});

/** A number of events: one goes through an event action, more through a batch. Each carries the number of its content as `n`. */
export const workload = (size: number, identity: Identity): Workload => {
  const rows = Array.from({ length: size }, (_, row) => row);
  const expected = new Map<number, number>();
  for (const row of rows) expected.set(contentOf(row), (expected.get(contentOf(row)) ?? 0) + 1);
  const inputData =
    size === 1
      ? { ...inputOf(0, identity), event_attributes: { n: '0' } }
      : {
          attribute_names: ['n'],
          events: rows.map((row) => ({ ...inputOf(row, identity), column_n: String(contentOf(row)) })),
        };
  const method = performMethod(firstOf(size === 1 ? 'event' : 'batch'));
  return { size, identity, method, inputData, expected };
};

/** How many of the expected events are missing, and how many were stored more often than expected. */
export const compare = (
  expected: ReadonlyMap<number, number>,
  stored: ReadonlyMap<number, number>,
): { lost: number; duplicated: number } => {
  let lost = 0;
  let duplicated = 0;
  for (const content of new Set([...expected.keys(), ...stored.keys()])) {
    const more = (stored.get(content) ?? 0) - (expected.get(content) ?? 0);
    lost += Math.max(0, -more);
    duplicated += Math.max(0, more);
  }
  return { lost, duplicated };
};
