import { strict as assert } from 'node:assert';
import { inflateSync } from 'node:zlib';

const SIGNATURE = '89504e470d0a1a0a';
const BYTES_PER_PIXEL = 4;

/** Reads a PNG as a browser writes it, with eight bits for each of red, green, blue and opacity, and gives its size. */
export function readPng(bytes: Buffer): { readonly width: number; readonly height: number } {
  assert.equal(bytes.toString('hex', 0, 8), SIGNATURE);
  const chunks = chunksOf(bytes);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  assert.ok(header);
  assert.equal(chunks.at(-1)?.type, 'IEND');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const pixels = inflateSync(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)),
  );
  assert.equal(pixels.length, height * (1 + width * BYTES_PER_PIXEL));
  return { width, height };
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function chunksOf(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let start = 8; start < bytes.length;) {
    const length = bytes.readUInt32BE(start);
    chunks.push({
      type: bytes.toString('latin1', start + 4, start + 8),
      data: bytes.subarray(start + 8, start + 8 + length),
    });
    start += 12 + length;
  }
  return chunks;
}
