import { loadRecipes, type Recipe } from '../../recipes/recipe.ts';
import type { Action } from '../../src/actions/action.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { FIELDS, fieldsOf } from '../../src/fields/index.ts';
import { joinWords } from '../../src/lib/text.ts';
import { makeApp } from '../../src/make/app.ts';
import { sentenceCase } from '../../src/make/parameters.ts';
import { anchorOf, table } from './markdown.ts';
import type { Parts } from './marks.ts';
import { actionOf } from './recipes.ts';

const withoutPeriod = (sentence: string): string => sentence.replace(/\.$/, '');

/** Actions, the trigger, and the modules that only Make has. */
const overview = (): string => {
  const { modules } = makeApp();
  const shared = new Set<string>([...ACTIONS, USERPILOT_EVENT].map(({ make }) => make.id));
  const onlyOnMake = Object.entries(modules).filter(([id]) => !shared.has(id));
  return table(
    ['On Zapier', 'On Make', 'Kind', 'What it does'],
    [
      ...ACTIONS.map(({ zapier, make }) => [
        zapier.label,
        make.label,
        'action',
        withoutPeriod(zapier.description),
      ]),
      [
        USERPILOT_EVENT.zapier.label,
        USERPILOT_EVENT.make.label,
        'trigger',
        withoutPeriod(USERPILOT_EVENT.zapier.description),
      ],
      ...onlyOnMake.map(([, { label, description }]) => ['', label, 'action', withoutPeriod(description)]),
    ],
  );
};

/** A guide's platform: how it words an action, and where its pages are. */
interface Guide {
  readonly labelOf: (action: Action) => string;
  readonly descriptionOf: (action: Action) => string;
  /** A label of a field as the platform shows it. */
  readonly fieldLabel: (label: string) => string;
  /** Labels of the fields that the form requires. */
  readonly requiredBy: (action: Action) => readonly string[];
  readonly recipes: string;
  readonly reference: string;
}

const ZAPIER: Guide = {
  labelOf: ({ zapier }) => zapier.label,
  descriptionOf: ({ zapier }) => zapier.description,
  fieldLabel: (label) => label,
  requiredBy: ({ fields }) =>
    fieldsOf(fields)
      .filter(({ required }) => required)
      .map(({ label }) => label),
  recipes: 'recipes.md',
  reference: 'reference.md',
};

const MAKE: Guide = {
  labelOf: ({ make }) => make.label,
  descriptionOf: ({ make, zapier }) => make.description ?? zapier.description,
  fieldLabel: sentenceCase,
  requiredBy: ({ make }) =>
    (makeApp().modules[make.id]?.mappableParams ?? [])
      .filter(({ required }) => required)
      .map(({ label = '' }) => label),
  recipes: 'make-recipes.md',
  reference: 'make-reference.md',
};

const recipeLink = ({ title }: Recipe, { recipes }: Guide): string =>
  `[${title}](${recipes}#${anchorOf(title)})`;

const bold = (text: string): string => `**${text}**`;

/** What has to be filled in, as a list of labels. A person is needed too, unless a required field names one. */
const requirements = (action: Action, guide: Guide): string[] => {
  const required = guide.requiredBy(action).map(bold);
  const needs = action.kind === 'event' ? action.needs : [];
  const identifiers = needs.map((key) => bold(guide.fieldLabel(FIELDS[key].label)));
  if (identifiers.length === 0 || identifiers.some((label) => required.includes(label))) return required;
  return [...required, `${identifiers.length === 1 ? '' : 'one of '}${joinWords(identifiers)}`];
};

const actionSection = (action: Action, guide: Guide): string => {
  const label = guide.labelOf(action);
  const required = requirements(action, guide);
  const recipes = loadRecipes()
    .filter((recipe) => actionOf(recipe).key === action.key)
    .map((recipe) => recipeLink(recipe, guide));
  return [
    `## ${label}`,
    guide.descriptionOf(action),
    [
      ...(required.length === 0 ? [] : [`- Fill in: ${required.join('; ')}.`]),
      `- Recipes: ${recipes.join(', ')}.`,
      `- Every field and output: [reference](${guide.reference}#${anchorOf(label)}).`,
    ].join('\n'),
  ].join('\n\n');
};

/** A page's headings of the second level, as links. */
const contents = (page: string): string =>
  [...page.matchAll(/^## (.+)$/gm)]
    .map(([, heading = '']) => `- [${heading}](#${anchorOf(heading)})`)
    .join('\n');

const partsOf = (guide: Guide): Parts => ({
  actions: () => ACTIONS.map((action) => actionSection(action, guide)).join('\n\n'),
  recipes: () =>
    loadRecipes()
      .map((recipe) => `- ${recipeLink(recipe, guide)}`)
      .join('\n'),
  // Last: it reads the headings of the others.
  contents,
});

/** The marked parts of the pages that are otherwise written by hand, by path. */
export const GUIDES: Readonly<Record<string, Parts>> = {
  'README.md': { actions: overview },
  'docs/zapier.md': partsOf(ZAPIER),
  'docs/make.md': partsOf(MAKE),
};
