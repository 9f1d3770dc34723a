import path from 'node:path';
import { build } from 'esbuild';

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
