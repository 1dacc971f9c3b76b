import { describe, expect, test } from '@jest/globals';
import { loadRecipes } from '../../recipes/recipe.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { helpOn } from '../../src/fields/field.ts';
import { FIELDS, type FieldKey, fieldsOf } from '../../src/fields/index.ts';
import { anchorOf, table } from '../../tools/docs/markdown.ts';
import { generatedPages } from '../../tools/docs/pages.ts';
import { readText } from './guides.ts';

const pages = generatedPages();

const contentOf = (path: string): string => pages.find((page) => page.path === path)?.content ?? '';

describe('generated pages', () => {
  test.each(pages.map(({ path }) => path))('%s is current (npm run docs)', (path) => {
    expect(readText(path)).toBe(contentOf(path));
  });

  test('the reference has every field with its label, key and help, and every operation', () => {
    const reference = contentOf('docs/reference.md');
    const missing = fieldsOf(Object.keys(FIELDS) as FieldKey[]).filter((field) => {
      const hasRow = reference.includes(`| ${field.label} | \`${field.key}\` |`);
      return !hasRow || !reference.includes(helpOn('zapier', field));
    });
    expect(missing.map(({ key }) => key)).toEqual([]);
    for (const { zapier } of [...ACTIONS, USERPILOT_EVENT])
      expect(reference).toContain(`\n## ${zapier.label}\n`);
  });

  test('the recipes have a section for every file, and the guide links to each', () => {
    const recipes = contentOf('docs/recipes.md');
    const guide = readText('docs/zapier.md');
    for (const { title, name } of loadRecipes()) {
      expect(recipes).toContain(`\n## ${title}\n`);
      expect(recipes).toContain(`npm run demo -- ${name}\``);
      expect(guide).toContain(`[${title}](recipes.md#${anchorOf(title)})`);
    }
  });

  test('everything that a recipe maps is in its sample', () => {
    expect(contentOf('docs/recipes.md')).not.toContain('`null`');
  });
});

describe('a table', () => {
  test('keeps a bar or a line break of a cell inside it', () => {
    expect(table(['A'], [['1 | 2\n3']])).toBe('| A |\n| --- |\n| 1 \\| 2 3 |');
  });
});
