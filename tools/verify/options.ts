import { parseArgs } from 'node:util';
import { VerifyError } from './errors.ts';
import { timeOfMark } from './mark.ts';
import type { Service } from './service.ts';

/** What the command is asked to do. */
export interface VerifyOptions {
  /** Undefined: nothing but the help was asked for. */
  readonly service: Service | undefined;
  readonly workspace: string;
  readonly connection: string | undefined;
  /** The mark of an earlier run, whose events are asked about again. */
  readonly mark: string | undefined;
  /** Where the report goes; undefined: the usual place. */
  readonly report: string | undefined;
  /** Leaves what the run makes elsewhere. */
  readonly keep: boolean;
}

/** Reads the command line. Throws {@link VerifyError} for the person who typed it. */
export const readOptions = (args: readonly string[], services: readonly Service[]): VerifyOptions => {
  const { values, positionals } = parsed(args);
  const { workspace = '', connection, mark, report, keep } = values;
  if (values.help) return { service: undefined, workspace, connection, mark, report, keep };
  const [name, ...others] = positionals;
  const service = services.find((candidate) => candidate.name === name);
  const names = services.map((each) => each.name).join(', ');
  if (service === undefined || others.length > 0) {
    throw new VerifyError(`Name one service to verify: ${names}. For help: npm run verify -- --help.`);
  }
  if (workspace.trim() === '') {
    throw new VerifyError(
      'Name the test workspace: --workspace "Test". It must be the name of the connection, so that nothing is sent to another one by mistake.',
    );
  }
  if (mark !== undefined && timeOfMark(mark) === undefined) {
    throw new VerifyError(
      '--mark takes the mark of an earlier run, as its report shows it, for example v20261126-150405.',
    );
  }
  return { service, workspace: workspace.trim(), connection, mark, report, keep };
};

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        workspace: { type: 'string' },
        connection: { type: 'string' },
        mark: { type: 'string' },
        report: { type: 'string' },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch {
    throw new VerifyError(
      'That is not an option of verify. Use --workspace, --connection, --mark, --report, --keep or --help.',
    );
  }
};

/** What `--help` prints. */
export const helpOf = (
  services: readonly Service[],
): string => `Checks assumptions of docs/assumptions.md against the real services.

  npm run verify -- SERVICE --workspace NAME [--connection ID] [--mark MARK] [--report PATH] [--keep]

  --workspace NAME   the name of the connection to a test workspace; without it, nothing is sent
  --connection ID    which connection to use, if there are several with that name
  --mark MARK        asks again about the events of an earlier run, and sends nothing
  --report PATH      where to write the report (default: reports/)
  --keep             keeps what the run creates, such as scenarios in Make
  --help             prints this

${services.map(({ name, help }) => `${name}\n${help.replace(/^/gm, '  ')}`).join('\n\n')}`;
