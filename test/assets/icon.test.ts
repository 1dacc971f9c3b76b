import { readFileSync, statSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { LISTING } from '../../tools/make-deploy/folder.ts';

const file = (name: string): URL => new URL(`../../assets/${name}`, import.meta.url);
const svg = readFileSync(file('icon.svg'), 'utf8');

/** What a PNG says of itself, and its first pixel: its first line cannot lean on a line or a pixel before. */
const readPng = (bytes: Buffer) => {
  const chunks = new Map<string, Buffer[]>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    chunks.set(type, [...(chunks.get(type) ?? []), bytes.subarray(at + 8, at + 8 + length)]);
    at += length + 12;
  }
  const header = chunks.get('IHDR')?.[0] ?? Buffer.alloc(13);
  const pixels = inflateSync(Buffer.concat(chunks.get('IDAT') ?? []));
  return {
    signature: bytes.toString('latin1', 0, 8),
    width: header.readUInt32BE(0),
    height: header.readUInt32BE(4),
    bitDepth: header.readUInt8(8),
    colourType: header.readUInt8(9),
    firstPixel: [...pixels.subarray(1, 5)],
  };
};

describe.each(['icon-512.png', 'icon-make-512.png'])('%s', (name) => {
  test('is a PNG of 512 x 512 pixels with alpha, transparent in its corner', () => {
    expect(readPng(readFileSync(file(name)))).toEqual({
      signature: '\x89PNG\r\n\x1a\n',
      width: 512,
      height: 512,
      bitDepth: 8,
      colourType: 6,
      firstPixel: [0, 0, 0, 0],
    });
  });

  test('is smaller than 60 KB', () => {
    expect(statSync(file(name)).size).toBeLessThan(60_000);
  });
});

describe('icon.svg', () => {
  test('is square, by its viewBox', () => {
    const [, width, height] = /<svg [^>]*viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
    expect(width).toBe('512');
    expect(height).toBe(width);
  });

  test('has a name, and nothing that runs or is loaded from elsewhere', () => {
    expect(svg).toContain('<title>Usermaven connector</title>');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/<script|<image|href|http|\bon\w+=/i);
  });

  test("has the theme of the app on Make for its ground, so that Make's looks the same", () => {
    expect(/<rect id="ground"[^>]* fill="([^"]+)"/.exec(svg)?.[1]).toBe(LISTING.theme);
  });
});
