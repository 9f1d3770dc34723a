import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes a program `node` that is the runtime of this process, be it Node.js or an editor's: scripts of npm packages call it
 * by that name.
 *
 * @returns the folder, for the path
 */
export function writeNodeShim(folder: string, runtime: string = process.execPath): string {
  mkdirSync(folder, { recursive: true });
  if (process.platform === 'win32') {
    const lines = ['@set ELECTRON_RUN_AS_NODE=1', `@"${runtime.replaceAll('%', '%%')}" %*`, ''];
    writeFileSync(join(folder, 'node.cmd'), lines.join('\r\n'));
  } else {
    const quoted = `'${runtime.replaceAll("'", "'\\''")}'`;
    const lines = ['#!/bin/sh', 'export ELECTRON_RUN_AS_NODE=1', `exec ${quoted} "$@"`, ''];
    writeFileSync(join(folder, 'node'), lines.join('\n'), { mode: 0o755 });
  }
  return folder;
}
