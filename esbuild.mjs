import { chmodSync } from 'node:fs';
import { build, context } from 'esbuild';

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  sourcemap: true,
  logLevel: 'warning',
};

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  {
    ...shared,
    entryPoints: { trainer: 'src/trainer/main.ts', engineProbe: 'src/trainer/engines/engineProbe.ts' },
    outdir: 'dist',
    external: ['@tensorflow/*'],
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...shared,
    entryPoints: { extension: 'src/extension/extension.ts' },
    outdir: 'dist',
    external: ['vscode'],
  },
];

if (process.argv.includes('--watch')) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  await Promise.all(bundles.map((options) => build(options)));
  // npx runs it as a program; npm sets the mode only when it links the package, not when it is built again.
  chmodSync('dist/trainer.js', 0o755);
}
