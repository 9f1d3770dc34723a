import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { packagePath } from '../../scripts/packaging/package';
import { root } from '../../scripts/steps.mjs';

const FILES = [
  'LICENSE.txt',
  'THIRD_PARTY_NOTICES.txt',
  'changelog.md',
  'dist/engineProbe.js',
  ...['allHandlers-#', 'chunk-#', 'experiment-#', 'extension', 'register-#', 'teacherDigest-#'].map(
    (name) => `dist/extension/${name}.mjs`,
  ),
  'dist/tensorflowJs.js',
  'dist/tfjs-backend-wasm-simd.wasm',
  'dist/trainer.js',
  'dist/webview/dashboard.css',
  'dist/webview/dashboard.js',
  'examples/digits/README.md',
  'examples/digits/digits.csv.gz',
  'examples/digits/digits.distill.json',
  'l10n/bundle.l10n.json',
  'media/activity.svg',
  'media/icon.png',
  'media/walkthrough/compare-dark.png',
  'media/walkthrough/compare-light.png',
  'media/walkthrough/example-dark.png',
  'media/walkthrough/example-light.png',
  'media/walkthrough/export-dark.png',
  'media/walkthrough/export-light.png',
  'media/walkthrough/run-dark.png',
  'media/walkthrough/run-light.png',
  'media/walkthrough/temperature-dark.png',
  'media/walkthrough/temperature-light.png',
  'media/walkthrough/watch-dark.png',
  'media/walkthrough/watch-light.png',
  'package.json',
  'package.nls.json',
  'readme.md',
  'schemas/distill.editor.json',
  'schemas/distill.schema.json',
  'snippets/distill.json',
];

/** At most this many kilobytes, with all that is loaded at once. */
const LIMITS = { 'dist/extension/extension.mjs': 250, 'dist/webview/dashboard.js': 350 };

type Files = Readonly<Record<string, Uint8Array>>;

/** Names of files, without the digests that esbuild puts into those of split files. */
function plainNames(files: Files): string[] {
  const names = Object.keys(files).map((name) => name.replace(/-[A-Z0-9]{8}\.mjs$/, '-#.mjs'));
  return [...new Set(names)].sort();
}

/** The file, and all that it imports as soon as it is loaded, and what they import. */
function loadedWith(name: string, files: Files, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(name)) return found;
  found.add(name);
  const text = new TextDecoder().decode(files[name]);
  for (const [, imported = ''] of text.matchAll(/\b(?:from|import)"(\.\/[^"]+)"/g)) {
    loadedWith(path.posix.join(path.posix.dirname(name), imported), files, found);
  }
  return found;
}

describe('the VSIX', () => {
  let content: Record<string, Uint8Array>;
  let folder: string;

  before(() => {
    content = Object.fromEntries(
      Object.entries(unzipSync(readFileSync(packagePath())))
        .filter(([name]) => name.startsWith('extension/'))
        .map(([name, bytes]) => [name.slice('extension/'.length), bytes]),
    );
    folder = mkdtempSync(path.join(os.tmpdir(), 'distillery-vsix-'));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds what runs, and nothing else', () => {
    assert.deepEqual(plainNames(content), FILES);
  });

  it('names the software of others that it contains', () => {
    const notices = new TextDecoder().decode(content['THIRD_PARTY_NOTICES.txt']);
    for (const name of ['@tensorflow/tfjs-core', 'commander', 'jsonc-parser', 'uplot', 'zod', 'XNNPACK'])
      assert.match(notices, new RegExp(`^${name}[ ,]`, 'm'));
  });

  for (const [name, limit] of Object.entries(LIMITS)) {
    it(`keeps ${name} within ${limit} kB`, () => {
      const sizes = [...loadedWith(name, content)].map((file) => content[file]?.length ?? Infinity);
      const size = sizes.reduce((sum, bytes) => sum + bytes, 0) / 1000;
      assert.ok(size <= limit, `${name} has ${size} kB.`);
    });
  }

  it('trains without any package in reach, in WebAssembly', () => {
    for (const [name, bytes] of Object.entries(content)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), bytes);
    }
    const experiment = path.join(folder, 'experiment');
    cpSync(path.join(root, 'examples', 'digits'), experiment, {
      recursive: true,
      filter: (file) => path.basename(file) !== '.distillery',
    });
    const output = execFileSync(
      process.execPath,
      [
        path.join(folder, 'dist', 'trainer.js'),
        'run',
        path.join(experiment, 'digits.distill.json'),
        ...['engine.name=wasm', 'training.epochs=3', 'seeds=[1]'].flatMap((value) => ['--set', value]),
      ],
      { encoding: 'utf8', cwd: folder, env: { PATH: process.env['PATH'], HOME: folder } },
    );
    assert.match(output, /Engine: TensorFlow\.js on WebAssembly/);
    assert.ok(statSync(path.join(experiment, '.distillery', 'runs')).isDirectory());
  });
});
