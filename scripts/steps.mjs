import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
const trainer = path.join(root, 'dist', 'trainer.js');

/** Runs Node on a script of this project and gives its exit code; output goes to the terminal. */
export function runNode(words, environment = {}) {
  const { status, signal } = spawnSync(process.execPath, words, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return status ?? (signal === 'SIGINT' ? 130 : 1);
}

export function build() {
  if (runNode(['esbuild.mjs']) !== 0) process.exit(1);
}

/** Runs the command line, as `npx distillery` would. */
export function runTrainer(...words) {
  if (!existsSync(trainer)) build();
  return runNode([trainer, ...words]);
}

/** Makes sure that the fast engine is there; where it can't be had, the slower one does. */
export function ensureEngine() {
  if (runTrainer('engines', 'install') !== 0) {
    console.log('Going on without native code: TensorFlow.js in WebAssembly, several times slower.');
  }
}
