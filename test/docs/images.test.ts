import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SCENES } from '../../tools/screenshots/scenes.ts';
import { GUIDES, PROJECT } from './guides.ts';

const MOST_BYTES = 150_000;

describe('screenshots', () => {
  test.each(SCENES)(
    '$name.png is there, of its size, small, and shown in a guide',
    ({ name, width, height }) => {
      const path = `docs/images/${name}.png`;
      const picture = readFileSync(join(PROJECT, path));
      // The first chunk of a PNG holds them (PNG specification, section 11.2.2).
      expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([width, height]);
      expect(picture.length).toBeLessThan(MOST_BYTES);
      expect([...GUIDES.values()].some((page) => page.includes(`images/${name}.png`))).toBe(true);
    },
  );

  test('are taken at three widths, in light and in dark', () => {
    expect(new Set(SCENES.map(({ width }) => width))).toEqual(new Set([360, 768, 1440]));
    expect(new Set(SCENES.map(({ scheme }) => scheme))).toEqual(new Set(['light', 'dark']));
  });

  test('no picture is left over', () => {
    const names = globSync('docs/images/*.png', { cwd: PROJECT }).map((path) =>
      path.replace(/^.*[\\/]|\.png$/g, ''),
    );
    expect(names.sort()).toEqual(SCENES.map(({ name }) => name).sort());
  });

  test('those in HTML lead to files too', () => {
    const sources = [...(GUIDES.get('docs/playground.md') ?? '').matchAll(/<img src="([^"]+)"/g)];
    expect(sources.length).toBeGreaterThan(0);
    for (const [, source = ''] of sources) expect(existsSync(join(PROJECT, 'docs', source))).toBe(true);
  });
});
