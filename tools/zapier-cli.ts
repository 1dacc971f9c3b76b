import { createRequire } from 'node:module';

/**
 * What we use of the Zapier CLI's code, because no command offers it: `validate` ends with 0 when Zapier's checks fail, `upload`
 * takes no snapshot label, `promote` shows the changelog only when it is about to post it, and `users:links` prints no data. The
 * CLI's version is exact, and test/deploy runs all of it.
 */

/** A check of Zapier's that found something. */
export interface CheckIssue {
  /** `Errors`, `Publishing Tasks` or such. */
  readonly category: string;
  /** The operation that it is about. */
  readonly method: string;
  readonly description: string;
  readonly link?: string;
}

interface CheckResult {
  readonly errors: { readonly total_failures: number };
}

type Upload = (steps: { readonly upload: true }, options: object, version?: string) => Promise<void>;

/** A part of a version's changelog that is about an action or trigger. */
export interface ChangelogMark {
  readonly action_key: string;
  /** `write` for an action, `read` for a trigger. */
  readonly action_type: string;
}

interface VersionChangelog {
  readonly changelog: string;
  readonly appMetadata?: readonly ChangelogMark[];
}

const require = createRequire(import.meta.url);
const api: {
  readonly validateApp: (definition: object) => Promise<CheckResult>;
  readonly listEndpoint: (endpoint: 'invitees') => Promise<{ readonly invite_url: string }>;
} = require('zapier-platform-cli/src/utils/api.js');
const display: {
  readonly flattenCheckResult: (result: CheckResult) => CheckIssue[];
} = require('zapier-platform-cli/src/utils/display.js');
const build: { readonly buildAndOrUpload: Upload } = require('zapier-platform-cli/src/utils/build.js');
const changelog: {
  readonly getVersionChangelog: (version: string, folder: string) => Promise<VersionChangelog>;
} = require('zapier-platform-cli/src/utils/changelog.js');

/**
 * Has Zapier's server check a definition.
 * @returns what it found, and whether any of it keeps the version from being pushed.
 * @throws Error of the CLI when there is no login or no answer.
 */
export const checkOnZapier = async (
  definition: object,
): Promise<{ readonly issues: readonly CheckIssue[]; readonly blocked: boolean }> => {
  const result = await api.validateApp(definition);
  return { issues: display.flattenCheckResult(result), blocked: result.errors.total_failures > 0 };
};

/**
 * Uploads build/build.zip and build/source.zip of the current folder, as they are.
 * @param version the version to upload it as; without one, that of the build.
 * @throws Error of the CLI.
 */
export const upload = (version?: string): Promise<void> =>
  build.buildAndOrUpload({ upload: true }, {}, version);

/** What `promote` would post to users for a version. Blank when the changelog has no such version. */
export const promotedChangelog = (version: string, folder: string): Promise<VersionChangelog> =>
  changelog.getVersionChangelog(version, folder);

/** The link that invites whoever has it to all versions of the app in the current folder. Throws an Error of the CLI. */
export const inviteLink = async (): Promise<string> => (await api.listEndpoint('invitees')).invite_url;
