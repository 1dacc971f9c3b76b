/** How events come: without time and id, with a time, with an id. Decides what their event ids are made of. */
export const IDENTITIES = ['bare', 'times', 'ids'] as const;
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

/** Every tenth row says the same as the one before it: two honest events with one content. */
const contentOf = (row: number): number => (row % 10 === 9 ? row - 1 : row);

const identityOf = (identity: Identity, row: number): Record<string, string> => {
  if (identity === 'ids') return { event_id: `import-${row}` };
  if (identity === 'times') return { occurred_at: new Date(START + contentOf(row) * 1_000).toISOString() };
  return {};
};

/** So many events: one goes by Track Event, more by Send Batch. Each carries the number of its content as `n`. */
export const workload = (size: number, identity: Identity): Workload => {
  const rows = Array.from({ length: size }, (_, row) => row);
  const expected = new Map<number, number>();
  for (const row of rows) expected.set(contentOf(row), (expected.get(contentOf(row)) ?? 0) + 1);
  const known = (row: number) => ({
    event_name: 'Deal Won',
    user_id: `usr_${contentOf(row) % 500}`,
    ...identityOf(identity, row),
  });
  if (size === 1) {
    const inputData = { ...known(0), event_attributes: { n: '0' } };
    return { size, identity, method: 'creates.track_event.operation.perform', inputData, expected };
  }
  const events = rows.map((row) => ({ ...known(row), attribute_n: String(contentOf(row)) }));
  return {
    size,
    identity,
    method: 'creates.send_batch.operation.perform',
    inputData: { attribute_names: ['n'], events },
    expected,
  };
};

/** How many of the expected events are not there, and how many are there too often. */
export const compare = (
  expected: ReadonlyMap<number, number>,
  stored: ReadonlyMap<number, number>,
): { lost: number; doubled: number } => {
  let lost = 0;
  let doubled = 0;
  for (const content of new Set([...expected.keys(), ...stored.keys()])) {
    const more = (stored.get(content) ?? 0) - (expected.get(content) ?? 0);
    lost += Math.max(0, -more);
    doubled += Math.max(0, more);
  }
  return { lost, doubled };
};
