import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byRow, type Finding, type RowResult } from '../../tools/verify/finding.ts';
import type { Answer, Question } from '../../tools/verify/prompts.ts';
import type { Service, Variables } from '../../tools/verify/service.ts';
import { verify } from '../../tools/verify/verify.ts';
import { readText } from '../docs/guides.ts';

/** A run and whoever sits in front of it. */
export interface Given {
  readonly variables: Variables;
  readonly workspace?: string;
  readonly connection?: string;
  readonly mark?: string;
  /** Whether the person types the word that is asked for. */
  readonly confirms?: (word: string) => boolean;
  readonly answers?: (question: Question) => Promise<Answer>;
  readonly signal?: AbortSignal;
  readonly keep?: boolean;
  /** Files of the project that the service reads, by their path from its root. */
  readonly files?: Readonly<Record<string, string>>;
  /** The project; a folder with nothing but proof/assumptions.ts, if not given. */
  readonly root?: string;
}

/** What became of it. */
export interface Verified {
  readonly ok: boolean;
  readonly report: string;
  /** Everything that was printed or asked, in order. */
  readonly printed: string;
  readonly findings: readonly Finding[];
  /** By the id of the row. */
  readonly rows: ReadonlyMap<string, RowResult>;
  /** proof/assumptions.ts as it is afterwards. */
  readonly assumptions: string;
  readonly regenerated: boolean;
}

/** Runs a service. The report and a copy of proof/assumptions.ts are in a folder of its own. */
export const verified = async (service: Service, given: Given): Promise<Verified> => {
  const { variables, workspace = 'Test', connection, confirms = (word) => word === 'send' } = given;
  const { answers = async () => 'skip' as const, signal, keep = false, files = {} } = given;
  const root = mkdtempSync(join(tmpdir(), 'usermaven-verify-'));
  const findings: Finding[] = [];
  const lines: string[] = [];
  let regenerated = false;
  mkdirSync(join(root, 'proof'));
  writeFileSync(join(root, 'proof/assumptions.ts'), readText('proof/assumptions.ts'));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  try {
    const ok = await verify({
      options: {
        service: {
          ...service,
          run: async function* (context) {
            for await (const finding of service.run({ ...context, root: given.root ?? root })) {
              findings.push(finding);
              yield finding;
            }
          },
        },
        workspace,
        connection,
        mark: given.mark,
        report: join(root, 'report.md'),
        keep,
      },
      variables,
      root,
      prompts: {
        confirm: async (text, word) => {
          lines.push(text);
          return confirms(word);
        },
        pause: async (text) => {
          lines.push(text);
        },
        ask: async (question) => {
          lines.push(question.text);
          return answers(question);
        },
      },
      print: (text) => lines.push(text),
      regenerate: async () => {
        regenerated = true;
      },
      ...(signal === undefined ? {} : { signal }),
    });
    return {
      ok,
      report: readFileSync(join(root, 'report.md'), 'utf8'),
      printed: lines.join('\n'),
      findings,
      rows: new Map(byRow(findings).map((result) => [result.row, result])),
      assumptions: readFileSync(join(root, 'proof/assumptions.ts'), 'utf8'),
      regenerated,
    };
  } finally {
    rmSync(root, { recursive: true });
  }
};
