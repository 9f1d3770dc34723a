import path from 'node:path';
import { browserHost } from './browserHost';
import { electronHost } from './electronHost';
import { NEWEST, obtainServerBuild, OLDEST, type ServerRelease } from './serverBuild';
import type { TestHost } from './testHost';

/** Which of the VS Codes that the extension supports. */
export type Edition = 'newest' | 'oldest';

export const EDITIONS: readonly Edition[] = ['newest', 'oldest'];

interface EditionReleases {
  /** The version that is downloaded for the desktop. */
  readonly desktop: string;
  readonly server: ServerRelease;
}

const RELEASES: Readonly<Record<Edition, EditionReleases>> = {
  newest: { desktop: 'stable', server: NEWEST },
  oldest: { desktop: OLDEST.vscode, server: OLDEST },
};

/** Where VS Code is kept between runs; git ignores it. */
export function cacheFolder(root: string): string {
  return path.join(root, '.vscode-test');
}

/** VS Code for the desktop where that can be had, else its server build in a browser. */
export async function chooseHost(root: string, edition: Edition): Promise<TestHost> {
  const cache = cacheFolder(root);
  const { desktop, server } = RELEASES[edition];
  const electron = await electronHost(cache, desktop);
  if (electron.kind === 'ready') return electron.host;
  console.log(`Testing in VS Code's server build instead of the desktop's: ${electron.reason}.`);
  return browserHost(obtainServerBuild(cache, server));
}
