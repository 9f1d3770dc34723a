import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createManifest } from '../src/extension/contributions';

const root = join(__dirname, '..');
const packageFile = join(root, 'package.json');
const { manifest, texts } = createManifest();
const written = JSON.parse(readFileSync(packageFile, 'utf8')) as Record<string, unknown>;

writeFileSync(packageFile, `${JSON.stringify({ ...written, ...manifest }, null, 2)}\n`);
writeFileSync(join(root, 'package.nls.json'), `${JSON.stringify(texts, null, 2)}\n`);
