import { fileError } from '../errors';
import type { DataFiles } from '../files';
import type { RawArray } from './elements';
import { parseNpy } from './npy';
import { extractZipEntry, readZipDirectory } from './zip';

/** The arrays of a .npz file that are asked for, by name and in that order (numpy.savez, numpy.savez_compressed). */
export async function readNpz(path: string, names: readonly string[], files: DataFiles): Promise<RawArray[]> {
  const archive = await files.read(path);
  const entries = new Map(
    readZipDirectory(archive).map((entry) => [entry.name.replace(/\.npy$/, ''), entry]),
  );
  const arrays: RawArray[] = [];
  for (const name of names) {
    const entry = entries.get(name);
    if (entry === undefined) {
      throw fileError(
        archive.origin.file,
        `there is no array "${name}"`,
        `Name the arrays in dataset.arrays. The file has: ${[...entries.keys()].join(', ') || 'none'}.`,
      );
    }
    arrays.push(parseNpy(await extractZipEntry(archive, entry)));
  }
  return arrays;
}
