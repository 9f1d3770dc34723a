import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createManifest } from '../src/extension/contributions';
import { l10nBundle } from './l10nBundle';

const root = join(__dirname, '..');
const packageFile = join(root, 'package.json');
const { manifest, texts } = createManifest();
const written = JSON.parse(readFileSync(packageFile, 'utf8')) as Record<string, unknown>;

function write(file: string, value: object): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

mkdirSync(join(root, 'l10n'), { recursive: true });
write(packageFile, { ...written, ...manifest });
write(join(root, 'package.nls.json'), texts);
write(join(root, 'l10n', 'bundle.l10n.json'), l10nBundle(root));
