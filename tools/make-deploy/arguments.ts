import { parseArgs } from 'node:util';
import { DeployProblem } from './problem.ts';

/** What the command is asked to do. */
export interface DeployArguments {
  readonly help: boolean;
  /** Says what would be done and writes nothing. */
  readonly dryRun: boolean;
  /** Makes hidden modules visible to everybody who has the app. */
  readonly makePublic: boolean;
}

/** What `--help` prints. */
export const HELP = `Brings the app in make/ to Make: creates what is missing, updates what changed, deletes nothing.

  npm run make:deploy -- [--dry-run] [--public]

  --dry-run   reads only, and says what would be done
  --public    makes new modules visible; without it they stay hidden
  --help      prints this

Environment:
  MAKE_ZONE      the zone of your organization, as in its address: eu1, eu2, us1, us2
  MAKE_API_KEY   a key with the scopes sdk-apps:read and sdk-apps:write, from your profile in Make, API access
  MAKE_APP_NAME  the name of an app that exists already; without it, the one in make-origin.json, or a new one

The names that Make gives are kept in make-origin.json. It can be run again at any time.`;

/** Reads the command line. Throws {@link DeployProblem} on anything that is no option. */
export const readArguments = (args: readonly string[]): DeployArguments => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        public: { type: 'boolean', default: false },
      },
    });
    return { help: values.help, dryRun: values['dry-run'], makePublic: values.public };
  } catch {
    throw new DeployProblem('That is no option of make:deploy. Use --dry-run, --public or --help.');
  }
};
