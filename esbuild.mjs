import { chmodSync, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, context } from 'esbuild';

const production = process.argv.includes('--production');

/**
 * Puts nothing in the place of packages that a bundle never calls.
 *
 * @param {RegExp} filter
 * @returns {import('esbuild').Plugin}
 */
function leaveOut(filter) {
  return {
    name: 'leave-out',
    setup({ onResolve, onLoad }) {
      onResolve({ filter }, ({ path }) => ({ path, namespace: 'left-out' }));
      onLoad({ filter: /./, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
    },
  };
}

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
  // Messages in forty languages, of which only the English ones are used.
  plugins: [leaveOut(/\/locales\/index\.js$/)],
};

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  {
    ...shared,
    entryPoints: { trainer: 'src/trainer/main.ts', engineProbe: 'src/trainer/engines/engineProbe.ts' },
    outdir: 'dist',
    external: ['./tensorflowJs'],
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...shared,
    entryPoints: { tensorflowJs: 'src/engine/backends/tensorflowJs.ts' },
    outdir: 'dist',
    minify: true,
    sourcemap: false,
    plugins: [leaveOut(/^(@tensorflow\/tfjs-(backend-webgl|converter|data)|node-fetch)$/)],
  },
  {
    ...shared,
    // What it asks for with `import()` becomes a file of its own, loaded when it is first needed.
    entryPoints: { extension: 'src/extension/extension.ts' },
    outdir: 'dist/extension',
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    splitting: true,
    external: ['vscode'],
  },
  {
    entryPoints: { dashboard: 'src/webview/main.ts' },
    outdir: 'dist/webview',
    bundle: true,
    platform: 'browser',
    target: 'chrome128',
    format: 'iife',
    minify: true,
    sourcemap: !production,
    logLevel: 'warning',
  },
];

/** The file of the WebAssembly backend that runs where there is SIMD, as in every Node.js that we support. */
const wasm = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';

/**
 * The files of which something is in the bundles, for the notices of what others wrote.
 *
 * @param {import('esbuild').Metafile} metafile
 */
function contentOf({ outputs }) {
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0),
  );
}

// Names of split files change with their content.
rmSync('dist/extension', { recursive: true, force: true });
if (process.argv.includes('--watch')) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  const results = await Promise.allSettled(bundles.map((options) => build({ ...options, metafile: true })));
  if (results.some(({ status }) => status === 'rejected')) process.exit(1);
  writeFileSync(
    'dist/bundled.json',
    JSON.stringify(results.flatMap(({ value }) => contentOf(value.metafile))),
  );
  // npx runs it as a program; npm sets the mode only when it links the package, not when it is built again.
  chmodSync('dist/trainer.js', 0o755);
  copyFileSync(createRequire(import.meta.url).resolve(wasm), path.join('dist', path.basename(wasm)));
}
