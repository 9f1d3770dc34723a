import { readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * The test files of a folder, as paths from it.
 *
 * @param filters parts of paths, one of which a file has to contain; none: all files
 */
export function findTests(folder: string, filters: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
    .sort();
}
