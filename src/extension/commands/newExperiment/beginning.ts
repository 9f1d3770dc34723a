import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

const ENOUGH_BYTES = 65_536;

/** The first lines of a text file, plain or .gz. */
export async function beginningOf(file: string): Promise<string> {
  const source = createReadStream(file);
  const unpacked = file.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  const failed = new Promise<never>((_, reject) => source.once('error', reject));
  const chunks: Buffer[] = [];
  let length = 0;
  const read = async (): Promise<void> => {
    for await (const chunk of unpacked) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length >= ENOUGH_BYTES) return;
    }
  };
  try {
    await Promise.race([read(), failed]);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}
