import { expect, test } from '@jest/globals';
import { helpOn, inGroup } from '../../src/fields/field.ts';

test('a field gets its key and its group from where it stands', () => {
  const specs = {
    one: { label: 'One', type: 'text', help: 'The first.' },
    two: { label: 'Two', type: 'names', help: 'The second.' },
  } as const;
  const fields = inGroup('page', specs);
  expect(fields).toEqual({
    one: { key: 'one', group: 'page', label: 'One', type: 'text', help: 'The first.' },
    two: { key: 'two', group: 'page', label: 'Two', type: 'names', help: 'The second.' },
  });
  expect(specs.one).not.toHaveProperty('key');
  // Compiles only if key, group and type are known exactly.
  fields.two satisfies { readonly key: 'two'; readonly group: 'page'; readonly type: 'names' };
});

test('the help of a platform adds what is true on that platform only', () => {
  const spec = { label: 'One', type: 'text', help: 'The first.', helpOn: { make: 'Map it.' } } as const;
  expect(helpOn('make', spec)).toBe('The first. Map it.');
  expect(helpOn('zapier', spec)).toBe('The first.');
});
