import { gzipSync } from 'node:zlib';

export interface Entry {
  readonly name: string;
  readonly content?: string;
  /** As tar numbers them: 0 is a file, 2 a symbolic link, 5 a folder. */
  readonly kind?: string;
  readonly prefix?: string;
}

/** A tar archive, compressed, as POSIX describes it. */
export function tarball(entries: readonly Entry[]): Buffer {
  return gzipSync(Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(1024)]));
}

function blocksOf({ name, content = '', kind = '0', prefix = '' }: Entry): Buffer[] {
  const bytes = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('000755 \0', 100);
  header.write(`${bytes.length.toString(8).padStart(11, '0')} `, 124);
  header.write(' '.repeat(8), 148);
  header.write(kind, 156);
  header.write('ustar\u000000', 257);
  header.write(prefix, 345);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
}
