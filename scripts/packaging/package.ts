import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { root, runNode } from '../steps.mjs';
import { writeNotices } from './notices';

/** Where `packageExtension` puts its result. */
export function packagePath(): string {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
  };
  return path.join(root, `${name}-${version}.vsix`);
}

/**
 * Bundles for production and packs what `files` in package.json names, and nothing else, into a VSIX.
 *
 * @returns the path of the VSIX
 */
export async function packageExtension(): Promise<string> {
  if (runNode(['esbuild.mjs', '--production']) !== 0) throw new Error('The bundles could not be built.');
  writeNotices();
  const vsix = packagePath();
  await createVSIX({
    cwd: root,
    packagePath: vsix,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
    allowUnusedFilesPattern: true,
  });
  return vsix;
}
