import { isJsonObject } from '../../../src/lib/json.ts';
import { actionOf } from '../../generate/recipes.ts';
import type { Finding, Verdict } from '../finding.ts';
import type { Answer } from '../prompts.ts';
import type { Look } from './look.ts';
import type { MarkedRecipe } from './marked-recipe.ts';
import type { InMake, Stage } from './run-in-make.ts';

/** A recipe, how it went in Make, and, if it ran, what became of it in Usermaven. */
export interface Tried {
  readonly marked: MarkedRecipe;
  readonly inMake: InMake;
  readonly look?: Look;
}

/** The rows of proof/assumptions.ts of which a run says something. */
export const ROWS = {
  connection: 'make-connection-test',
  import: 'make-blueprint',
  api: 'make-scenario-api',
  mapper: 'make-mapper',
  types: 'make-collection-types',
  gather: 'make-gather',
  rows: 'make-rows',
} as const;

const VERDICTS: Readonly<Record<Answer, Verdict>> = {
  yes: 'confirmed',
  no: 'refuted',
  'cannot tell': 'unclear',
  skip: 'skipped',
};

const isBatch = ({ recipe }: MarkedRecipe): boolean => actionOf(recipe).kind === 'batch';

/** What the content of the events says something of. */
const contentRows = (marked: MarkedRecipe): string[] => {
  if (isBatch(marked)) return [ROWS.gather, ROWS.rows];
  const numbers = marked.expected.flatMap(({ event_attributes: attributes }) =>
    isJsonObject(attributes) ? Object.values(attributes).filter((value) => typeof value === 'number') : [],
  );
  return [ROWS.mapper, ...(numbers.length > 0 ? [ROWS.types] : [])];
};

/** What a failure says something of, by how far the recipe came. */
const failedRow = (marked: MarkedRecipe, stage: Stage): string => {
  if (stage === 'import') return ROWS.import;
  if (stage === 'run') return isBatch(marked) ? ROWS.gather : ROWS.mapper;
  return ROWS.api;
};

/** What one recipe says of the rows. */
export const findingsOf = ({ marked, inMake, look }: Tried): Finding[] => {
  const { name } = marked.recipe;
  const imported =
    !inMake.ok && inMake.stage === 'import' ? [] : [confirmed(ROWS.import, `${name} was imported.`)];
  if (!inMake.ok) {
    const { stage, said, refused } = inMake;
    const verdict = refused ? 'refuted' : 'unclear';
    return [...imported, { row: failedRow(marked, stage), verdict, observed: `${name} (${stage}): ${said}` }];
  }
  return [
    ...imported,
    confirmed(ROWS.api, `${name} ran to its end.`),
    ...(look === undefined ? [] : seenFindings(marked, look)),
  ];
};

/** What it says of the rows that the events of a recipe are in Usermaven, or are not. */
export const seenFindings = (marked: MarkedRecipe, { answer, said }: Look): Finding[] =>
  contentRows(marked).map((row) => ({
    row,
    verdict: VERDICTS[answer],
    observed: `${marked.recipe.name}: ${said}.`,
  }));

const confirmed = (row: string, observed: string): Finding => ({ row, verdict: 'confirmed', observed });
