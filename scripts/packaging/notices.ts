import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../steps.mjs';

/** What a package says of itself. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name?: string };
}

const HEAD = 'Distillery contains software of others, which is under their licences.';
const RULE = '='.repeat(80);

/**
 * Writes THIRD_PARTY_NOTICES.txt: the licence of every package of which something is in the bundles, by what esbuild.mjs noted
 * when it made them, and of what is compiled into the WebAssembly file of TensorFlow.js, whose package says nothing of it.
 */
export function writeNotices(): void {
  const files = JSON.parse(
    readFileSync(path.join(root, 'dist', 'bundled.json'), 'utf8'),
  ) as readonly string[];
  const packages = new Map<string, Set<string>>();
  for (const folder of new Set(files.flatMap(packageFolderOf))) {
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
    const licence = licenceOf(folder, manifest);
    const same = packages.get(licence) ?? new Set();
    packages.set(licence, same.add(`${manifest.name} ${manifest.version}`));
  }
  const notices = [...packages].map(([licence, names]) => `${[...names].sort().join('\n')}\n\n${licence}`);
  const parts = [HEAD, ...notices.sort(), ownText('compiledIn.txt')];
  writeFileSync(path.join(root, 'THIRD_PARTY_NOTICES.txt'), `${parts.join(`\n\n${RULE}\n\n`)}\n`);
}

/** The folder of the package that a bundled file belongs to; none if it is ours. */
function packageFolderOf(file: string): string[] {
  const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [];
  return folder === undefined ? [] : [path.resolve(root, folder)];
}

function licenceOf(folder: string, manifest: Manifest): string {
  const texts = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|notices?|copying|copyrightnotice)(\.(md|txt))?$/i.test(name))
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
  return texts.length > 0 ? texts.join('\n\n') : licenceByName(manifest);
}

/** For packages that name their licence and leave its text out. */
function licenceByName({ name, license = '', author }: Manifest): string {
  const owner = (typeof author === 'string' ? author : author?.name) ?? `the authors of ${name}`;
  const texts = license.split(' AND ').map((licence) => {
    if (licence === 'MIT') return ownText('mit.txt');
    if (licence === 'Apache-2.0')
      return 'Licensed under the Apache License, Version 2.0, whose text is in LICENSE.txt.';
    throw new Error(`The package ${name} comes without the text of its licence, ${licence}.`);
  });
  return [`Copyright ${owner}`, ...texts].join('\n\n');
}

function ownText(name: string): string {
  return readFileSync(path.join(__dirname, name), 'utf8').trim();
}
