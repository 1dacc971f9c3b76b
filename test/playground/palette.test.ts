import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { withPalette } from '../../tools/screenshots/palette.ts';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

const chunk = (type: string, data: Uint8Array): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
};

/** A PNG of 2 pixels a row; each row begins with its filter. */
const png = (kind: 2 | 6, rows: readonly (readonly number[])[], interlaced = 0): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(2, 0);
  head.writeUInt32BE(rows.length, 4);
  head.set([8, kind, 0, 0, interlaced], 8);
  const data = deflateSync(Uint8Array.from(rows.flat()));
  // In two parts, as large pictures come.
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', data.subarray(0, 5)),
    chunk('IDAT', data.subarray(5)),
    chunk('IEND', new Uint8Array()),
  ]);
};

const partOf = (picture: Buffer, type: string): Buffer => {
  const at = picture.indexOf(type, 0, 'latin1');
  return picture.subarray(at + 4, at + 4 + picture.readUInt32BE(at - 4));
};

/** The colors of an indexed PNG, row by row. */
const colorsIn = (picture: Buffer): string[][] => {
  expect(partOf(picture, 'IHDR')[9]).toBe(3);
  const palette = partOf(picture, 'PLTE');
  const data = inflateSync(partOf(picture, 'IDAT'));
  const width = picture.readUInt32BE(16);
  return Array.from({ length: data.length / (width + 1) }, (_row, row) =>
    Array.from({ length: width }, (_color, column) => {
      const index = data[row * (width + 1) + 1 + column] ?? 0;
      return palette.subarray(index * 3, index * 3 + 3).toString('hex');
    }),
  );
};

describe('a screenshot with a palette', () => {
  test('has the same pixels, whichever filter a row had', () => {
    const rows = [
      [0, 1, 2, 3, 10, 20, 30],
      [1, 1, 2, 3, 9, 18, 27],
      [2, 0, 0, 0, 1, 1, 1],
      [3, 1, 1, 1, 5, 9, 13],
      [4, 1, 1, 1, 2, 2, 2],
    ];
    // By hand, after the PNG specification, section 9.
    expect(colorsIn(withPalette(png(2, rows)))).toEqual([
      ['010203', '0a141e'],
      ['010203', '0a141e'],
      ['010203', '0b151f'],
      ['010202', '0b141d'],
      ['020303', '0d161f'],
    ]);
  });

  test('drops the alpha channel, which a screenshot does not use', () => {
    expect(colorsIn(withPalette(png(6, [[0, 1, 2, 3, 255, 4, 5, 6, 255]])))).toEqual([['010203', '040506']]);
  });

  test('keeps a rare color that is far from all others, when there are too many', () => {
    const grays = Array.from({ length: 400 }, (_row, index) => {
      const one = index % 256;
      return [0, one, one, one, one, one, (one + 1) % 256];
    });
    const colors = colorsIn(withPalette(png(2, [...grays, [0, 255, 0, 0, 255, 0, 0]])));
    expect(colors.at(-1)).toEqual(['ff0000', 'ff0000']);
    expect(new Set(colors.flat()).size).toBeLessThanOrEqual(256);
  });

  test('is refused when it is of another kind', () => {
    expect(() => withPalette(png(2, [[0, 0, 0, 0, 0, 0, 0]], 1))).toThrow('not interlaced');
    expect(() => withPalette(Buffer.from('nothing'))).toThrow('This is no PNG.');
  });
});
