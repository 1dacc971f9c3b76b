import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { redactor } from '../../src/lib/redact.ts';
import { oneLine, truncate } from '../../src/lib/text.ts';
import { changesFrom, withChanges } from './assumptions-file.ts';
import { VerifyError } from './errors.ts';
import { byRow, type Finding } from './finding.ts';
import { createJournal } from './journal.ts';
import { markOf } from './mark.ts';
import type { VerifyOptions } from './options.ts';
import type { Prompts } from './prompts.ts';
import { report } from './report.ts';
import type { Service, Variables, VerifyContext } from './service.ts';
import { createUndoList, type Left, type UndoList } from './undo.ts';

/** What a run works with beside its options. */
export interface VerifyRun {
  readonly options: Omit<VerifyOptions, 'service'> & { readonly service: Service };
  readonly variables: Variables;
  readonly root: string;
  readonly prompts: Prompts;
  readonly print: (text: string) => void;
  /** Formats and generates after proof/assumptions.ts was changed. */
  readonly regenerate: () => Promise<void>;
  /** Ends the run early; the report is written all the same. */
  readonly signal?: AbortSignal;
}

/** The most of a text from outside that is quoted. */
const QUOTED = 300;

const ASSUMPTIONS = 'proof/assumptions.ts';

/**
 * Verifies one service, writes the report, and offers to update the states. Returns whether the run came to its end, refuted nothing
 * and left nothing behind unasked.
 * Nothing that is printed, written or thrown has a secret in it.
 */
export const verify = async (run: VerifyRun): Promise<boolean> => {
  const { options, variables, root, prompts, regenerate, signal = new AbortController().signal } = run;
  const { service, workspace, connection } = options;
  const began = new Date();
  const mark = options.mark ?? markOf(began);
  const secrets: string[] = [];
  let redact = redactor(secrets);
  // By line: a text that shares a part of a secret is masked as a whole.
  const masked = (text: string): string => text.split('\n').map(redact).join('\n');
  const print = (text: string): void => run.print(masked(text));
  const notes: [string, string][] = [
    ['Connector', manifest.version],
    ['Node', process.versions.node],
  ];
  const journal = createJournal(signal);
  const undo = createUndoList();
  const context: VerifyContext = {
    ...{ workspace, connection, variables, root, mark, journal, print, signal, atEnd: undo.atEnd },
    isEarlier: options.mark !== undefined,
    prompts: {
      confirm: (text, word) => prompts.confirm(masked(text), word),
      pause: (text) => prompts.pause(masked(text)),
      ask: (question) => prompts.ask({ ...question, text: masked(question.text) }),
    },
    hide: (...more) => {
      secrets.push(...more.filter((secret) => secret !== undefined));
      redact = redactor([...secrets]);
    },
    clean: (text) => truncate(oneLine(redact(text)), QUOTED),
    note: (name, value) => {
      notes.push([name, value]);
    },
  };

  const findings: Finding[] = [];
  let stopped: string | undefined;
  try {
    for await (const finding of untilAborted(service.run(context), signal)) {
      findings.push(finding);
      print(`${MARKS[finding.verdict]} ${finding.row}: ${finding.observed}`);
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    stopped = context.clean(
      error instanceof VerifyError ? message : `Something unexpected went wrong: ${message}`,
    );
    print(`\n${stopped}`);
  }
  const left = (await takeAway(undo, options.keep, print)).map(({ what, why }) => ({
    what: context.clean(what),
    why: context.clean(why),
  }));
  if (left.length > 0)
    print(`\nStill there:\n${left.map(({ what, why }) => `  ${what}: ${why}`).join('\n')}`);

  const isReal = service.isReal(variables);
  const text = report({
    ...{ service: service.name, workspace, began, isReal, notes, mark, findings, left, stopped },
    entries: journal.entries,
  });
  const path = resolve(options.report ?? join(root, 'reports', `verify-${service.name}-${markOf(began)}.md`));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, masked(text));
  print(`\nThe report is in ${path}`);

  const results = byRow(findings);
  const changes = isReal ? changesFrom(results, began) : [];
  if (changes.length > 0 && !signal.aborted) {
    const list = changes.map(({ row, state }) => `  ${row}: ${state}`).join('\n');
    if (await prompts.confirm(`\nWrite these states into ${ASSUMPTIONS}?\n${list}\n`, 'write')) {
      const file = join(root, ASSUMPTIONS);
      const clean = changes.map((change) => ({ ...change, checked: masked(change.checked) }));
      writeFileSync(file, await withChanges(readFileSync(file, 'utf8'), clean));
      await regenerate();
    }
  }
  const isClean = options.keep || left.length === 0;
  return stopped === undefined && isClean && results.every(({ verdict }) => verdict !== 'refuted');
};

/** Takes away what the run made, or keeps it if that was asked for. Returns what is still there. */
const takeAway = async (undo: UndoList, keep: boolean, print: (text: string) => void): Promise<Left[]> => {
  const names = undo.names();
  if (names.length === 0) return [];
  if (keep) return names.map((what) => ({ what, why: 'kept, as --keep says' }));
  print(`\nDeleting what this run made:\n${names.map((name) => `  ${name}`).join('\n')}`);
  return undo.undoAll();
};

const MARKS = { confirmed: '✓', refuted: '✗', unclear: '?', skipped: '-', noted: '·' } as const;

/** The items of an iterable until a signal is given, which ends it with an error. */
async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const aborted = new Promise<never>((_resolve, reject) => {
    const end = (): void => reject(new VerifyError('It was interrupted.'));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
  aborted.catch(() => {});
  const iterator = items[Symbol.asyncIterator]();
  for (;;) {
    const next = await Promise.race([iterator.next(), aborted]);
    if (next.done === true) return;
    yield next.value;
  }
}
