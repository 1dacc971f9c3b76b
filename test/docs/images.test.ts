import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SCENES } from '../../tools/screenshots/scenes.ts';
import { GUIDES, PROJECT } from './guides.ts';

/** What a page that is read on GitHub may weigh. */
const MAX_BYTES = 250_000;

describe('screenshots', () => {
  test.each(SCENES)(
    '$name.webp is there, of its size, small, and shown in a guide',
    ({ name, width, height }) => {
      const path = `docs/images/${name}.webp`;
      const picture = readFileSync(join(PROJECT, path));
      // The extended form of WebP begins with the size of its canvas, less one (RFC 9649, 2.7).
      expect(picture.toString('latin1', 8, 16)).toBe('WEBPVP8X');
      expect([picture.readUIntLE(24, 3) + 1, picture.readUIntLE(27, 3) + 1]).toEqual([width, height]);
      expect(picture.length).toBeLessThan(MAX_BYTES);
      expect([...GUIDES.values()].some((page) => page.includes(`images/${name}.webp`))).toBe(true);
    },
  );

  test('are taken at three widths, in light and in dark', () => {
    expect(new Set(SCENES.map(({ width }) => width))).toEqual(new Set([360, 768, 1440]));
    expect(new Set(SCENES.map(({ scheme }) => scheme))).toEqual(new Set(['light', 'dark']));
  });

  test('no picture is left over', () => {
    const names = globSync('docs/images/*.webp', { cwd: PROJECT }).map((path) =>
      path.replace(/^.*[\\/]|\.webp$/g, ''),
    );
    expect(names.sort()).toEqual(SCENES.map(({ name }) => name).sort());
  });

  test('those in HTML lead to files too', () => {
    const sources = [...(GUIDES.get('docs/playground.md') ?? '').matchAll(/<img src="([^"]+)"/g)];
    expect(sources.length).toBeGreaterThan(0);
    for (const [, source = ''] of sources) expect(existsSync(join(PROJECT, 'docs', source))).toBe(true);
  });
});

describe('drawings', () => {
  const drawings = globSync('docs/images/*', { cwd: PROJECT }).filter((path) => !path.endsWith('.webp'));

  test.each(drawings)(
    '%s is shown in a guide, and has its own ground and colors for light and dark',
    (path) => {
      const drawing = readFileSync(join(PROJECT, path), 'utf8');
      expect([...GUIDES.values()].some((page) => page.includes(`(${path})`))).toBe(true);
      expect(drawing).toMatch(/^<svg [^>]*role="img"/);
      expect(drawing).toMatch(/<rect class="ground"/);
      expect(drawing).toContain('@media (prefers-color-scheme: dark)');
      expect(drawing).not.toMatch(/<script|href=|url\(/);
    },
  );

  test('every folder that a drawing names exists', () => {
    const paths = drawings.flatMap((path) => [
      ...readFileSync(join(PROJECT, path), 'utf8').matchAll(/<text class="path"[^>]*>([^<]+)</g),
    ]);
    expect(paths.length).toBeGreaterThan(5);
    for (const [, path = ''] of paths) expect([path, existsSync(join(PROJECT, path))]).toEqual([path, true]);
  });
});
