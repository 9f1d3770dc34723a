import path from 'node:path';
import { browserHost } from './browserHost';
import { electronHost } from './electronHost';
import { NEWEST, obtainServerBuild } from './serverBuild';
import type { TestHost } from './testHost';

/** Where VS Code is kept between runs; git ignores it. */
export function cacheFolder(root: string): string {
  return path.join(root, '.vscode-test');
}

/** VS Code for the desktop where that can be had, else its server build in a browser. */
export async function chooseHost(root: string): Promise<TestHost> {
  const cache = cacheFolder(root);
  const electron = await electronHost(cache, 'stable');
  if (electron.kind === 'ready') return electron.host;
  console.log(`Testing in VS Code's server build instead of the desktop's: ${electron.reason}.`);
  return browserHost(obtainServerBuild(cache, NEWEST));
}
