import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { anchorOf } from '../../tools/generate/markdown.ts';
import { GUIDES, PROJECT, withoutCodeBlocks } from './guides.ts';

const linksIn = (page: string): string[] =>
  [...withoutCodeBlocks(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);

const anchorsIn = (page: string): string[] =>
  [...withoutCodeBlocks(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Why a link leads nowhere; undefined when it leads somewhere. */
const faultOf = (from: string, link: string): string | undefined => {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : normalize(join(dirname(from), path));
  if (!existsSync(join(PROJECT, target))) return `${link}: there is no ${target}`;
  if (anchor === undefined) return undefined;
  return anchorsIn(GUIDES.get(target) ?? '').includes(anchor) ? undefined : `${link}: no such heading`;
};

describe('links in the docs', () => {
  test('lead to files and headings that exist, from every page', () => {
    expect([...GUIDES.keys()]).toEqual(expect.arrayContaining(['README.md', 'docs/zapier.md']));
    const faults = [...GUIDES].flatMap(([path, page]) =>
      linksIn(page)
        .filter((link) => !/^https?:/.test(link))
        .flatMap((link) => faultOf(path, link) ?? [])
        .map((fault) => `${path}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });

  test('go out over https only', () => {
    const links = [...GUIDES.values()].flatMap(linksIn);
    expect(links.filter((link) => link.startsWith('http:'))).toEqual([]);
  });

  test('a link to a missing file or heading is found', () => {
    expect(faultOf('README.md', 'docs/none.md')).toContain('there is no docs/none.md');
    expect(faultOf('docs/zapier.md', 'reference.md#none')).toContain('no such heading');
    expect(faultOf('docs/zapier.md', '#connect')).toBeUndefined();
  });

  test('every page of docs/ is reached from the README', () => {
    const reached = new Set(['README.md']);
    for (const path of reached) {
      for (const link of linksIn(GUIDES.get(path) ?? '')) {
        const target = normalize(join(dirname(path), link.split('#')[0] ?? ''));
        if (GUIDES.has(target)) reached.add(target);
      }
    }
    expect([...reached].sort()).toEqual([...GUIDES.keys()]);
  });

  test('two headings of a page never share an anchor', () => {
    const twice = [...GUIDES]
      .filter(([path]) => path !== 'CHANGELOG.md')
      .flatMap(([path, page]) => {
        const anchors = anchorsIn(page);
        return anchors
          .filter((anchor, at) => anchors.indexOf(anchor) !== at)
          .map((anchor) => `${path}#${anchor}`);
      });
    expect(twice).toEqual([]);
  });
});
