import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { columnKey } from '../../src/events/columns.ts';
import { CONNECTION_FIELDS } from '../../src/fields/connection.ts';
import { type Field, requiredFirst } from '../../src/fields/field.ts';
import { type FieldUse, fieldsOf } from '../../src/fields/index.ts';

/** Every key and choice that a Zap or a connection may hold on to, by where it is: `creates.track_event inputs`. */
type Contract = Readonly<Record<string, readonly string[]>>;

const inputPaths = (uses: readonly FieldUse[]): string[] =>
  requiredFirst(fieldsOf(uses)).flatMap((field) => [
    field.key,
    ...(field.choices ?? []).map(({ value }) => `${field.key}=${value}`),
    ...columnPaths(field),
  ]);

/** The columns of rows, and one for an attribute, whose name is the user's. */
const columnPaths = ({ key, columns }: Field): string[] =>
  columns === undefined ? [] : [...columns, columnKey('example')].map((column) => `${key}[].${column}`);

const samplePaths = (value: unknown, path = ''): string[] => {
  if (Array.isArray(value)) return value.flatMap((item) => [`${path}[]`, ...samplePaths(item, `${path}[]`)]);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const own = path === '' ? key : `${path}.${key}`;
    return [own, ...samplePaths(member, own)];
  });
};

const contractNow = (): Contract => {
  const operations = [
    [`triggers.${USERPILOT_EVENT.key}`, USERPILOT_EVENT] as const,
    ...ACTIONS.map((action) => [`creates.${action.key}`, action] as const),
  ];
  return {
    connection: CONNECTION_FIELDS.map(({ key }) => key),
    ...Object.fromEntries(
      operations.flatMap(([name, { fields, sample }]) => [
        [`${name} inputs`, inputPaths(fields)],
        [`${name} sample`, samplePaths(sample)],
      ]),
    ),
  };
};

/** As Biome formats it: a list on one line where it fits. */
const LINE_WIDTH = 110;

const formatted = (contract: Contract): string => {
  const entries = Object.entries(contract).map(([name, keys]) => {
    const line = `  ${JSON.stringify(name)}: [${keys.map((key) => JSON.stringify(key)).join(', ')}]`;
    if (line.length < LINE_WIDTH) return line;
    return `  ${JSON.stringify(name)}: [\n${keys.map((key) => `    ${JSON.stringify(key)}`).join(',\n')}\n  ]`;
  });
  return `{\n${entries.join(',\n')}\n}\n`;
};

/**
 * test/publishing/contract.json with what is new. It only grows: what has gone from the app stays in it, and a test fails
 * until the app has it again.
 * @param before the file as it is.
 */
export const grownContract = (before: string): string => {
  const promised: Contract = JSON.parse(before);
  const now = contractNow();
  const names = new Set([...Object.keys(promised), ...Object.keys(now)]);
  return formatted(
    Object.fromEntries(
      [...names].map((name) => [name, [...new Set([...(promised[name] ?? []), ...(now[name] ?? [])])]]),
    ),
  );
};
