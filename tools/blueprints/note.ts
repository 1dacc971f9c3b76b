import type { Recipe } from '../../recipes/recipe.ts';
import type { Blueprint } from '../../sandbox/make/blueprint.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { storyOnMake } from '../generate/make-mapping.ts';
import { sheetColumns, startOf } from './start.ts';

/** The color of Usermaven's icon. */
const COLOR = '#5B3DF5';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const introduction = (recipe: Recipe, sample: JsonObject): string => {
  const { trigger } = recipe;
  const { kind, label } = startOf(recipe);
  if (kind === 'trigger') return 'Create a webhook here and paste its address into Userpilot.';
  if (kind === 'rows') {
    const columns = sheetColumns(recipe, sample).map((name, at) => `${LETTERS[at]} is ${name}`);
    return `Choose your spreadsheet. The mapping expects these columns: ${columns.join(', ')}.`;
  }
  // Make has this very module.
  if (label !== `${trigger.app}: ${trigger.event}`)
    return 'Create a webhook here and send it JSON of this form.';
  return `Stands in for ${label}. Create a webhook here and send it JSON of this form, or replace it with the module of that app and map its values again.`;
};

/** What the person who imports a recipe has to know of its first module, and what that module hands over in the sample. */
export const noteOf = (
  recipe: Recipe,
  sample: JsonObject,
  moduleId: number,
): Blueprint['metadata']['notes'][number] => {
  const given = 'delivery' in recipe.trigger ? recipe.trigger.delivery : sample;
  return {
    moduleIds: [moduleId],
    content: [
      paragraph(storyOnMake(recipe)),
      paragraph(introduction(recipe, sample)),
      `<pre><code>${escaped(JSON.stringify(given, null, 2))}</code></pre>`,
    ].join(''),
    isFilterNote: false,
    metadata: { color: COLOR },
  };
};
