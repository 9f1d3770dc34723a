import { readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

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

/** Bundles test files and the folder's `index.ts` for VS Code, which provides `vscode`; Mocha is the one of this project. */
export async function bundleTests(folder: string, files: readonly string[], target: string): Promise<void> {
  await build({
    entryPoints: ['index.ts', ...files].map((file) => path.join(folder, file)),
    outbase: folder,
    outdir: target,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    sourcemap: true,
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}
