import { type Assumption, type AssumptionState, SECTIONS } from '../../proof/assumptions.ts';
import { loadRecipes } from '../../recipes/recipe.ts';
import { SERVICES } from '../verify/services.ts';
import { generatedFrom, type Page, page, table } from './markdown.ts';

const STATES: Readonly<Record<AssumptionState, string>> = {
  settled: 'its source, its documentation or a check with a real account says so',
  contradicted: 'two sources disagree, or a check says otherwise; the row says what that means',
  open: 'nobody says',
};

/** A link to a file of the project, from docs/. */
const linkTo = (path: string): string => {
  const [file = ''] = path.split('#');
  return `[${file.replace(/^.*\//, '')}](${path.replace(/^(?!docs\/)/, '../').replace(/^docs\//, '')})`;
};

/** How a row is checked: by a command, by hand, or both. */
const checkOf = ({ id, check, byHand }: Assumption): string => {
  const service = SERVICES.find(({ rows }) => rows.includes(id));
  if (service !== undefined) {
    const command = `\`npm run verify -- ${service.name}\``;
    return check === 'None needed' || check === command ? command : `${command}. By hand: ${check}`;
  }
  return byHand === undefined ? check : `${check}. By hand, since ${byHand}`;
};

const row = (assumption: Assumption): string[] => {
  const { text, state, where, source, checked } = assumption;
  return [
    text,
    state,
    where.map(linkTo).join(', '),
    checked === undefined ? source : `${source}. Checked ${checked}`,
    checkOf(assumption),
  ];
};

/** How many rows were checked, as a sentence. */
const progress = (rows: readonly Assumption[]): string => {
  const checked = rows.filter((each) => each.checked !== undefined).length;
  return checked === 0
    ? 'Nothing here has been checked with a real account yet.'
    : `${checked} of ${rows.length} have been checked with a real account so far; their source says when.`;
};

/** docs/assumptions.md: what the apps rely on although it is not plainly documented. */
export const assumptionsPage = (sections = SECTIONS): Page => {
  const all = sections.flatMap(({ rows }) => rows);
  const count = (state: AssumptionState): number => all.filter((each) => each.state === state).length;
  const content = page([
    generatedFrom('proof/assumptions.ts'),
    '# Assumptions',
    `What the apps rely on although it is not plainly documented, where they do so, why we believe it, and how to check it with a real account. ${progress(all)} If a check fails, change the file in the third column.`,
    (Object.keys(STATES) as AssumptionState[])
      .map((state) => `- **${state}** (${count(state)}): ${STATES[state]}`)
      .join('\n'),
    "Sources: **guide** is Usermaven's documentation. **clients** are Usermaven's own (usermaven-python 0.1.2, usermaven-js 1.5.15, the WordPress plugin, the Segment destination). **collector** is the source of Usermaven's collector as published in 2026: production may have moved on, and the parts that compute People, Companies and goals are not in it, so these stay open. **ancestor** is Jitsu Classic, from which the collector descends. **ours** means that we decided.",
    'For checks with curl, `URL` is `https://events.usermaven.com/api/v1/s2s/event?token=API_KEY.SERVER_TOKEN`, in a test workspace.',
    ...sections.flatMap(({ title, about, byHand, rows }) => [
      `## ${title}`,
      ...(about === undefined ? [] : [about]),
      ...(byHand === undefined ? [] : [`These are checked by hand: ${byHand}.`]),
      table(['We assume', 'State', 'Where', 'Source', 'How to check'], rows.map(row)),
    ]),
    '## The samples of the recipes',
    'What each recipe assumes about the step before ours, and where the shape of its data comes from.',
    table(
      ['Recipe', 'Previous step', 'Shape'],
      loadRecipes().map(({ name, trigger: { app, event, shape } }) => [
        linkTo(`recipes/${name}.json`),
        `${app}: ${event}`,
        shape,
      ]),
    ),
    'The local Usermaven of `sandbox/` makes assumptions of its own. They are described in the docstring of `startSandbox` in [server.ts](../sandbox/usermaven/server.ts), and nothing in the app relies on them.',
  ]);
  return { path: 'docs/assumptions.md', content };
};
