import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** A picture with one byte a channel, rows from the top. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  /** 3 (RGB) or 4 (RGBA). */
  readonly channels: number;
  readonly bytes: Uint8Array;
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const MOST_COLORS = 256;
const RGB = 2;
const RGBA = 6;
const INDEXED = 3;

/**
 * A PNG as Chromium takes it, with at most 256 colors: a page of text and flat surfaces looks the same and is a third of
 * the size.
 * @throws Error for a PNG of another kind (interlaced, indexed, not 8 bits).
 */
export const withPalette = (png: Buffer): Buffer => {
  const pixels = decode(png);
  const colors = colorsOf(pixels);
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const palette = paletteOf(counts);
  const indexes = new Map([...counts.keys()].map((color) => [color, nearest(palette, color)]));
  return encode(pixels, palette, (index) => indexes.get(colors[index] ?? 0) ?? 0);
};

/** Each pixel as 0xRRGGBB; a screenshot is opaque. */
const colorsOf = ({ bytes, channels, width, height }: Pixels): Uint32Array =>
  Uint32Array.from({ length: width * height }, (_color, index) => {
    const at = index * channels;
    return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  });

/** The most frequent color, then again and again the one that is missed most: far from all so far, and frequent. */
const paletteOf = (counts: ReadonlyMap<number, number>): number[] => {
  const missed = new Map(
    [...counts].map(([color, count]) => [color, { count, far: Number.MAX_SAFE_INTEGER }]),
  );
  const palette: number[] = [];
  while (palette.length < MOST_COLORS && palette.length < counts.size) {
    let next = 0;
    let most = -1;
    for (const [color, { count, far }] of missed) {
      if (count * far > most) [next, most] = [color, count * far];
    }
    palette.push(next);
    for (const [color, seen] of missed) seen.far = Math.min(seen.far, distance(color, next));
  }
  return palette;
};

const nearest = (palette: readonly number[], color: number): number => {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, other] of palette.entries()) {
    const far = distance(color, other);
    if (far < least) [best, least] = [index, far];
  }
  return best;
};

const distance = (one: number, other: number): number =>
  [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);

const decode = (png: Buffer): Pixels => {
  const chunks = chunksOf(png);
  const head = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (head === undefined || !png.subarray(0, 8).equals(SIGNATURE)) throw new Error('This is no PNG.');
  const [width, height, depth, kind] = [head.readUInt32BE(0), head.readUInt32BE(4), head[8], head[9]];
  if (depth !== 8 || (kind !== RGB && kind !== RGBA) || head[12] !== 0)
    throw new Error('Only PNGs with 8-bit RGB or RGBA that are not interlaced are understood.');
  const channels = kind === RGB ? 3 : 4;
  const data = inflateSync(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data)),
  );
  return { width, height, channels, bytes: unfiltered(data, width * channels, channels) };
};

const chunksOf = (png: Buffer): { readonly type: string; readonly data: Buffer }[] => {
  const chunks = [];
  let at = SIGNATURE.length;
  while (at + 12 <= png.length) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  return chunks;
};

/** Undoes the filter of each row (PNG specification, section 9). */
const unfiltered = (data: Uint8Array, rowBytes: number, channels: number): Uint8Array => {
  const rows = data.length / (rowBytes + 1);
  const bytes = new Uint8Array(rows * rowBytes);
  for (let row = 0; row < rows; row += 1) {
    const filter = data[row * (rowBytes + 1)] ?? 0;
    for (let column = 0; column < rowBytes; column += 1) {
      const at = row * rowBytes + column;
      const left = column < channels ? 0 : (bytes[at - channels] ?? 0);
      const up = row === 0 ? 0 : (bytes[at - rowBytes] ?? 0);
      const corner = row === 0 || column < channels ? 0 : (bytes[at - rowBytes - channels] ?? 0);
      bytes[at] = (data[row * (rowBytes + 1) + 1 + column] ?? 0) + predicted(filter, left, up, corner);
    }
  }
  return bytes;
};

const predicted = (filter: number, left: number, up: number, corner: number): number => {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return Math.floor((left + up) / 2);
    case 4: {
      const guess = left + up - corner;
      const [byLeft, byUp, byCorner] = [left, up, corner].map((value) => Math.abs(guess - value)) as [
        number,
        number,
        number,
      ];
      if (byLeft <= byUp && byLeft <= byCorner) return left;
      return byUp <= byCorner ? up : corner;
    }
    default:
      return 0;
  }
};

const encode = (
  { width, height }: Pixels,
  palette: readonly number[],
  indexAt: (pixel: number) => number,
): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, INDEXED, 0, 0, 0], 8);
  // Without a filter, which is best for indexes; a byte before each row says so.
  const rows = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < width * height; pixel += 1)
    rows[pixel + Math.floor(pixel / width) + 1] = indexAt(pixel);
  const colors = palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(colors)),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

const chunk = (type: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
};
