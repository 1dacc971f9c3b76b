import { describe, expect, test } from '@jest/globals';
import { loadRecipes } from '../../recipes/recipe.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { helpOn } from '../../src/fields/field.ts';
import { FIELDS, type FieldKey, fieldsOf } from '../../src/fields/index.ts';
import { grownContract } from '../../tools/generate/contract.ts';
import { generatedFiles, staleFiles } from '../../tools/generate/files.ts';
import { table } from '../../tools/generate/markdown.ts';
import { fillMarks } from '../../tools/generate/marks.ts';
import { readText } from './guides.ts';

test('everything that is generated is current: run "npm run generate"', () => {
  expect([...staleFiles().keys()]).toEqual([]);
});

test('the generators write the same bytes every time', () => {
  expect([...generatedFiles()]).toEqual([...generatedFiles()]);
});

describe('the reference', () => {
  const reference = readText('docs/reference.md');

  test('has every field with its label, key and help', () => {
    const missing = fieldsOf(Object.keys(FIELDS) as FieldKey[]).filter(
      (field) =>
        !reference.includes(`| ${field.label} | \`${field.key}\` |`) ||
        !reference.includes(helpOn('zapier', field)),
    );
    expect(missing.map(({ key }) => key)).toEqual([]);
  });

  test.each([...ACTIONS, USERPILOT_EVENT].map(({ zapier }) => zapier.label))(
    'has a section for %s',
    (label) => {
      expect(reference).toContain(`\n## ${label}\n`);
    },
  );
});

describe('the recipes', () => {
  const recipes = readText('docs/recipes.md');

  test.each(loadRecipes())('have a section for $title, and the command that runs it', ({ title, name }) => {
    expect(recipes).toContain(`\n## ${title}\n`);
    expect(recipes).toContain(`npm run demo -- ${name}\``);
  });

  test('map only what is in their samples', () => {
    expect(recipes).not.toContain('`null`');
  });
});

describe('contract.json', () => {
  test('gets what is new at the end, and keeps what has gone from the app', () => {
    const before = JSON.parse(readText('test/publishing/contract.json'));
    const { connection: _gone, ...others } = before;
    const grown = JSON.parse(grownContract(JSON.stringify({ ...others, 'creates.old inputs': ['a'] })));
    expect(grown).toEqual({ ...before, 'creates.old inputs': ['a'] });
    expect(Object.keys(grown).at(-1)).toBe('connection');
  });

  test('a key that is new is added to its list', () => {
    const grown = JSON.parse(grownContract('{"connection": ["old"]}'));
    expect(grown.connection[0]).toBe('old');
    expect(grown.connection).toContain('api_key');
  });
});

describe('marks', () => {
  const page = 'a\n<!-- generated: one -->\n\nold\n\n<!-- /generated -->\nb\n';

  test('what is between them is replaced, and nothing else', () => {
    const filled = fillMarks(page, { one: () => 'new' });
    expect(filled).toBe(page.replace('old', 'new'));
    expect(fillMarks(filled, { one: () => 'new' })).toBe(filled);
  });

  test('a mark without a part, and a part without a mark, are errors', () => {
    expect(() => fillMarks(page, {})).toThrow('one');
    expect(() => fillMarks(page, { one: () => '', two: () => '' })).toThrow('generated: two');
    expect(() => fillMarks('<!-- generated: one -->\n', { one: () => '' })).toThrow('or its end');
  });
});

describe('a table', () => {
  test('keeps a bar or a line break of a cell inside it', () => {
    expect(table(['A'], [['1 | 2\n3']])).toBe('| A |\n| --- |\n| 1 \\| 2 3 |');
  });
});
